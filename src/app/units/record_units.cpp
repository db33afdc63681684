#include "billbyagent/app/record_units.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "app/request.hpp"
#include "app/units/decisions.hpp"
#include "app/units/held_readings.hpp"
#include "app/units/named_service.hpp"
#include "app/units/record_changes.hpp"

namespace billbyagent {

using app::contract_with_service;
using app::record;
using app::take_over_readings;

std::int32_t newest_proposal(const std::vector<HeldReading>& readings) {
  std::int32_t newest = 0;
  for (const auto& reading : readings) newest = std::max(newest, reading.proposal);
  return newest;
}

namespace {

Result<void> check_decision(const UnitsDecision& decision, const Contract& contract, Date today) {
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

Result<std::vector<HeldReading>> open_readings(Transaction& transaction, const ServiceKey& key) {
  auto readings = transaction.held_readings(key);
  if (readings && readings->empty())
    return Error{Errc::nothing_to_do,
                 "no count of service " + key.service.text() + " is held or proposed"};
  return readings;
}

/// A person confirms what was seen, not what came since.
Result<void> check_proposal_seen(const ServiceKey& key, const std::vector<HeldReading>& readings,
                                 std::optional<std::int32_t> seen) {
  const std::int32_t newest = newest_proposal(readings);
  if (seen.value_or(newest) == newest) return {};
  const std::string named =
      "proposal " + std::to_string(*seen) + " of service " + key.service.text();
  if (newest == 0) return Error{Errc::conflicts, named + ": no proposal is open"};
  return Error{Errc::conflicts, named + " is not the newest; that is " + std::to_string(newest)};
}

Result<void> write_change(Transaction& transaction, const Contract& contract, const ServiceKey& key,
                          const ToldChange& told, Instant now) {
  if (auto written = transaction.append_unit_change(key, told.change); !written)
    return written.error();
  if (const auto notice = units_changed_notice(contract, {told}, now))
    if (auto queued = transaction.append_notice(*notice); !queued) return queued.error();
  return {};
}

}  // namespace

Result<UnitChange> app::record_decision(Transaction& transaction, const UnitsDecision& decision,
                                        const Decider& by) {
  auto contract = contract_with_service(transaction, decision.key);
  if (!contract) return contract.error();
  if (auto checked = check_decision(decision, *contract, by.today); !checked)
    return checked.error();
  auto history = transaction.unit_history(decision.key);
  if (!history) return history.error();
  const Service& service = *contract->find_service(decision.key.service);
  const bool correction = decision.effective < by.today || service.agent_scope();
  const auto before = history->units_on(decision.effective);
  auto recorded = history->record(
      UnitChange{.effective = decision.effective,
                 .units = decision.units,
                 .reason = correction ? ChangeReason::correction : ChangeReason::manual,
                 .note = decision.reason,
                 .author = decision.author,
                 .recorded = by.now});
  if (!recorded) return recorded.error();
  if (!*recorded)
    return Error{Errc::nothing_to_do, "service " + service.id().text() + " has " +
                                          std::to_string(decision.units) + " units on " +
                                          to_string(decision.effective)};
  // Not const: it is moved out after the commit, where nothing may fail any more.
  UnitChange change = history->changes().back();
  const ToldChange told{service.id(), service.name_on(change.effective), before, change, {}};
  if (auto written = write_change(transaction, *contract, decision.key, told, by.now); !written)
    return written.error();
  return change;
}

Result<std::vector<UnitChange>> app::confirm(Transaction& transaction, const ServiceKey& key,
                                             const Decider& by,
                                             std::optional<std::int32_t> proposal) {
  auto contract = contract_with_service(transaction, key);
  if (!contract) return contract.error();
  auto readings = open_readings(transaction, key);
  if (!readings) return readings.error();
  if (auto seen = check_proposal_seen(key, *readings, proposal); !seen) return seen.error();
  auto history = transaction.unit_history(key);
  if (!history) return history.error();
  auto taken = take_over_readings(*contract->find_service(key.service), *readings, *history,
                                  by.author, by.now);
  if (!taken) return taken.error();
  if (auto recorded = record(transaction, key, taken->writes); !recorded) return recorded.error();
  std::vector<UnitChange> taken_over;
  for (const auto& each : taken->told) {
    if (const auto notice = units_changed_notice(*contract, {each}, by.now))
      if (auto queued = transaction.append_notice(*notice); !queued) return queued.error();
    taken_over.push_back(each.change);
  }
  return taken_over;
}

Result<std::vector<HeldReading>> app::reject(Transaction& transaction, const ServiceKey& key,
                                             const Decider& by, const std::string& reason) {
  if (reason.empty()) return Error{Errc::invalid_argument, "a rejection needs a reason"};
  if (reason.size() > limits::text_length_max)
    return Error{Errc::out_of_range, "the reason is too long"};
  auto contract = contract_with_service(transaction, key);
  if (!contract) return contract.error();
  auto readings = open_readings(transaction, key);
  if (!readings) return readings;
  if (auto ended =
          transaction.end_held_readings(key, {HeldEnd::rejected, by.author, reason, by.now});
      !ended)
    return ended.error();
  return readings;
}

namespace {

/// What was recorded at that moment.
Result<std::vector<UnitChange>> changes_recorded(Transaction& transaction, const ServiceKey& key,
                                                 Instant when) {
  auto history = transaction.unit_history(key);
  if (!history) return history.error();
  std::vector<UnitChange> changes;
  for (const auto& change : history->changes())
    if (change.recorded == when) changes.push_back(change);
  return changes;
}

Result<std::vector<HeldReading>> readings_ended(Transaction& transaction, const ServiceKey& key,
                                                Instant when) {
  auto ended = transaction.ended_readings(key);
  if (!ended) return ended.error();
  std::vector<HeldReading> readings;
  for (const auto& each : *ended)
    if (each.ending.when == when) readings.push_back(each.reading);
  return readings;
}

}  // namespace

Result<UnitChange> record_units(const Desk& desk, const UnitsDecision& decision) {
  const auto again = [&](Transaction& transaction, Instant when) -> Result<UnitChange> {
    auto changes = changes_recorded(transaction, decision.key, when);
    if (!changes) return changes.error();
    const auto same = [&](const UnitChange& change) {
      return change.effective == decision.effective && change.units == decision.units;
    };
    const auto at = std::find_if(changes->begin(), changes->end(), same);
    ensure(at != changes->end(), "a correction on record has no change");
    return *at;
  };
  const std::string subject = to_string(decision.key) + ": " + std::to_string(decision.units) +
                              " units from " + to_string(decision.effective);
  return app::decided_once(
      desk, {decision.request, "correct", subject},
      [&](Transaction& transaction, Instant now) {
        return app::record_decision(transaction, decision,
                                    {decision.author, desk.clock.today(), now});
      },
      again);
}

Result<std::vector<UnitChange>> confirm_held(const Desk& desk, const ServiceKey& key,
                                             const std::string& author,
                                             std::optional<std::int32_t> proposal,
                                             const std::string& request) {
  const std::string number = proposal ? " proposal " + std::to_string(*proposal) : "";
  return app::decided_once(
      desk, {request, "confirm", to_string(key) + number},
      [&](Transaction& transaction, Instant now) {
        return app::confirm(transaction, key, {author, desk.clock.today(), now}, proposal);
      },
      [&](Transaction& transaction, Instant when) {
        return changes_recorded(transaction, key, when);
      });
}

Result<std::vector<HeldReading>> reject_held(const Desk& desk, const ServiceKey& key,
                                             const std::string& author, const std::string& reason,
                                             const std::string& request) {
  return app::decided_once(
      desk, {request, "reject", to_string(key)},
      [&](Transaction& transaction, Instant now) {
        return app::reject(transaction, key, {author, desk.clock.today(), now}, reason);
      },
      [&](Transaction& transaction, Instant when) {
        return readings_ended(transaction, key, when);
      });
}

}  // namespace billbyagent
