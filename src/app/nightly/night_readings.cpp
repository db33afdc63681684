#include "app/nightly/night_readings.hpp"

#include <algorithm>

namespace billbyagent::app {

namespace {

/// So many readings may begin while a night goes on.
constexpr std::size_t looked_back = 1'000;

}  // namespace

Result<NightReadings> begin_readings(const Desk& desk, const std::set<RmmId>& rmms,
                                     const NightlyOptions& options) {
  NightReadings readings;
  if (options.dry_run || rmms.empty()) return readings;
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  for (const auto& rmm : rmms) {
    auto begun = (*transaction)
                     ->begin_reading({.rmm = rmm,
                                      .only = options.only,
                                      .day = desk.clock.today(),
                                      .began = desk.clock.now()});
    if (!begun) return begun.error();
    readings.emplace(rmm, *std::move(begun));
  }
  if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  return readings;
}

Result<void> end_readings(const Desk& desk, NightReadings readings,
                          const std::vector<RmmOutcome>& outcomes) {
  if (readings.empty()) return {};
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  for (const auto& outcome : outcomes) {
    const auto at = readings.find(outcome.rmm);
    if (at == readings.end()) continue;
    ReadingRecord& reading = at->second;
    reading.state = outcome.error ? ReadingState::failed : ReadingState::whole;
    reading.ended = outcome.ended;
    reading.agents = static_cast<std::int64_t>(outcome.agents);
    if (outcome.error) reading.failure = to_string(*outcome.error);
    if (auto ended = (*transaction)->end_reading(reading); !ended) return ended;
  }
  return (*transaction)->commit();
}

Result<std::vector<ReadingRecord>> later_readings(Transaction& transaction,
                                                  const NightReadings& readings) {
  std::vector<ReadingRecord> later;
  if (readings.empty()) return later;
  auto newest = transaction.readings(looked_back);
  if (!newest) return newest.error();
  for (auto& reading : *newest) {
    const auto own = readings.find(reading.rmm);
    if (own != readings.end() && reading.number > own->second.number &&
        reading.state == ReadingState::whole)
      later.push_back(std::move(reading));
  }
  return later;
}

bool is_overtaken(const std::vector<ReadingRecord>& later, const RmmId& rmm,
                  const ServiceKey& service) {
  return std::any_of(later.begin(), later.end(), [&](const ReadingRecord& reading) {
    return reading.rmm == rmm && (!reading.only || *reading.only == service);
  });
}

}  // namespace billbyagent::app
