#include "app/nightly/counts_on_record.hpp"

#include <utility>

namespace billbyagent::app {

namespace {

/// Of each RMM the last whole reading lies within so many.
constexpr std::size_t looked_back = 10'000;

bool is_stale(const std::optional<Date>& counted_on, const std::optional<Date>& first_tried,
              Date today, std::int32_t most_days) {
  const auto since = counted_on ? counted_on : first_tried;
  return most_days > 0 && since && days_between(*since, today) > most_days;
}

const std::vector<ReadingRecord> never_read;

}  // namespace

Result<CountsOnRecord> CountsOnRecord::read(Transaction& transaction) {
  auto readings = transaction.readings(looked_back);
  if (!readings) return readings.error();
  CountsOnRecord counts;
  for (auto& reading : *readings) {
    auto& of_rmm = counts.newest_first_[reading.rmm];
    of_rmm.push_back(std::move(reading));
  }
  return counts;
}

ServiceFreshness CountsOnRecord::of(const ServiceKey& service, const RmmId& rmm, Date today,
                                    std::int32_t most_days) const {
  ServiceFreshness fresh{.key = service, .rmm = rmm};
  std::optional<Date> first_tried;
  const auto at = newest_first_.find(rmm);
  for (const auto& reading : at == newest_first_.end() ? never_read : at->second) {
    if (reading.only && *reading.only != service) continue;
    first_tried = reading.day;
    if (reading.counted(service)) {
      fresh.counted_on = reading.day;
      break;
    }
    if (fresh.failed_on || reading.state == ReadingState::begun) continue;
    const UncountedService* own = reading.why_not(service);
    fresh.failed_on = reading.day;
    fresh.failure = own ? own->why : reading.failure;
  }
  fresh.stale = is_stale(fresh.counted_on, first_tried, today, most_days);
  return fresh;
}

RmmFreshness CountsOnRecord::of(const RmmId& rmm, Date today, std::int32_t most_days) const {
  RmmFreshness fresh{.rmm = rmm};
  std::optional<Date> first_tried;
  const auto at = newest_first_.find(rmm);
  for (const auto& reading : at == newest_first_.end() ? never_read : at->second) {
    if (reading.only) continue;
    first_tried = reading.day;
    if (reading.state == ReadingState::whole) {
      fresh.read_on = reading.day;
      break;
    }
    if (fresh.failed_on || reading.state == ReadingState::begun) continue;
    fresh.failed_on = reading.day;
    fresh.failure = reading.failure;
  }
  fresh.stale = is_stale(fresh.read_on, first_tried, today, most_days);
  return fresh;
}

std::vector<RmmId> CountsOnRecord::rmms() const {
  std::vector<RmmId> all;
  for (const auto& [rmm, readings] : newest_first_) all.push_back(rmm);
  return all;
}

void CountsOnRecord::note(const Contract& contract, std::vector<LineItem>& lines) const {
  std::map<ServiceId, std::optional<Date>> days;
  for (auto& line : lines) {
    const auto [at, is_new] = days.try_emplace(line.key.service);
    if (is_new)
      if (const Service* service = contract.find_service(line.key.service);
          service && service->agent_scope())
        at->second = of({contract.id(), line.key.service}, service->agent_scope()->rmm,
                        line.key.effective, 0)
                         .counted_on;
    line.counted_on = at->second;
  }
}

}  // namespace billbyagent::app
