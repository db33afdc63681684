#pragma once

/// Units that a person decides about: typed in, corrected for the past, or a held-back count
/// confirmed.

#include <string>
#include <vector>

#include "billbyagent/app/notices.hpp"
#include "billbyagent/ports/clock.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent {

struct UnitsDecision {
  ServiceKey key{};
  Date effective;  ///< from this day on, up to the next recorded change after it
  Units units = 0;
  std::string reason{};  ///< needed for the past and for derived services
  std::string author{};
};

/// Records units as from a day. For a service with manual units any day of its life may be named;
/// for a derived one only today or earlier: it corrects what the RMM said. The difference lines
/// follow by themselves for every period touched, posted or not. `nothing_to_do` when that day has
/// these units.
Result<UnitChange> record_units(Store& store, const Clock& clock, const TenantId& tenant,
                                const UnitsDecision& decision);

/// Takes the held-back readings of a service over, each with the day it was seen. `nothing_to_do`
/// when none are held.
Result<std::vector<UnitChange>> confirm_held(Store& store, const Clock& clock,
                                             const TenantId& tenant, const ServiceKey& key,
                                             const std::string& author);

namespace detail {

inline Result<Contract> contract_with_service(Transaction& transaction, const ServiceKey& key) {
  auto contract = transaction.contract(key.contract);
  if (!contract) return contract.error();
  if (!contract->find_service(key.service))
    return Error{Errc::not_found,
                 "service " + key.service.text() + " of contract " + key.contract.text()};
  return contract;
}

inline Result<void> check_decision(const UnitsDecision& decision, const Contract& contract,
                                   Date today) {
  const Service& service = *contract.find_service(decision.key.service);
  const auto life = contract.life_of(service);
  if (!life || !life->contains(decision.effective))
    return Error{Errc::out_of_range, to_string(decision.effective) +
                                         " is not a day on which service " + service.id().text() +
                                         " is in force"};
  if (service.agent_scope() && today < decision.effective)
    return Error{Errc::invalid_argument, to_string(decision.effective) +
                                             " lies ahead; a service that derives its units can "
                                             "only be corrected for the past"};
  const bool past = decision.effective < today;
  if ((past || service.agent_scope()) && decision.reason.empty())
    return Error{Errc::invalid_argument, "a correction needs a reason"};
  if (decision.reason.size() > limits::text_length_max)
    return Error{Errc::out_of_range, "the reason is too long"};
  return {};
}

inline Result<void> write_change(Transaction& transaction, const Contract& contract,
                                 const ServiceKey& key, const ToldChange& told, Instant now) {
  if (auto written = transaction.append_unit_change(key, told.change); !written)
    return written.error();
  if (const auto notice = units_changed_notice(contract, {told}, now))
    if (auto queued = transaction.append_notice(*notice); !queued) return queued.error();
  return {};
}

}  // namespace detail

inline Result<UnitChange> record_units(Store& store, const Clock& clock, const TenantId& tenant,
                                       const UnitsDecision& decision) {
  auto transaction = store.begin(tenant, Access::write);
  if (!transaction) return transaction.error();
  auto contract = detail::contract_with_service(**transaction, decision.key);
  if (!contract) return contract.error();
  const Date today = clock.today();
  if (auto checked = detail::check_decision(decision, *contract, today); !checked)
    return checked.error();
  auto history = (*transaction)->unit_history(decision.key);
  if (!history) return history.error();
  const Service& service = *contract->find_service(decision.key.service);
  const bool correction = decision.effective < today || service.agent_scope();
  const auto before = history->units_on(decision.effective);
  auto recorded = history->record(
      UnitChange{.effective = decision.effective,
                 .units = decision.units,
                 .reason = correction ? ChangeReason::correction : ChangeReason::manual,
                 .note = decision.reason,
                 .author = decision.author,
                 .recorded = clock.now()});
  if (!recorded) return recorded.error();
  if (!*recorded)
    return Error{Errc::nothing_to_do, "service " + service.id().text() + " has " +
                                          std::to_string(decision.units) + " units on " +
                                          to_string(decision.effective)};
  const UnitChange change = history->changes().back();
  const ToldChange told{service.id(), service.terms().name, before, change, {}};
  if (auto written =
          detail::write_change(**transaction, *contract, decision.key, told, clock.now());
      !written)
    return written.error();
  if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  return change;
}

inline Result<std::vector<UnitChange>> confirm_held(Store& store, const Clock& clock,
                                                    const TenantId& tenant, const ServiceKey& key,
                                                    const std::string& author) {
  auto transaction = store.begin(tenant, Access::write);
  if (!transaction) return transaction.error();
  auto contract = detail::contract_with_service(**transaction, key);
  if (!contract) return contract.error();
  auto readings = (*transaction)->held_readings(key);
  if (!readings) return readings.error();
  if (readings->empty())
    return Error{Errc::nothing_to_do, "no count of service " + key.service.text() + " is held"};
  auto history = (*transaction)->unit_history(key);
  if (!history) return history.error();
  const Service& service = *contract->find_service(key.service);
  std::vector<UnitChange> taken_over;
  for (const auto& reading : *readings) {
    const auto before = history->units_on(reading.effective);
    auto recorded = history->record(UnitChange{.effective = reading.effective,
                                               .units = reading.units,
                                               .reason = ChangeReason::confirmed_drop,
                                               .note = reading.why,
                                               .author = author,
                                               .recorded = clock.now()});
    if (!recorded) return recorded.error();
    if (auto moved = (*transaction)->append_machine_events(key, reading.machines); !moved)
      return moved.error();
    if (!*recorded) continue;
    const ToldChange told{service.id(), service.terms().name, before, history->changes().back(),
                          reading.machines};
    if (auto written = detail::write_change(**transaction, *contract, key, told, clock.now());
        !written)
      return written.error();
    taken_over.push_back(told.change);
  }
  if (auto ended = (*transaction)
                       ->end_held_readings(
                           key, {.how = HeldEnd::confirmed, .author = author, .when = clock.now()});
      !ended)
    return ended.error();
  if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  return taken_over;
}

}  // namespace billbyagent
