#pragma once

/// What a look at the RMMs and at the book finds before a night.

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/app/sync_report.hpp"
#include "billbyagent/domain/agent_facts.hpp"
#include "billbyagent/domain/contract.hpp"
#include "documents/hints.hpp"

namespace billbyagent::documents {

/// What one RMM shows.
struct Examined {
  RmmOutcome outcome{};
  std::vector<Organization> organizations{};
  std::size_t groups = 0;
  std::size_t views = 0;
  AgentFacts facts{};
  Instant newest{};  ///< when an agent was last seen; 0: no agent tells
  /// What of organizations, machine groups, views and agents the login was refused, and why.
  std::vector<std::pair<std::string, Error>> refused{};
  std::optional<Instant> certificate_until{};
  std::optional<std::int64_t> clock_ahead_ms{};  ///< the server's, of ours
};

/// How an account and an RMM's organizations fit together.
struct Match {
  std::optional<RmmId> rmm{};  ///< nothing: it fits in none
  Account account{};
  std::optional<Organization> organization{};  ///< the one it is linked to, or that has its name
  bool linked = false;
};

/// Where a setting came from, in words.
struct SettingFrom {
  std::string setting{};
  std::string from{};
};

/// Where a secret came from.
struct SecretFrom {
  std::string setting{};
  std::string from{};
  std::string mode{};   ///< of a file, in octal digits
  std::string fault{};  ///< why it is of no use
};

struct Diagnosis {
  std::vector<SettingFrom> settings{};
  std::vector<SecretFrom> secrets{};
  std::vector<Examined> rmms{};
  std::vector<Match> accounts{};
  std::vector<std::pair<RmmId, Organization>> without_account{};
  std::optional<SyncReport> night{};    ///< what a night would do
  std::optional<Error> without_book{};  ///< there is nothing to match and to count yet
  std::vector<std::string> problems{};
};

boost::json::object of(const Diagnosis& diagnosis, Hint hint);

}  // namespace billbyagent::documents
