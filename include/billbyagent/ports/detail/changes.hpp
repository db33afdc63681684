#pragma once

/// The functions of `changes.hpp`.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/ports/changes.hpp"

namespace billbyagent {

BILLBYAGENT_INLINE void apply(const ServiceChanges& changes, ServiceDossier& service,
                              Wanted parts) {
  if (parts.has(Part::units))
    for (const auto& change : changes.units)
      ensure(service.units.record(change).has_value(), "a checked unit change was refused");
  if (parts.has(Part::digest) && changes.touch_digest()) service.digest = changes.digest;
  if (parts.has(Part::machines))
    service.machines = machines_after(std::move(service.machines), changes.events);
  if (parts.has(Part::events))
    service.events.insert(service.events.end(), changes.events.begin(), changes.events.end());
  if (!parts.has(Part::held)) return;
  if (changes.ending) {
    if (parts.has(Part::ended))
      for (auto& reading : service.held)
        service.ended.push_back({std::move(reading), *changes.ending});
    service.held.clear();
  }
  for (const auto& added : changes.held) {
    service.last_proposal = std::max(service.last_proposal, added.reading.proposal);
    if (!added.ending)
      service.held.push_back(added.reading);
    else if (parts.has(Part::ended))
      service.ended.push_back({added.reading, *added.ending});
  }
}

BILLBYAGENT_INLINE void apply(const NewBatch& added, Dossier& dossier, Wanted parts) {
  if (parts.has(Part::batch_count)) ++dossier.batch_count;
  if (!parts.has(Part::lines)) return;
  for (const auto& item : added.lines) {
    auto line = posted_in(added.batch, item);
    auto& lines = dossier.lines;
    const auto place = std::upper_bound(lines.begin(), lines.end(), line, by_service_and_period);
    lines.insert(place, std::move(line));
  }
}

BILLBYAGENT_INLINE void apply(const StateRecord& record, Dossier& dossier, Wanted parts) {
  if (!parts.has(Part::lines)) return;
  for (auto& line : dossier.lines)
    if (line.batch == record.batch) advance(line, record);
}

BILLBYAGENT_INLINE void apply(const Closing& closing, std::optional<Date>& closed_end) {
  if (closing.reopened && closed_end && *closing.reopened < *closed_end) closed_end.reset();
  if (closing.end) closed_end = closing.end;
}

BILLBYAGENT_INLINE Error deleted_before(const Tombstone& tombstone) {
  const std::string what = tombstone.service
                               ? name_of(ServiceKey{tombstone.contract, *tombstone.service})
                               : "contract " + tombstone.contract.text();
  return {Errc::deleted, what + " was deleted by " + tombstone.author + " at " +
                             to_string(tombstone.deleted) + ": " + tombstone.reason};
}

BILLBYAGENT_INLINE void apply(const Tombstone& tombstone, Dossier& dossier) {
  if (tombstone.contract != dossier.id || !tombstone.service) return;
  dossier.services.erase(*tombstone.service);
  if (!dossier.contract) return;
  auto terms = dossier.contract->terms();
  std::erase_if(terms.services,
                [&](const Service& each) { return each.id() == *tombstone.service; });
  auto without = Contract::create(std::move(terms));
  ensure(without.has_value(), "a contract does not stand without a service of its own");
  dossier.contract = *std::move(without);
}

BILLBYAGENT_INLINE void apply(const Changes& changes, Dossier& dossier, Wanted parts) {
  if (parts.has(Part::contract))
    if (const auto at = changes.contracts.find(dossier.id); at != changes.contracts.end())
      dossier.contract = at->second.after;
  for (auto at = changes.services.lower_bound({dossier.id, ServiceId{}});
       at != changes.services.end() && at->first.contract == dossier.id; ++at)
    apply(at->second, dossier.services[at->first.service], parts);
  for (const auto& added : changes.batches)
    if (added.batch.contract == dossier.id) apply(added, dossier, parts);
  for (const auto& record : changes.states) apply(record, dossier, parts);
  for (const auto& tombstone : changes.tombstones) apply(tombstone, dossier);
  if (parts.has(Part::closed))
    if (const auto at = changes.closings.find(dossier.id); at != changes.closings.end())
      apply(at->second, dossier.closed_end);
}

}  // namespace billbyagent
