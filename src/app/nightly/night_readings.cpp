#include "app/nightly/night_readings.hpp"

#include <algorithm>

namespace billbyagent::app {

namespace {

/// From the newest back to `first`, as far as any.
Result<std::vector<ReadingRecord>> readings_since(Transaction& transaction, std::int64_t first) {
  // Few begin while a night goes on, unless many services are asked for one by one.
  for (std::size_t limit = 8;; limit *= 8) {
    auto newest = transaction.readings(limit);
    if (!newest || newest->size() < limit || newest->back().number <= first) return newest;
  }
}

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

namespace {

/// Those that the RMM was asked for, and that it did not count.
std::vector<UncountedService> uncounted_in(const RmmId& rmm,
                                           const std::vector<NightService>& services) {
  std::vector<UncountedService> failed;
  for (const auto& service : services)
    if (service.asked && service.rmm == rmm && !service.scope)
      failed.push_back({service.key, to_string(service.scope.error())});
  std::sort(failed.begin(), failed.end(),
            [](const auto& a, const auto& b) { return a.key < b.key; });
  return failed;
}

void fill_in(ReadingRecord& record, const RmmOutcome& outcome, const RmmReadings* readings,
             const std::vector<NightService>& services) {
  record.state = outcome.error ? ReadingState::failed : ReadingState::whole;
  record.ended = outcome.ended;
  record.agents = static_cast<std::int64_t>(outcome.agents);
  if (outcome.error) {
    record.failure = to_string(*outcome.error);
  } else {
    record.shown = readings->census(outcome.rmm).shown();
    record.uncounted = uncounted_in(outcome.rmm, services);
  }
}

}  // namespace

Result<void> end_readings(const Desk& desk, NightReadings records, const RmmReadings& readings,
                          const std::vector<NightService>& services) {
  if (records.empty()) return {};
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  for (const auto& outcome : readings.outcomes()) {
    const auto at = records.find(outcome.rmm);
    if (at == records.end()) continue;
    fill_in(at->second, outcome, &readings, services);
    if (auto ended = (*transaction)->end_reading(at->second); !ended) return ended;
  }
  return (*transaction)->commit();
}

Result<void> end_reading(const Desk& desk, ReadingRecord& record, const RmmOutcome& outcome,
                         const RmmReadings* readings, const std::vector<NightService>& services) {
  fill_in(record, outcome, readings, services);
  if (record.number == 0) return {};  // nobody asked for it
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  if (auto ended = (*transaction)->end_reading(record); !ended) return ended;
  return (*transaction)->commit();
}

Result<std::vector<ReadingRecord>> later_readings(Transaction& transaction,
                                                  const NightReadings& readings) {
  std::vector<ReadingRecord> later;
  if (readings.empty()) return later;
  std::int64_t first = readings.begin()->second.number;
  for (const auto& [rmm, reading] : readings) first = std::min(first, reading.number);
  auto newest = readings_since(transaction, first);
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
    return reading.rmm == rmm && reading.counted(service);
  });
}

}  // namespace billbyagent::app
