#include "app/machines/machine_changes.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace billbyagent::app {

std::vector<Machine> machines_without(const std::vector<Machine>& all,
                                      const std::vector<Machine>& without) {
  std::vector<Machine> left;
  std::set_difference(all.begin(), all.end(), without.begin(), without.end(),
                      std::back_inserter(left), by_agent);
  return left;
}

std::vector<Machine> after_events(const std::vector<Machine>& machines,
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

std::vector<Machine> machines_on(std::vector<MachineEvent> events, Date day) {
  std::erase_if(events, [&](const MachineEvent& event) { return day < event.seen; });
  std::stable_sort(events.begin(), events.end(),
                   [](const MachineEvent& a, const MachineEvent& b) { return a.seen < b.seen; });
  return after_events({}, events);
}

}  // namespace billbyagent::app
