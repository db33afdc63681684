#pragma once

/// The ways that a decision can go. Each is a function from where it starts to its outcome.

#include <optional>
#include <string>
#include <vector>

#include "app/nightly/compare.hpp"

namespace billbyagent::app {

/// Where a decision starts: what holds, what waits, and what the count makes of it.
struct Start {
  UnitHistory history{};
  std::optional<Units> before{};  ///< nothing: never counted
  KnownMachines confirmed{};
  std::vector<HeldReading> open{};
  std::vector<EndedReading> ended{};
  /// What the open readings would make of the machines, with grace days.
  KnownMachines passed_over{};
  Comparison seen{};    ///< with the machines behind the units that hold
  std::string doubt{};  ///< what the guard says against the count
};

struct Outcome {
  SyncStatus status = SyncStatus::failed;
  Comparison shown{};         ///< the one that the report's figures come from
  std::int32_t proposal = 0;  ///< the number of the open proposal; 0: none is open
  std::optional<std::vector<MachineEvent>> machines{};  ///< for the report, instead of the first
  std::optional<std::string> doubt{};                   ///< likewise
  ServiceChanges writes{};
  std::vector<ToldChange> told{};
  std::vector<Notice> notices{};
};

/// Why a lower count is not believed without a person: what the guard says against it, and machines
/// that went where nobody bills them. Empty: nothing.
std::string doubt_about(const ServiceCase& of, const Start& start, const NightRules& night);

/// The count is taken over with its machines; what waited is dissolved.
Result<Outcome> accept(const ServiceCase& of, const Start& start, const NightRules& night);
/// The count waits: the guard does not believe it.
Result<Outcome> hold(const ServiceCase& of, const Start& start, const NightRules& night);
/// The count waits, as the contract wants it.
Result<Outcome> propose(const ServiceCase& of, Start start, const NightRules& night);
/// What was proposed is taken over, each reading as of its own day, and then the count.
Result<Outcome> take_over_proposal(const ServiceCase& of, const Start& start,
                                   const NightRules& night);

/// Still the count that a person rejected. What makes no difference to the units is kept all the
/// same: grace days that began go on.
Outcome rejected(const Start& start);
HeldEnding dissolved(const NightRules& night);

}  // namespace billbyagent::app
