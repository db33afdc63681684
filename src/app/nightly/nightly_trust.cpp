// What a night makes of a count, by the trust that the contract puts in it.

#include "app/nightly/nightly_sync.hpp"
#include "app/units/held_readings.hpp"
#include "billbyagent/app/record_units.hpp"

namespace billbyagent::app {

Result<void> NightlySync::decide(Transaction& transaction, CountedService& counted,
                                 UnitHistory& history, ServiceSync& outcome,
                                 std::vector<ToldChange>& told) {
  outcome.proposal = newest_proposal(counted.open);
  switch (counted.contract.terms().trust) {
    case Trust::observe: {
      const bool same = outcome.counted == outcome.before && outcome.machines.empty();
      outcome.status = same ? SyncStatus::unchanged : SyncStatus::observed;
      return {};
    }
    case Trust::propose:
      return propose(transaction, counted, history, outcome, told);
    case Trust::automatic:
      break;
  }
  if (outcome.proposal > 0) {
    // Proposed while the contract was trusted less. A drop among it still needs a person.
    if (all_believed(counted.open, outcome.before, options_.guard))
      return take_over_proposal(transaction, counted, history, outcome, told);
    return propose(transaction, counted, history, outcome, told);
  }
  return outcome.held_why.empty() ? accept(transaction, counted, history, outcome, told)
                                  : hold(transaction, counted, history, outcome);
}

Result<void> NightlySync::propose(Transaction& transaction, CountedService& counted,
                                  UnitHistory& history, ServiceSync& outcome,
                                  std::vector<ToldChange>& told) {
  if (outcome.proposal == 0 && outcome.held_why.empty()) {
    // Held back while the contract was trusted more: a plausible count settles it as ever.
    if (auto dissolved = dissolve_held(transaction, counted); !dissolved) return dissolved;
    counted.open.clear();
  }
  if (counted.open.empty() && outcome.counted == outcome.before)
    return accept(transaction, counted, history, outcome, told);
  auto ended = transaction.ended_readings(outcome.key);
  if (!ended) return ended.error();
  if (counted.open.empty() && rejected_before(*ended, history, *outcome.counted)) {
    outcome.status = SyncStatus::rejected;
    return keep_grace(transaction, outcome);
  }
  return append_proposal(transaction, counted, *ended, outcome);
}

Result<void> NightlySync::append_proposal(Transaction& transaction, CountedService& counted,
                                          const std::vector<EndedReading>& ended,
                                          ServiceSync& outcome) {
  auto& open = counted.open;
  const bool first = open.empty() && !outcome.before;
  const auto units = open.empty() ? outcome.before : open.back().units;
  const Date seen = first ? counted.service.terms().effective : today_;
  // Against what is proposed already, where grace days go on.
  auto machines = compare(counted, standing_with(counted.confirmed, open), seen,
                          first ? FirstCount::yes : FirstCount::no, outcome);
  if (has_grace(counted.service.agent_scope()->rule)) {
    outcome.machines.clear();
    for (const auto& reading : open)
      outcome.machines.insert(outcome.machines.end(), reading.machines.begin(),
                              reading.machines.end());
    outcome.machines.insert(outcome.machines.end(), machines.begin(), machines.end());
  }
  if (!open.empty() && units == outcome.counted && machines.empty()) {
    outcome.status = outcome.proposal > 0 ? SyncStatus::proposed : SyncStatus::held;
    return {};
  }
  const std::string step = (units ? std::to_string(*units) : std::string{"not counted"}) + " -> " +
                           std::to_string(*outcome.counted);
  const auto doubt = units ? options_.guard.reason_to_hold(*units, *outcome.counted) : std::nullopt;
  open.push_back({.effective = seen,
                  .units = *outcome.counted,
                  .cause = HeldCause::proposed,
                  .proposal = next_proposal(open, ended),
                  .why = doubt.value_or(step),
                  .recorded = clock_.now(),
                  .machines = std::move(machines)});
  outcome.status = SyncStatus::proposed;
  outcome.proposal = open.back().proposal;
  if (auto written = transaction.append_held_reading(outcome.key, open.back()); !written)
    return written;
  if (const auto notice =
          change_proposed_notice(counted.contract, counted.service, outcome.before, open))
    if (auto queued = transaction.append_notice(*notice); !queued) return queued.error();
  return {};
}

Result<void> NightlySync::take_over_proposal(Transaction& transaction, CountedService& counted,
                                             UnitHistory& history, ServiceSync& outcome,
                                             std::vector<ToldChange>& told) {
  auto taken = take_over_readings(transaction, outcome.key, counted.service, counted.open, history,
                                  options_.author, clock_.now());
  if (!taken) return taken.error();
  told.insert(told.end(), taken->begin(), taken->end());
  counted.confirmed = standing_with(std::move(counted.confirmed), counted.open);
  counted.open.clear();
  // The rest of the night starts from what was just taken over; the report from what was before.
  ServiceSync rest = outcome;
  rest.proposal = 0;
  rest.before = history.units_on(today_).value_or(0);
  rest.machines = compare(counted, counted.confirmed, today_, FirstCount::no, rest);
  rest.held_why = options_.guard.reason_to_hold(*rest.before, *rest.counted).value_or("");
  auto done = rest.held_why.empty() ? accept(transaction, counted, history, rest, told)
                                    : hold(transaction, counted, history, rest);
  if (!done) return done;
  outcome.proposal = 0;
  outcome.counted = rest.counted;
  outcome.held_why = rest.held_why;
  outcome.status = rest.status == SyncStatus::held ? SyncStatus::held
                   : outcome.before                ? SyncStatus::changed
                                                   : SyncStatus::first_count;
  return {};
}

Result<void> NightlySync::forget_rejection(Transaction& transaction, const ServiceSync& outcome) {
  auto ended = transaction.ended_readings(outcome.key);
  if (!ended) return ended.error();
  if (ended->empty() || ended->back().ending.how != HeldEnd::rejected) return {};
  if (ended->back().reading.units == outcome.counted) return {};
  const HeldReading back{.effective = today_,
                         .units = *outcome.counted,
                         .why = "the count that was rejected is over",
                         .recorded = clock_.now(),
                         .machines = {}};
  if (auto written = transaction.append_held_reading(outcome.key, back); !written) return written;
  return transaction.end_held_readings(
      outcome.key,
      {.how = HeldEnd::dissolved, .author = options_.author, .reason = {}, .when = clock_.now()});
}

}  // namespace billbyagent::app
