#pragma once

/// Night by night: what happens to the machines behind a service's units when others count. A new
/// machine waits until its grace days are over, one that is gone is billed until its own are over,
/// and a machine that comes back under another agent id on the same hardware is the same machine.
/// Without grace days a machine comes and goes the night it is seen to. Pure.
///
/// A repeated night finds nothing new, and the one after a skipped one does what that would have
/// done, as of its own day. What no night saw is not held against a machine: one that is back after
/// its grace days, with no night since to see that they were over, was never gone.

#include <vector>

#include "app/machines/known_machines.hpp"
#include "app/machines/machine_changes.hpp"

namespace billbyagent::app {

/// Machines found at a service's first count are not new: they are billed at once.
enum class FirstCount : std::uint8_t { no, yes };

/// What a night has to compare.
struct Night {
  const std::vector<Machine>& counted;  ///< the machines that count, by agent id
  const CountRule& rule;
  Date seen;
  FirstCount first = FirstCount::no;
  /// What readings that wait for a person would make of `before`. Waits and absences that they saw
  /// begin go on, also when the night passes the readings over.
  const KnownMachines& passed_over;
};

/// Machines that go or are missing first, then those that come, each by agent id.
std::vector<MachineEvent> changes_of(const KnownMachines& before, const Night& night,
                                     const MachinePlaces& places);

}  // namespace billbyagent::app
