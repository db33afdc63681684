#pragma once

/// What a look at the RMMs and at the book finds before a night.

#include <boost/json/object.hpp>
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
};

/// How an account and an RMM's organizations fit together.
struct Match {
  RmmId rmm{};
  Account account{};
  std::optional<Organization> organization{};  ///< the one it is linked to, or that has its name
  bool linked = false;
};

struct Diagnosis {
  std::vector<Examined> rmms{};
  std::vector<Match> accounts{};
  std::vector<std::pair<RmmId, Organization>> without_account{};
  std::optional<SyncReport> night{};    ///< what a night would do
  std::optional<Error> without_book{};  ///< there is nothing to match and to count yet
  std::vector<std::string> problems{};
};

boost::json::object of(const Diagnosis& diagnosis, Hint hint);

}  // namespace billbyagent::documents
