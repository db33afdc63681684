#pragma once

/// Units, the machines behind them and held readings of a transaction.

#include <algorithm>
#include <set>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/ports/transaction.hpp"

namespace billbyagent {

namespace detail {

BILLBYAGENT_INLINE bool has_grace(const Contract& contract, const ServiceId& id) {
  const Service* service = contract.find_service(id);
  const AgentScope* scope = service ? service->agent_scope() : nullptr;
  return scope && billbyagent::has_grace(scope->rule);
}

}  // namespace detail

template <class T>
Result<T> Transaction::part(const ServiceKey& key, Part wanted, T ServiceDossier::*member) {
  return life_.reading([&]() -> Result<T> {
    auto service = find(key, wanted);
    if (!service) return service.error();
    return *service ? (*service)->*member : T{};
  });
}

BILLBYAGENT_INLINE Result<UnitHistory> Transaction::unit_history(const ServiceKey& key) {
  return part(key, Part::units, &ServiceDossier::units);
}
BILLBYAGENT_INLINE Result<std::vector<Machine>> Transaction::machines(const ServiceKey& key) {
  return part(key, Part::machines, &ServiceDossier::machines);
}
BILLBYAGENT_INLINE Result<std::vector<MachineEvent>> Transaction::machine_events(
    const ServiceKey& key) {
  return part(key, Part::events, &ServiceDossier::events);
}
BILLBYAGENT_INLINE Result<std::vector<HeldReading>> Transaction::held_readings(
    const ServiceKey& key) {
  return part(key, Part::held, &ServiceDossier::held);
}
BILLBYAGENT_INLINE Result<std::vector<EndedReading>> Transaction::ended_readings(
    const ServiceKey& key) {
  return part(key, Part::ended, &ServiceDossier::ended);
}

BILLBYAGENT_INLINE Result<PostingOutcome> Transaction::append_unit_change(
    const ServiceKey& key, const UnitChange& change) {
  return life_.writing([&]() -> Result<PostingOutcome> {
    auto service = find(key, Part::units);
    if (!service) return service.error();
    if (!*service) return detail::unknown(key);
    auto outcome = detail::record_unit_change(key, (*service)->units, change);
    if (outcome && *outcome == PostingOutcome::created) {
      changes_.services[key].units.push_back(change);
      // What was never counted is not billed; once it is, minimum and fees of all its days are.
      const bool first = change.sequence == 1;
      const Date begin = contracts_.at(key.contract).dossier.contract->terms().start;
      reopen(key.contract, first ? std::min(begin, change.effective) : change.effective);
    }
    return outcome;
  });
}

BILLBYAGENT_INLINE bool Transaction::settled_now(const ServiceKey& key, bool settled_before,
                                                 const std::vector<MachineEvent>& since) const {
  const Loaded& entry = contracts_.at(key.contract);
  // Without grace days nothing waits and nothing is missing.
  if (!detail::has_grace(*entry.dossier.contract, key.service)) return true;
  if (entry.have.has(Part::events))
    return unsettled_after({}, entry.dossier.services.at(key.service).events).empty();
  return settled_before && unsettled_after({}, since).empty();
}

BILLBYAGENT_INLINE Result<std::optional<MachinesDigest>> Transaction::machines_digest(
    const ServiceKey& key) {
  using Digest = std::optional<MachinesDigest>;
  return life_.reading([&]() -> Result<Digest> {
    auto service = find(key, Part::digest);
    if (!service) return service.error();
    if (!*service) return Digest{};
    if ((*service)->digest) return (*service)->digest;
    const bool grace =
        detail::has_grace(*contracts_.at(key.contract).dossier.contract, key.service);
    service = find(key, Part::digest | Part::machines | (grace ? Part::events : Part::machines));
    if (!service) return service.error();
    ensure(*service != nullptr, "a service vanished from its contract");
    if (settled_now(key, false, {})) (*service)->digest = digest_of((*service)->machines);
    if (access_ == Access::write && (*service)->digest)
      changes_.services[key].digest = (*service)->digest;
    return (*service)->digest;
  });
}

BILLBYAGENT_INLINE Result<void> Transaction::append_machine_events(
    const ServiceKey& key, const std::vector<MachineEvent>& events) {
  return life_.writing([&]() -> Result<void> {
    auto service = find(key, Part::digest | Part::machines);
    if (!service) return service.error();
    if (!*service) return detail::unknown(key);
    if (events.empty()) return {};
    const bool settled = (*service)->digest.has_value();
    apply(ServiceChanges{.events = events}, **service, contracts_.at(key.contract).have);
    auto& pending = changes_.services[key];
    pending.events.insert(pending.events.end(), events.begin(), events.end());
    pending.machines = digest_of((*service)->machines);
    pending.digest = settled_now(key, settled, events) ? pending.machines : std::nullopt;
    (*service)->digest = pending.digest;
    return {};
  });
}

BILLBYAGENT_INLINE std::set<ServiceKey> Transaction::without_buried(
    const std::vector<ServiceKey>& all) const {
  std::set<ServiceKey> keys{all.begin(), all.end()};
  for (const auto& each : changes_.tombstones)
    std::erase_if(keys, [&](const auto& key) { return each.is_of(key.contract, key.service); });
  return keys;
}

BILLBYAGENT_INLINE Result<std::vector<ServiceKey>> Transaction::services_with_machine_events_since(
    Date day) {
  return life_.reading([&]() -> Result<std::vector<ServiceKey>> {
    auto listed = session_->services_with(day);
    if (!listed) return listed;
    std::set<ServiceKey> keys = without_buried(*listed);
    for (const auto& [key, changed] : changes_.services)
      if (std::any_of(changed.events.begin(), changed.events.end(),
                      [&](const MachineEvent& event) { return event.seen >= day; }))
        keys.insert(key);
    return std::vector<ServiceKey>{keys.begin(), keys.end()};
  });
}

BILLBYAGENT_INLINE Result<std::vector<ServiceKey>> Transaction::services_with_held_readings() {
  return life_.reading([&]() -> Result<std::vector<ServiceKey>> {
    auto listed = session_->services_with(std::nullopt);
    if (!listed) return listed;
    std::set<ServiceKey> keys = without_buried(*listed);
    for (const auto& [key, changed] : changes_.services) {
      if (changed.ending) keys.erase(key);
      if (std::any_of(changed.held.begin(), changed.held.end(),
                      [](const NewHeldReading& added) { return !added.ending.has_value(); }))
        keys.insert(key);
    }
    return std::vector<ServiceKey>{keys.begin(), keys.end()};
  });
}

BILLBYAGENT_INLINE Result<void> Transaction::append_held_reading(const ServiceKey& key,
                                                                 const HeldReading& reading) {
  return life_.writing([&]() -> Result<void> {
    auto service = find(key, Part::held);
    if (!service) return service.error();
    if (!*service) return detail::unknown(key);
    if (auto good = detail::check_proposal(key, reading, (*service)->last_proposal); !good)
      return good;
    apply(ServiceChanges{.held = {{reading, {}}}}, **service, Part::held);
    changes_.services[key].held.push_back({reading, {}});
    return {};
  });
}

BILLBYAGENT_INLINE Result<void> Transaction::end_held_readings(const ServiceKey& key,
                                                               const HeldEnding& ending) {
  return life_.writing([&]() -> Result<void> {
    auto service = find(key, Part::held | Part::ended);
    if (!service) return service.error();
    if (!*service) return detail::unknown(key);
    if ((*service)->held.empty()) return {};
    auto& pending = changes_.services[key];
    std::size_t new_ones = 0;
    for (auto& added : pending.held) {
      if (added.ending) continue;
      added.ending = ending;
      ++new_ones;
    }
    if (new_ones < (*service)->held.size()) pending.ending = ending;
    apply(ServiceChanges{.ending = ending}, **service, Part::held | Part::ended);
    return {};
  });
}

}  // namespace billbyagent
