#include "app/units/held_readings.hpp"

#include <algorithm>

#include "billbyagent/app/record_units.hpp"

namespace billbyagent::app {

std::int32_t next_proposal(const std::vector<HeldReading>& open,
                           const std::vector<EndedReading>& ended) {
  std::int32_t newest = newest_proposal(open);
  for (const auto& entry : ended) newest = std::max(newest, entry.reading.proposal);
  return newest + 1;
}

bool rejected_before(const std::vector<EndedReading>& ended, const UnitHistory& history,
                     Units counted) {
  if (ended.empty() || ended.back().ending.how != HeldEnd::rejected) return false;
  const auto& last = ended.back();
  if (!history.empty() && last.ending.when < history.changes().back().recorded) return false;
  return last.reading.units == counted;
}

bool all_believed(const std::vector<HeldReading>& readings, std::optional<Units> before,
                  const SyncGuard& guard) {
  for (const auto& reading : readings) {
    if (reading.cause == HeldCause::implausible) return false;
    if (before && guard.reason_to_hold(*before, reading.units)) return false;
    before = reading.units;
  }
  return true;
}

Result<std::vector<ToldChange>> take_over_readings(Transaction& transaction, const ServiceKey& key,
                                                   const Service& service,
                                                   const std::vector<HeldReading>& readings,
                                                   UnitHistory& history, const std::string& author,
                                                   Instant now) {
  std::vector<ToldChange> told;
  for (const auto& reading : readings) {
    const auto before = history.units_on(reading.effective);
    const bool proposed = reading.cause == HeldCause::proposed;
    auto recorded = history.record(UnitChange{
        .effective = reading.effective,
        .units = reading.units,
        .reason = proposed ? ChangeReason::confirmed_proposal : ChangeReason::confirmed_drop,
        .note = reading.why,
        .author = author,
        .recorded = now});
    if (!recorded) return recorded.error();
    if (auto moved = transaction.append_machine_events(key, reading.machines); !moved)
      return moved.error();
    if (!*recorded) continue;
    told.push_back(
        {service.id(), service.terms().name, before, history.changes().back(), reading.machines});
    if (auto written = transaction.append_unit_change(key, told.back().change); !written)
      return written.error();
  }
  if (auto ended = transaction.end_held_readings(
          key, {.how = HeldEnd::confirmed, .author = author, .reason = {}, .when = now});
      !ended)
    return ended.error();
  return told;
}

}  // namespace billbyagent::app
