#pragma once

/// The functions of `dossier.hpp`.

#include <string>
#include <utility>
#include <vector>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/ports/dossier.hpp"

namespace billbyagent {

namespace detail {

/// Works for copies and moves alike: `From` is a reference to a dossier.
template <class From>
void take_service(ServiceDossier& to, From&& from, Wanted parts) {
  if (parts.has(Part::units)) to.units = std::forward<From>(from).units;
  if (parts.has(Part::digest)) to.digest = std::forward<From>(from).digest;
  if (parts.has(Part::machines)) to.machines = std::forward<From>(from).machines;
  if (parts.has(Part::events)) to.events = std::forward<From>(from).events;
  if (parts.has(Part::held)) {
    to.held = std::forward<From>(from).held;
    to.last_proposal = from.last_proposal;
  }
  if (parts.has(Part::ended)) to.ended = std::forward<From>(from).ended;
}

}  // namespace detail

BILLBYAGENT_INLINE EverPosted ever_posted(const Dossier& dossier) {
  EverPosted posted{.contract = !dossier.lines.empty()};
  for (const auto& line : dossier.lines) posted.services.insert(line.line.key.service);
  return posted;
}

BILLBYAGENT_INLINE Dossier part_of(const Dossier& whole, Wanted parts) {
  Dossier part{.id = whole.id};
  if (parts.has(Part::contract)) part.contract = whole.contract;
  for (const auto& [id, service] : whole.services)
    detail::take_service(part.services[id], service, parts);
  if (parts.has(Part::lines)) part.lines = whole.lines;
  if (parts.has(Part::batch_count)) part.batch_count = whole.batch_count;
  if (parts.has(Part::closed)) part.closed_end = whole.closed_end;
  return part;
}

BILLBYAGENT_INLINE void merge(Dossier& dossier, Dossier more, Wanted parts) {
  if (parts.has(Part::contract)) dossier.contract = std::move(more.contract);
  for (auto& [id, service] : more.services)
    detail::take_service(dossier.services[id], std::move(service), parts);
  if (parts.has(Part::lines)) dossier.lines = std::move(more.lines);
  if (parts.has(Part::batch_count)) dossier.batch_count = more.batch_count;
  if (parts.has(Part::closed)) dossier.closed_end = more.closed_end;
}

BILLBYAGENT_INLINE Result<UnitHistory> history_of(const ServiceKey& key,
                                                  std::vector<UnitChange> changes) {
  UnitHistory history;
  for (auto& change : changes) {
    const auto sequence = change.sequence;
    auto recorded = history.record(std::move(change));
    if (recorded && *recorded && history.changes().back().sequence == sequence) continue;
    return Error{Errc::store_failed,
                 name_of(key) + " as stored: unit change " + std::to_string(sequence) +
                     (recorded ? " is out of order" : ": " + to_string(recorded.error()))};
  }
  return history;
}

}  // namespace billbyagent
