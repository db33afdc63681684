#pragma once

/// The difference between the machines that counted and those that count now, as events. Pure.

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
  /// Where a machine that no longer counts is now, or nothing when the RMM no longer shows it.
  std::function<std::optional<std::string>(const AgentId&)> now;
  /// Where a machine that now counts was counted before, or nothing when nowhere.
  std::function<std::optional<std::string>(const AgentId&)> before;
};

/// Those of `all` that are not in `without`; both by agent id.
inline std::vector<Machine> machines_without(const std::vector<Machine>& all,
                                             const std::vector<Machine>& without) {
  std::vector<Machine> left;
  std::set_difference(all.begin(), all.end(), without.begin(), without.end(),
                      std::back_inserter(left), by_agent);
  return left;
}

/// Both lists by agent id. Events by agent id, machines that went first.
inline std::vector<MachineEvent> machine_changes(const std::vector<Machine>& before,
                                                 const std::vector<Machine>& after, Date seen,
                                                 const MachinePlaces& places) {
  std::vector<MachineEvent> events;
  for (const auto& machine : machines_without(before, after)) {
    const auto place = places.now(machine.agent);
    events.push_back({seen, place ? MachineMove::moved_out : MachineMove::removed, machine.agent,
                      machine.name, place.value_or("")});
  }
  for (const auto& machine : machines_without(after, before)) {
    const auto place = places.before(machine.agent);
    events.push_back({seen, place ? MachineMove::moved_in : MachineMove::added, machine.agent,
                      machine.name, place.value_or("")});
  }
  return events;
}

/// The machines that are left when `events` happen to `machines`; by agent id.
inline std::vector<Machine> after_events(const std::vector<Machine>& machines,
                                         const std::vector<MachineEvent>& events) {
  std::map<AgentId, std::string> standing;
  for (const auto& machine : machines) standing.emplace(machine.agent, machine.name);
  for (const auto& event : events) {
    if (comes(event.move))
      standing.insert_or_assign(event.agent, event.name);
    else
      standing.erase(event.agent);
  }
  std::vector<Machine> left;
  left.reserve(standing.size());
  for (auto& [agent, name] : standing) left.push_back({agent, name});
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
