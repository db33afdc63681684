#include "app/units/held_readings.hpp"

#include <algorithm>
#include <string_view>

#include "billbyagent/app/record_units.hpp"

namespace billbyagent::app {

std::int32_t next_proposal(const std::vector<HeldReading>& open,
                           const std::vector<EndedReading>& ended) {
  std::int32_t newest = newest_proposal(open);
  for (const auto& entry : ended) newest = std::max(newest, entry.reading.proposal);
  return newest + 1;
}

namespace {

constexpr std::string_view why_observed = "the contract is observed";

}  // namespace

NewHeldReading observed_reading(Date today, Units units, const std::string& author, Instant now) {
  return {{.effective = today,
           .units = units,
           .why = std::string{why_observed},
           .recorded = now,
           .machines = {}},
          HeldEnding{.how = HeldEnd::dissolved, .author = author, .reason = {}, .when = now}};
}

bool is_observed(const HeldReading& reading) { return reading.why == why_observed; }

const HeldReading* last_observed(const std::vector<EndedReading>& ended) {
  if (ended.empty() || !is_observed(ended.back().reading)) return nullptr;
  return &ended.back().reading;
}

bool rejected_before(const std::vector<EndedReading>& ended, const UnitHistory& history,
                     Units counted) {
  if (ended.empty() || ended.back().ending.how != HeldEnd::rejected) return false;
  const auto& last = ended.back();
  if (!history.empty() && last.ending.when < history.changes().back().recorded) return false;
  return last.reading.units == counted;
}

namespace {

ChangeReason reason_of(HeldCause cause) {
  switch (cause) {
    case HeldCause::implausible:
    case HeldCause::gone:
      break;
    case HeldCause::proposed:
      return ChangeReason::confirmed_proposal;
    case HeldCause::rise:
      return ChangeReason::confirmed_rise;
    case HeldCause::first_zero:
      return ChangeReason::initial;
  }
  return ChangeReason::confirmed_drop;
}

}  // namespace

bool all_believed(const std::vector<HeldReading>& readings, std::optional<Units> before,
                  const SyncGuard& guard) {
  for (const auto& reading : readings) {
    if (is_doubt(reading.cause)) return false;
    if (guard.cause_to_hold(before, reading.units)) return false;
    before = reading.units;
  }
  return true;
}

Result<TakenOver> take_over_readings(const Service& service,
                                     const std::vector<HeldReading>& readings, UnitHistory& history,
                                     const std::string& author, Instant now) {
  TakenOver taken;
  for (const auto& reading : readings) {
    const auto before = history.units_on(reading.effective);
    auto recorded = history.record(UnitChange{.effective = reading.effective,
                                              .units = reading.units,
                                              .reason = reason_of(reading.cause),
                                              .note = reading.why,
                                              .author = author,
                                              .recorded = now});
    if (!recorded) return recorded.error();
    auto& events = taken.writes.events;
    events.insert(events.end(), reading.machines.begin(), reading.machines.end());
    if (!*recorded) continue;
    const UnitChange& change = history.changes().back();
    taken.told.push_back(
        {service.id(), service.name_on(change.effective), before, change, reading.machines});
    taken.writes.units.push_back(change);
  }
  taken.writes.ending =
      HeldEnding{.how = HeldEnd::confirmed, .author = author, .reason = {}, .when = now};
  return taken;
}

}  // namespace billbyagent::app
