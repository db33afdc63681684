#pragma once

/// What nights and people both do with counts that wait: number them, take them over.

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/notices.hpp"
#include "billbyagent/app/sync_guard.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent::detail {

/// The newest proposal among the readings, which contains them all; 0 for none.
inline std::int32_t newest_proposal(const std::vector<HeldReading>& readings) {
  std::int32_t newest = 0;
  for (const auto& reading : readings) newest = std::max(newest, reading.proposal);
  return newest;
}

inline std::int32_t next_proposal(const std::vector<HeldReading>& open,
                                  const std::vector<EndedReading>& ended) {
  std::int32_t newest = newest_proposal(open);
  for (const auto& entry : ended) newest = std::max(newest, entry.reading.proposal);
  return newest + 1;
}

/// Whether `counted` is what a person rejected last, and nothing was recorded since.
inline bool rejected_before(const std::vector<EndedReading>& ended, const UnitHistory& history,
                            Units counted) {
  if (ended.empty() || ended.back().ending.how != HeldEnd::rejected) return false;
  const auto& last = ended.back();
  if (!history.empty() && last.ending.when < history.changes().back().recorded) return false;
  return last.reading.units == counted;
}

/// Whether the guard believes every reading after the one before it, none having been held back as
/// implausible. `before`: the units that hold; nothing when never counted.
inline bool all_believed(const std::vector<HeldReading>& readings, std::optional<Units> before,
                         const SyncGuard& guard) {
  for (const auto& reading : readings) {
    if (reading.cause == HeldCause::implausible) return false;
    if (before && guard.reason_to_hold(*before, reading.units)) return false;
    before = reading.units;
  }
  return true;
}

/// Takes readings over in order, each as of its own day: into `history` and the store, with their
/// machines. The changes, to be told; a reading that only moves machines makes none.
inline Result<std::vector<ToldChange>> take_over_readings(Transaction& transaction,
                                                          const ServiceKey& key,
                                                          const Service& service,
                                                          const std::vector<HeldReading>& readings,
                                                          UnitHistory& history,
                                                          const std::string& author, Instant now) {
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

}  // namespace billbyagent::detail
