#include "app/machines/known_machines.hpp"

#include <utility>

namespace billbyagent::app {

namespace {

MachineState state_after(MachineMove move) {
  if (move == MachineMove::waiting) return MachineState::waiting;
  return move == MachineMove::missing ? MachineState::missing : MachineState::billed;
}

}  // namespace

KnownMachines known_as_billed(std::vector<Machine> billed) {
  const Date unknown{limits::first_year, 1, 1};
  KnownMachines known;
  for (auto& machine : billed) {
    const AgentId agent = machine.agent;
    known.emplace_hint(known.end(), agent,
                       KnownMachine{std::move(machine), MachineState::billed, unknown});
  }
  return known;
}

KnownMachines known_after(KnownMachines before, const std::vector<MachineEvent>& events) {
  for (const auto& event : events) {
    if (goes(event.move)) {
      before.erase(event.agent);
    } else if (event.move == MachineMove::identified) {
      if (const auto at = before.find(event.agent); at != before.end())
        at->second.machine.hardware = event.hardware;
    } else {
      before.insert_or_assign(event.agent, KnownMachine{{event.agent, event.name, event.hardware},
                                                        state_after(event.move),
                                                        event.since.value_or(event.seen)});
    }
  }
  return before;
}

KnownMachines known_after(KnownMachines before, const std::vector<HeldReading>& readings) {
  for (const auto& reading : readings) before = known_after(std::move(before), reading.machines);
  return before;
}

std::vector<Machine> billed(const KnownMachines& known) {
  std::vector<Machine> machines;
  machines.reserve(known.size());
  for (const auto& [agent, entry] : known)
    if (entry.state != MachineState::waiting) machines.push_back(entry.machine);
  return machines;
}

Result<KnownMachines> load_known_machines(Transaction& transaction, const ServiceKey& key,
                                          const CountRule& rule) {
  if (!has_grace(rule)) {
    auto machines = transaction.machines(key);
    if (!machines) return machines.error();
    return known_as_billed(*std::move(machines));
  }
  auto events = transaction.machine_events(key);
  if (!events) return events.error();
  return known_after(KnownMachines{}, *events);
}

}  // namespace billbyagent::app
