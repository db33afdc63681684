#pragma once

/// The machines behind a service's units with what is known of each: billed, missing or waiting.
/// All of it follows from the events of the past, so that a night can be repeated.

#include <map>
#include <utility>
#include <vector>

#include "billbyagent/domain/agent_scope.hpp"
#include "billbyagent/domain/evidence.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent {

enum class Stand : std::uint8_t {
  billed,
  missing,  ///< billed, though it is gone: in its grace days
  waiting,  ///< counts, but is not billed yet: in its grace days
};

struct StandingMachine {
  Machine machine{};
  Stand stand = Stand::billed;
  Date since;  ///< the first day on which it was missing, waiting or billed

  friend bool operator==(const StandingMachine&, const StandingMachine&) = default;
};

/// The machines that a service's events know of, but for those that left.
using Standing = std::map<AgentId, StandingMachine>;

/// What is left when `events` happen.
Standing standing_after(Standing before, const std::vector<MachineEvent>& events);

/// What is left when readings, which were to be taken over one by one, have been.
Standing standing_with(Standing before, const std::vector<HeldReading>& readings);

/// The billed machines, those that are missing included, by agent id.
std::vector<Machine> billed(const Standing& standing);

/// The machines behind a service's present units. Only grace days need the whole past; without them
/// `since` means nothing.
Result<Standing> load_standing(Transaction& transaction, const ServiceKey& key,
                               const CountRule& rule);

namespace detail {

inline Stand stand_after(MachineMove move) {
  if (move == MachineMove::waiting) return Stand::waiting;
  return move == MachineMove::missing ? Stand::missing : Stand::billed;
}

/// `billed` by agent id.
inline Standing standing_of(std::vector<Machine> billed) {
  const Date unknown{limits::first_year, 1, 1};
  Standing standing;
  for (auto& machine : billed) {
    const AgentId agent = machine.agent;
    standing.emplace_hint(standing.end(), agent,
                          StandingMachine{std::move(machine), Stand::billed, unknown});
  }
  return standing;
}

}  // namespace detail

inline Standing standing_after(Standing before, const std::vector<MachineEvent>& events) {
  for (const auto& event : events) {
    if (goes(event.move)) {
      before.erase(event.agent);
    } else if (event.move == MachineMove::identified) {
      if (const auto at = before.find(event.agent); at != before.end())
        at->second.machine.hardware = event.hardware;
    } else {
      before.insert_or_assign(event.agent,
                              StandingMachine{{event.agent, event.name, event.hardware},
                                              detail::stand_after(event.move),
                                              event.since.value_or(event.seen)});
    }
  }
  return before;
}

inline Standing standing_with(Standing before, const std::vector<HeldReading>& readings) {
  for (const auto& reading : readings) before = standing_after(std::move(before), reading.machines);
  return before;
}

inline std::vector<Machine> billed(const Standing& standing) {
  std::vector<Machine> machines;
  machines.reserve(standing.size());
  for (const auto& [agent, entry] : standing)
    if (entry.stand != Stand::waiting) machines.push_back(entry.machine);
  return machines;
}

inline Result<Standing> load_standing(Transaction& transaction, const ServiceKey& key,
                                      const CountRule& rule) {
  if (!has_grace(rule)) {
    auto machines = transaction.machines(key);
    if (!machines) return machines.error();
    return detail::standing_of(*std::move(machines));
  }
  auto events = transaction.machine_events(key);
  if (!events) return events.error();
  return standing_after(Standing{}, *events);
}

}  // namespace billbyagent
