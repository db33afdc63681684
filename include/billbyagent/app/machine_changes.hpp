#pragma once

/// What events make of the machines behind a service's units. Pure.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/domain/evidence.hpp"

namespace billbyagent {

/// What the caller knows about a machine that came or went.
struct MachinePlaces {
  /// Where a machine that no longer counts is now, or nothing when the RMM no longer shows it.
  std::function<std::optional<std::string>(const AgentId&)> now;
  /// Where a machine that now counts was counted before, or nothing when nowhere.
  std::function<std::optional<std::string>(const AgentId&)> before;
};

/// The billed machines that are left when `events` happen to `machines`; by agent id.
inline std::vector<Machine> after_events(const std::vector<Machine>& machines,
                                         const std::vector<MachineEvent>& events) {
  std::map<AgentId, Machine> standing;
  for (const auto& machine : machines) standing.emplace(machine.agent, machine);
  for (const auto& event : events) {
    if (comes(event.move))
      standing.insert_or_assign(event.agent, Machine{event.agent, event.name, event.hardware});
    else if (goes(event.move))
      standing.erase(event.agent);
  }
  std::vector<Machine> left;
  left.reserve(standing.size());
  for (auto& [agent, machine] : standing) left.push_back(std::move(machine));
  return left;
}

}  // namespace billbyagent
