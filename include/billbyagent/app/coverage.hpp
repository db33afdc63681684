#pragma once

/// Which machines are billed twice and which by nobody. Reads each RMM once and writes nothing.
///
/// A machine is covered when a derived service in force today, of an active contract, bills it; a
/// machine that a scope holds but leaves out, by its state, as a duplicate or in its first days, is
/// told apart from one that no scope holds or that is of no class. Services that could not be
/// counted are named, with the machines behind their units, so that a report never looks complete
/// when it is not.
///
/// Threads: all on the calling one; several may work over one store at the same time, each with
/// RMMs of its own.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/app/rmm_outcome.hpp"
#include "billbyagent/app/rmm_set.hpp"
#include "billbyagent/domain/billing_cycle.hpp"
#include "billbyagent/domain/contract.hpp"
#include "billbyagent/domain/evidence.hpp"

namespace billbyagent {

/// Machines that two services count both.
struct CountedTwice {
  ServiceKey first{};
  ServiceKey second{};
  Overlaps overlaps = Overlaps::allowed;  ///< refused when one of their accounts says so
  std::vector<Machine> machines{};        ///< by agent id
};

/// The service whose price is used, and what more units of it bring in one full billing period.
struct Worth {
  ServiceKey priced_by{};
  CycleLength cycle = CycleLength::monthly;
  Period billing_period;
  Money amount;
};

/// Machines of one organization that no service bills and that would be billed at one price.
struct Unbilled {
  RmmId rmm{};
  OrganizationId organization{};
  std::string organization_name{};
  std::optional<AccountId> account{};  ///< the account linked to it; of several the first
  std::vector<Machine> machines{};     ///< by agent id
  std::optional<Worth> worth{};        ///< nothing: unknown, `worth_unknown` says why
  std::string worth_unknown{};
};

/// A machine that a scope holds but leaves out, for good or for its first days.
struct LeftOut {
  ServiceKey service{};
  Machine machine{};
  Verdict why = Verdict::suspended;
  std::string detail{};  ///< such as the agent it is a duplicate of; may be empty
};

/// A service that could not be counted: nothing is known of its scope but what was recorded.
struct Uncounted {
  ServiceKey service{};
  AccountId account{};
  Error error{};
  std::vector<Machine> machines{};  ///< behind its units
};

struct OrganizationWithoutAccount {
  RmmId rmm{};
  Organization organization{};
  std::size_t machines = 0;
};

/// Amounts of different billing periods are not added up.
using WorthTotals = std::map<std::pair<Currency, CycleLength>, Money>;

struct CoverageReport {
  Date day;
  std::string zone{};
  std::size_t agents = 0;          ///< in the scans of all RMMs
  std::size_t covered = 0;         ///< counted by at least one service
  std::size_t services = 0;        ///< derived and in force, those that failed included
  std::vector<RmmOutcome> rmms{};  ///< how reading each one went, by name
  std::vector<CountedTwice> overlaps{};
  std::vector<Unbilled> unbilled{};  ///< by organization
  std::vector<LeftOut> left_out{};   ///< by service and agent id; each machine once
  std::vector<OrganizationWithoutAccount> without_account{};
  std::vector<Uncounted> uncounted{};
  std::vector<ServiceKey> never_counted{};  ///< their machines are covered, but not billed yet
  WorthTotals totals{};                     ///< of what is known
  std::size_t machines_of_unknown_worth = 0;

  std::size_t unbilled_machines() const noexcept {
    std::size_t machines = 0;
    for (const auto& entry : unbilled) machines += entry.machines.size();
    return machines;
  }
  /// Nothing is known of these RMMs' machines.
  std::size_t rmms_failed() const noexcept { return count_failed(rmms); }
  /// Whether a person has to look: something is unbilled, refused or unknown.
  bool needs_a_person() const noexcept;
};

/// Errors: what the store says, what the first RMM says when none can be read as a whole,
/// `out_of_range` for amounts beyond 64 bits.
Result<CoverageReport> coverage_report(const Desk& desk, const RmmSet& rmms,
                                       const ReadingTime& time);

}  // namespace billbyagent
