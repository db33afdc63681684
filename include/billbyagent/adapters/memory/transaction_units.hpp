#pragma once

/// Units, the machines behind them and held readings in `MemoryStore`.

#include "billbyagent/adapters/memory/transaction.hpp"

namespace billbyagent::detail {

inline Result<UnitHistory> MemoryTransaction::unit_history(const ServiceKey& key) {
  return life_.reading([&]() -> Result<UnitHistory> {
    const MemoryService* service = find(key);
    return service ? service->history : UnitHistory{};
  });
}

inline Result<PostingOutcome> MemoryTransaction::append_unit_change(const ServiceKey& key,
                                                                    const UnitChange& change) {
  return life_.writing([&]() -> Result<PostingOutcome> {
    const MemoryService* service = find(key);
    if (!service) return Error{Errc::not_found, name_of(key)};
    auto verdict = judge_unit_change(key, service->history, change);
    if (!verdict || *verdict != PostingOutcome::created) return verdict;
    if (auto recorded = edit(key).history.record(change); !recorded) return recorded.error();
    return PostingOutcome::created;
  });
}

inline Result<std::vector<Machine>> MemoryTransaction::machines(const ServiceKey& key) {
  return life_.reading([&]() -> Result<std::vector<Machine>> {
    std::vector<Machine> machines;
    if (const MemoryService* service = find(key))
      for (const auto& [agent, machine] : service->machines) machines.push_back(machine);
    return machines;
  });
}

inline Result<void> MemoryTransaction::append_machine_events(
    const ServiceKey& key, const std::vector<MachineEvent>& events) {
  return life_.writing([&]() -> Result<void> {
    if (!find(key)) return Error{Errc::not_found, name_of(key)};
    auto& service = edit(key);
    for (const auto& event : events) {
      service.events.push_back(event);
      if (comes(event.move))
        service.machines.insert_or_assign(event.agent,
                                          Machine{event.agent, event.name, event.hardware});
      else if (goes(event.move))
        service.machines.erase(event.agent);
      else if (const auto at = service.machines.find(event.agent);
               at != service.machines.end() && event.move == MachineMove::identified)
        at->second.hardware = event.hardware;
    }
    return {};
  });
}

inline Result<std::vector<MachineEvent>> MemoryTransaction::machine_events(const ServiceKey& key) {
  return life_.reading([&]() -> Result<std::vector<MachineEvent>> {
    const MemoryService* service = find(key);
    return service ? service->events : std::vector<MachineEvent>{};
  });
}

inline Result<std::vector<HeldReading>> MemoryTransaction::held_readings(const ServiceKey& key) {
  return life_.reading([&]() -> Result<std::vector<HeldReading>> {
    std::vector<HeldReading> open;
    if (const MemoryService* service = find(key))
      for (const auto& held : service->held)
        if (!held.end) open.push_back(held.reading);
    return open;
  });
}

inline Result<std::vector<EndedReading>> MemoryTransaction::ended_readings(const ServiceKey& key) {
  return life_.reading([&]() -> Result<std::vector<EndedReading>> {
    std::vector<EndedReading> ended;
    if (const MemoryService* service = find(key))
      for (const auto& held : service->held)
        if (held.end) ended.push_back({held.reading, *held.end});
    return ended;
  });
}

template <class Wanted>
std::vector<ServiceKey> MemoryTransaction::services_where(Wanted wanted) const {
  std::vector<ServiceKey> keys;
  for (const auto& [contract, saved] : *state_.contracts)
    for (const auto& [service, record] : saved->services)
      if (wanted(*record)) keys.push_back({contract, service});
  return keys;
}

inline Result<std::vector<ServiceKey>> MemoryTransaction::services_with_machine_events_since(
    Date day) {
  return life_.reading([&]() -> Result<std::vector<ServiceKey>> {
    return services_where([&](const MemoryService& service) {
      return std::any_of(service.events.begin(), service.events.end(),
                         [&](const MachineEvent& event) { return event.seen >= day; });
    });
  });
}

inline Result<std::vector<ServiceKey>> MemoryTransaction::services_with_held_readings() {
  return life_.reading([&]() -> Result<std::vector<ServiceKey>> {
    return services_where([](const MemoryService& service) {
      return std::any_of(service.held.begin(), service.held.end(),
                         [](const MemoryHeld& held) { return !held.end.has_value(); });
    });
  });
}

inline Result<void> MemoryTransaction::append_held_reading(const ServiceKey& key,
                                                           const HeldReading& reading) {
  return life_.writing([&]() -> Result<void> {
    const MemoryService* service = find(key);
    if (!service) return Error{Errc::not_found, name_of(key)};
    std::int32_t last = 0;
    for (const auto& held : service->held) last = std::max(last, held.reading.proposal);
    if (auto good = check_proposal(key, reading, last); !good) return good;
    edit(key).held.push_back({reading, std::nullopt});
    return {};
  });
}

inline Result<void> MemoryTransaction::end_held_readings(const ServiceKey& key,
                                                         const HeldEnding& ending) {
  return life_.writing([&]() -> Result<void> {
    if (!find(key)) return Error{Errc::not_found, name_of(key)};
    for (auto& held : edit(key).held)
      if (!held.end) held.end = ending;
    return {};
  });
}

}  // namespace billbyagent::detail
