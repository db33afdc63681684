#pragma once

/// What a night makes of one service's count: by the machines behind the units that hold, the
/// guard, the contract's trust and what waits for a person. Pure: a decision is a value, and
/// units/record_changes.hpp writes it.

#include <optional>
#include <string>
#include <vector>

#include "app/machines/known_machines.hpp"
#include "app/machines/machine_changes.hpp"
#include "billbyagent/app/judged_machine.hpp"
#include "billbyagent/app/notices.hpp"
#include "billbyagent/app/sync_guard.hpp"
#include "billbyagent/app/sync_report.hpp"
#include "billbyagent/ports/changes.hpp"

namespace billbyagent::app {

/// What holds for every service of a night.
struct NightRules {
  SyncGuard guard{};
  Date today;
  Instant now{};
  std::string author{};
  ChangeReason reason = ChangeReason::nightly_sync;
  bool all_machines = false;  ///< see `NightlyOptions`
};

/// What is known of a service, and what was counted.
struct ServiceCase {
  const Contract& contract;
  const Service& service;
  UnitHistory history{};
  KnownMachines confirmed{};                      ///< the machines behind the units that hold
  std::vector<HeldReading> open{};                ///< what waits for a person
  std::vector<EndedReading> ended{};              ///< what a person or a night ended
  const std::vector<Machine>& counted;            ///< the machines that count now
  const std::vector<JudgedMachine>& not_counted;  ///< those of the scope that do not
  const MachinePlaces& places;
};

struct ServiceDecision {
  ServiceSync row{};  ///< of the report
  ServiceChanges writes{};
  std::vector<ToldChange> told{};  ///< for the contract's notice about changed units
  std::vector<Notice> notices{};
};

/// The units that hold on the day; nothing: never counted.
std::optional<Units> units_before(const UnitHistory& history, Date today);

/// Of a service whose machines are those behind its units, where nothing waits or was ended: the
/// same as `decide`, without a look at each machine. Nothing where that is not told so easily.
std::optional<ServiceDecision> decide_unchanged(const Contract& contract, const Service& service,
                                                const UnitHistory& history, std::size_t counted,
                                                const std::vector<JudgedMachine>& not_counted,
                                                const NightRules& night);

/// Errors: what no history can hold. A count that is too large is in the row.
Result<ServiceDecision> decide(const ServiceCase& of, const NightRules& night);

}  // namespace billbyagent::app
