#pragma once

/// What events make of the machines behind a service's units. Pure.

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/domain/evidence.hpp"

namespace billbyagent {

/// What the caller knows about a machine that came or went.
struct MachinePlaces {
  /// Where the agent of a machine that no longer counts is now, or why it does not count; nothing
  /// when the RMM no longer shows it.
  std::function<std::optional<std::string>(const AgentId&)> now;
  /// Where another agent on its hardware is, or nothing.
  std::function<std::optional<std::string>(const Machine&)> on_hardware;
  /// Where a machine that now counts was counted before, or nothing when nowhere.
  std::function<std::optional<std::string>(const Machine&)> before;

  static MachinePlaces unknown() {
    const auto nowhere = [](const auto&) { return std::optional<std::string>{}; };
    return {.now = nowhere, .on_hardware = nowhere, .before = nowhere};
  }
};

/// Those of `all` that are not in `without`; both by agent id.
inline std::vector<Machine> machines_without(const std::vector<Machine>& all,
                                             const std::vector<Machine>& without) {
  std::vector<Machine> left;
  std::set_difference(all.begin(), all.end(), without.begin(), without.end(),
                      std::back_inserter(left), by_agent);
  return left;
}

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
    else if (const auto at = standing.find(event.agent);
             at != standing.end() && event.move == MachineMove::identified)
      at->second.hardware = event.hardware;
  }
  std::vector<Machine> left;
  left.reserve(standing.size());
  for (auto& [agent, machine] : standing) left.push_back(std::move(machine));
  return left;
}

/// The machines that are left on `day` by all events seen up to it, in whatever order those were
/// appended (a correction can be about an earlier day); by agent id.
inline std::vector<Machine> machines_on(std::vector<MachineEvent> events, Date day) {
  std::erase_if(events, [&](const MachineEvent& event) { return day < event.seen; });
  std::stable_sort(events.begin(), events.end(),
                   [](const MachineEvent& a, const MachineEvent& b) { return a.seen < b.seen; });
  return after_events({}, events);
}

}  // namespace billbyagent
