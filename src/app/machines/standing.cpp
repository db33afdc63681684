#include "billbyagent/app/standing.hpp"

#include <utility>

namespace billbyagent {

namespace {

Stand stand_after(MachineMove move) {
  if (move == MachineMove::waiting) return Stand::waiting;
  return move == MachineMove::missing ? Stand::missing : Stand::billed;
}

}  // namespace

Standing standing_of(std::vector<Machine> billed) {
  const Date unknown{limits::first_year, 1, 1};
  Standing standing;
  for (auto& machine : billed) {
    const AgentId agent = machine.agent;
    standing.emplace_hint(standing.end(), agent,
                          StandingMachine{std::move(machine), Stand::billed, unknown});
  }
  return standing;
}

Standing standing_after(Standing before, const std::vector<MachineEvent>& events) {
  for (const auto& event : events) {
    if (goes(event.move)) {
      before.erase(event.agent);
    } else if (event.move == MachineMove::identified) {
      if (const auto at = before.find(event.agent); at != before.end())
        at->second.machine.hardware = event.hardware;
    } else {
      before.insert_or_assign(event.agent,
                              StandingMachine{{event.agent, event.name, event.hardware},
                                              stand_after(event.move),
                                              event.since.value_or(event.seen)});
    }
  }
  return before;
}

Standing standing_with(Standing before, const std::vector<HeldReading>& readings) {
  for (const auto& reading : readings) before = standing_after(std::move(before), reading.machines);
  return before;
}

std::vector<Machine> billed(const Standing& standing) {
  std::vector<Machine> machines;
  machines.reserve(standing.size());
  for (const auto& [agent, entry] : standing)
    if (entry.stand != Stand::waiting) machines.push_back(entry.machine);
  return machines;
}

Result<Standing> load_standing(Transaction& transaction, const ServiceKey& key,
                               const CountRule& rule) {
  if (!has_grace(rule)) {
    auto machines = transaction.machines(key);
    if (!machines) return machines.error();
    return standing_of(*std::move(machines));
  }
  auto events = transaction.machine_events(key);
  if (!events) return events.error();
  return standing_after(Standing{}, *events);
}

}  // namespace billbyagent
