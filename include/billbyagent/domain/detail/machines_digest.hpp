#pragma once

/// The functions of `machines_digest.hpp`.

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/domain/machines_digest.hpp"

namespace billbyagent {

BILLBYAGENT_INLINE MachinesDigest digest_of(const std::vector<Machine>& machines) {
  MachinesDigester digester;
  for (const auto& machine : machines)
    digester.add(machine.agent.text(), machine.hardware.serial, machine.hardware.mac);
  return digester.digest();
}

BILLBYAGENT_INLINE std::vector<Machine> machines_after(std::vector<Machine> machines,
                                                       const std::vector<MachineEvent>& events) {
  for (const auto& event : events) {
    Machine moved{event.agent, event.name, event.hardware};
    const auto at = std::lower_bound(machines.begin(), machines.end(), moved, by_agent);
    const bool there = at != machines.end() && at->agent == event.agent;
    if (comes(event.move) && there)
      *at = std::move(moved);
    else if (comes(event.move))
      machines.insert(at, std::move(moved));
    else if (goes(event.move) && there)
      machines.erase(at);
    else if (event.move == MachineMove::identified && there)
      at->hardware = std::move(moved.hardware);
  }
  return machines;
}

BILLBYAGENT_INLINE std::set<AgentId> unsettled_after(std::set<AgentId> unsettled,
                                                     const std::vector<MachineEvent>& events) {
  for (const auto& event : events) {
    if (event.move == MachineMove::waiting || event.move == MachineMove::missing)
      unsettled.insert(event.agent);
    else if (event.move != MachineMove::identified)
      unsettled.erase(event.agent);
  }
  return unsettled;
}

}  // namespace billbyagent
