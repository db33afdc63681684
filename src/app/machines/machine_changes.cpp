#include "app/machines/machine_changes.hpp"

#include <algorithm>
#include <iterator>

#include "billbyagent/domain/machines_digest.hpp"

namespace billbyagent::app {

std::vector<Machine> machines_without(const std::vector<Machine>& all,
                                      const std::vector<Machine>& without) {
  std::vector<Machine> left;
  std::set_difference(all.begin(), all.end(), without.begin(), without.end(),
                      std::back_inserter(left), by_agent);
  return left;
}

std::vector<Machine> machines_on(std::vector<MachineEvent> events, Date day) {
  std::erase_if(events, [&](const MachineEvent& event) { return day < event.seen; });
  std::stable_sort(events.begin(), events.end(),
                   [](const MachineEvent& a, const MachineEvent& b) { return a.seen < b.seen; });
  return machines_after({}, events);
}

}  // namespace billbyagent::app
