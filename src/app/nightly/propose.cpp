#include <algorithm>
#include <iterator>
#include <utility>

#include "app/nightly/steps.hpp"
#include "app/units/held_readings.hpp"
#include "app/units/record_changes.hpp"
#include "billbyagent/app/record_units.hpp"

namespace billbyagent::app {

namespace {

void end_open(Start& start, const HeldEnding& ending) {
  for (auto& reading : start.open) start.ended.push_back({std::move(reading), ending});
  start.open.clear();
}

/// With grace days the report shows all that the proposal would do.
std::vector<MachineEvent> events_of(const std::vector<HeldReading>& readings) {
  std::vector<MachineEvent> events;
  for (const auto& reading : readings)
    events.insert(events.end(), reading.machines.begin(), reading.machines.end());
  return events;
}

Outcome append_proposal(const ServiceCase& of, const Start& start, const NightRules& night) {
  const auto& open = start.open;
  const bool first = open.empty() && !start.before;
  const auto units = open.empty() ? start.before : open.back().units;
  Outcome outcome{.shown = start.seen, .proposal = newest_proposal(open)};
  // Against what is proposed already, where grace days go on.
  if (!open.empty())
    outcome.shown = compare(of,
                            {.behind = known_after(start.confirmed, open),
                             .seen = night.today,
                             .passed_over = start.passed_over},
                            night);
  const HeldReading reading{.effective = first ? of.service.terms().effective : night.today,
                            .units = outcome.shown.units,
                            .cause = HeldCause::proposed,
                            .proposal = next_proposal(open, start.ended),
                            .why = night.guard.reason_to_hold(units, outcome.shown.units)
                                       .value_or((units ? std::to_string(*units) : "not counted") +
                                                 " -> " + std::to_string(outcome.shown.units)),
                            .recorded = night.now,
                            .machines = outcome.shown.events};
  auto proposed = open;
  proposed.push_back(reading);
  if (has_grace(of.service.agent_scope()->rule)) outcome.machines = events_of(proposed);
  if (!open.empty() && units == reading.units && reading.machines.empty()) {
    outcome.status = outcome.proposal > 0 ? SyncStatus::proposed : SyncStatus::held;
    return outcome;
  }
  outcome.status = SyncStatus::proposed;
  outcome.proposal = reading.proposal;
  outcome.writes.held.push_back({reading, {}});
  if (auto notice = change_proposed_notice(of.contract, of.service, start.before, proposed))
    outcome.notices.push_back(*std::move(notice));
  return outcome;
}

}  // namespace

Result<Outcome> propose(const ServiceCase& of, Start start, const NightRules& night) {
  std::optional<HeldEnding> ending;
  if (newest_proposal(start.open) == 0 && start.doubt.empty() && !start.open.empty()) {
    // Held back while the contract was trusted more: a plausible count settles it as ever.
    ending = dissolved(night);
    end_open(start, *ending);
  }
  Result<Outcome> outcome = [&]() -> Result<Outcome> {
    if (!start.open.empty()) return append_proposal(of, start, night);
    if (start.seen.units == start.before) return accept(of, start, night);
    if (rejected_before(start.ended, start.history, start.seen.units)) return rejected(start);
    return append_proposal(of, start, night);
  }();
  if (outcome && ending) outcome->writes.ending = ending;
  return outcome;
}

Result<Outcome> take_over_proposal(const ServiceCase& of, const Start& start,
                                   const NightRules& night) {
  Start rest = start;
  auto taken = take_over_readings(of.service, start.open, rest.history, night.author, night.now);
  if (!taken) return taken.error();
  // The rest of the night starts from what was just taken over; the report from what was before.
  rest.confirmed = known_after(start.confirmed, start.open);
  end_open(rest, *taken->writes.ending);
  rest.before = units_before(rest.history, night.today).value_or(0);
  rest.seen = compare(
      of, {.behind = rest.confirmed, .seen = night.today, .passed_over = rest.passed_over}, night);
  rest.doubt = doubt_about(of, rest, night);
  auto outcome = rest.doubt.empty() ? accept(of, rest, night) : hold(of, rest, night);
  if (!outcome) return outcome;
  outcome->doubt = rest.doubt;
  if (outcome->status != SyncStatus::held)
    outcome->status = start.before ? SyncStatus::changed : SyncStatus::first_count;
  auto& writes = taken->writes;
  append(writes, std::move(outcome->writes));
  outcome->writes = std::move(writes);
  outcome->told.insert(outcome->told.begin(), taken->told.begin(), taken->told.end());
  return outcome;
}

}  // namespace billbyagent::app
