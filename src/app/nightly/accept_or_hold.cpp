#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "app/nightly/steps.hpp"
#include "app/units/held_readings.hpp"

namespace billbyagent::app {

namespace {

/// `2 machines went to an organization without an account: 17, b` - a customer or a group that was
/// renamed, or that nobody billed yet.
std::string gone_to_nobody(const ServiceCase& of, const Start& start) {
  std::size_t machines = 0;
  std::set<std::string> organizations;
  for (const auto& event : start.seen.events) {
    if (event.move != MachineMove::moved_out || !of.places.at_nobodys) continue;
    const auto place = of.places.at_nobodys(event.agent);
    if (!place) continue;
    ++machines;
    organizations.insert(*place);
  }
  if (machines == 0) return {};
  constexpr std::size_t named_max = 5;
  std::string names;
  std::size_t named = 0;
  for (const auto& organization : organizations) {
    if (++named > named_max) continue;
    names += (names.empty() ? "" : ", ") + organization;
  }
  if (named > named_max) names += ", ...";
  return std::to_string(machines) + (machines == 1 ? " machine" : " machines") + " went to " +
         (organizations.size() == 1 ? "an organization" : "organizations") +
         " without an account: " + names;
}

}  // namespace

std::string doubt_about(const ServiceCase& of, const Start& start, const NightRules& night) {
  std::string doubt = night.guard.reason_to_hold(start.before, start.seen.units).value_or("");
  if (!start.before || start.seen.units >= *start.before) return doubt;
  const std::string gone = gone_to_nobody(of, start);
  return doubt.empty() || gone.empty() ? doubt + gone : doubt + "; " + gone;
}

HeldEnding dissolved(const NightRules& night) {
  return {.how = HeldEnd::dissolved, .author = night.author, .reason = {}, .when = night.now};
}

Outcome rejected(const Start& start) {
  Outcome outcome{.status = SyncStatus::rejected, .shown = start.seen};
  outcome.writes.events = start.seen.events;
  std::erase_if(outcome.writes.events,
                [](const MachineEvent& event) { return comes(event.move) || goes(event.move); });
  return outcome;
}

namespace {

/// The next time that a rejected count is seen, it is news again: a reading of the other count
/// stands behind the rejected one.
void forget_rejection(const Start& start, const NightRules& night, ServiceChanges& writes) {
  if (start.ended.empty() || start.ended.back().ending.how != HeldEnd::rejected) return;
  if (start.ended.back().reading.units == start.seen.units) return;
  writes.held.push_back({{.effective = night.today,
                          .units = start.seen.units,
                          .why = "the count that was rejected is over",
                          .recorded = night.now,
                          .machines = {}},
                         dissolved(night)});
}

}  // namespace

Result<Outcome> accept(const ServiceCase& of, const Start& start, const NightRules& night) {
  const auto& service = of.service.terms();
  const bool first = !start.before;
  Outcome outcome{.shown = start.seen};
  if (start.seen.units != start.before) {
    UnitHistory history = start.history;
    auto recorded =
        history.record(UnitChange{.effective = first ? service.effective : night.today,
                                  .units = start.seen.units,
                                  .reason = first ? ChangeReason::initial : night.reason,
                                  .note = {},
                                  .author = night.author,
                                  .recorded = night.now});
    if (!recorded) return recorded.error();
    const UnitChange& change = history.changes().back();
    outcome.writes.units.push_back(change);
    outcome.told.push_back({service.id, service.name, start.before, change, start.seen.events});
    outcome.status = first ? SyncStatus::first_count : SyncStatus::changed;
  } else {
    outcome.status =
        start.seen.events.empty() ? SyncStatus::unchanged : SyncStatus::machines_changed;
    forget_rejection(start, night, outcome.writes);
  }
  outcome.writes.events = start.seen.events;
  if (!start.open.empty()) outcome.writes.ending = dissolved(night);
  return outcome;
}

Result<Outcome> hold(const ServiceCase& of, const Start& start, const NightRules& night) {
  if (start.open.empty() && rejected_before(start.ended, start.history, start.seen.units))
    return rejected(start);
  Outcome outcome{.status = SyncStatus::held, .shown = start.seen};
  // Each reading against the one before it, so that confirming can take them over one by one.
  if (!start.open.empty())
    outcome.shown = compare(of,
                            {.behind = known_after(start.confirmed, start.open),
                             .seen = night.today,
                             .passed_over = start.passed_over},
                            night);
  const auto cause = night.guard.cause_to_hold(start.before, start.seen.units);
  const HeldReading reading{.effective = start.before ? night.today : of.service.terms().effective,
                            .units = outcome.shown.units,
                            .cause = cause.value_or(HeldCause::implausible),
                            .why = start.doubt,
                            .recorded = night.now,
                            .machines = outcome.shown.events};
  const bool known =
      !start.open.empty() && start.open.back().units == reading.units && reading.machines.empty();
  if (known) return outcome;
  outcome.writes.held.push_back({reading, {}});
  if (auto notice = count_held_notice(of.contract, of.service, reading))
    outcome.notices.push_back(*std::move(notice));
  return outcome;
}

}  // namespace billbyagent::app
