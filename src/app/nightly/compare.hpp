#pragma once

/// The machines that count now, compared with those behind some units. Pure.

#include <optional>
#include <vector>

#include "app/machines/grace.hpp"
#include "app/nightly/decide.hpp"

namespace billbyagent::app {

/// What a count is compared with.
struct Basis {
  const KnownMachines& behind;  ///< the machines behind some units
  Date seen;                    ///< the day from which the count holds
  FirstCount first = FirstCount::no;
  const KnownMachines& passed_over;  ///< see `Night`
};

struct Comparison {
  std::vector<MachineEvent> events{};  ///< what happens to those behind the units
  Units units = 0;                     ///< billed then
  /// The machines then, where grace days or the caller ask for each of them.
  std::optional<KnownMachines> machines{};
};

Comparison compare(const ServiceCase& of, const Basis& basis, const NightRules& night);

/// The machines of the scope that do not count, or by grace days alone, as `ServiceSync::judged`.
std::vector<JudgedMachine> judge_machines(const ServiceCase& of,
                                          const std::optional<KnownMachines>& machines,
                                          bool all_machines);

}  // namespace billbyagent::app
