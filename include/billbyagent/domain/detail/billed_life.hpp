#pragma once

/// The functions of `billed_life.hpp`.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/domain/billed_life.hpp"

namespace billbyagent {

namespace detail {

/// The days of `life` on which the contract is inactive.
BILLBYAGENT_INLINE std::vector<Period> inactive_days(const Contract& contract, const Period& life) {
  std::vector<Date> days{life.begin()};
  for (const auto& amendment : contract.terms().amendments)
    if (amendment.status && life.begin() < amendment.effective && amendment.effective < life.end())
      days.push_back(amendment.effective);
  std::sort(days.begin(), days.end());
  std::vector<Period> inactive;
  for (std::size_t i = 0; i < days.size(); ++i) {
    const Date end = i + 1 < days.size() ? days[i + 1] : life.end();
    if (!(days[i] < end) || contract.status_on(days[i]) == ContractStatus::active) continue;
    if (!inactive.empty() && inactive.back().end() == days[i])
      inactive.back() = {inactive.back().begin(), end};
    else
      inactive.push_back({days[i], end});
  }
  return inactive;
}

/// Sorts and joins what touches.
BILLBYAGENT_INLINE std::vector<Period> joined(std::vector<Period> days) {
  std::sort(days.begin(), days.end(),
            [](const Period& a, const Period& b) { return a.begin() < b.begin(); });
  std::vector<Period> all;
  for (const auto& each : days) {
    if (!all.empty() && each.begin() <= all.back().end())
      all.back() = {all.back().begin(), std::max(all.back().end(), each.end())};
    else
      all.push_back(each);
  }
  return all;
}

/// By days, whatever the service charges by.
BILLBYAGENT_INLINE std::optional<BilledLife> prorated_life(const Contract& contract,
                                                           const Service& service) {
  const auto life = contract.life_of(service);
  if (!life) return std::nullopt;
  Date begin = life->begin();
  Date end = life->end();
  for (const auto& elsewhere : {contract.terms().billed_through, service.terms().billed_through})
    if (elsewhere) begin = std::max(begin, elsewhere->next());
  if (!(begin < end)) return std::nullopt;
  auto paused = inactive_days(contract, {begin, end});
  if (!paused.empty() && paused.front().begin() == begin) {
    begin = paused.front().end();
    paused.erase(paused.begin());
  }
  if (!paused.empty() && paused.back().end() == end) {
    end = paused.back().begin();
    paused.pop_back();
  }
  if (!(begin < end)) return std::nullopt;
  return BilledLife{{begin, end}, std::move(paused), life->begin()};
}

/// The day of what is charged once; nothing when another system billed it.
BILLBYAGENT_INLINE std::optional<Date> day_of_charge(const Contract& contract,
                                                     const Service& service) {
  const auto life = contract.life_of(service);
  if (!life) return std::nullopt;
  for (const auto& elsewhere : {contract.terms().billed_through, service.terms().billed_through})
    if (elsewhere && life->begin() <= *elsewhere) return std::nullopt;
  return life->begin();
}

/// One billing period as a whole, with the terms of that day.
BILLBYAGENT_INLINE BilledLife whole_period(const Period& billing_period, Date started,
                                           Date stopped) {
  BilledLife whole{billing_period};
  whole.started = started;
  whole.stopped = stopped;
  return whole;
}

/// From the first billing period with a billed day to the last.
BILLBYAGENT_INLINE BilledLife unprorated(const Contract& contract, const BilledLife& life) {
  const Date end =
      life.end() == open_end() ? open_end() : contract.period_at(life.whole.last_day()).end();
  return whole_period({contract.period_at(life.begin()).begin(), end}, life.begin(), life.end());
}

}  // namespace detail

BILLBYAGENT_INLINE std::optional<BilledLife> billed_life(const Contract& contract,
                                                         const Service& service) {
  const Charging charging = service.terms().charging;
  if (is_once(charging)) {
    const auto day = detail::day_of_charge(contract, service);
    if (!day) return std::nullopt;
    const Period period = contract.period_at(*day);
    return detail::whole_period(period, *day, period.end());
  }
  auto life = detail::prorated_life(contract, service);
  if (!life || charging == Charging::by_unit) return life;
  return detail::unprorated(contract, *life);
}

BILLBYAGENT_INLINE std::optional<BilledLife> billed_life(const Contract& contract,
                                                         const Service& service,
                                                         const Period& billing_period) {
  const Charging charging = service.terms().charging;
  if (is_once(charging)) {
    const auto once = billed_life(contract, service);
    return once && once->whole == billing_period ? once : std::nullopt;
  }
  auto life = detail::prorated_life(contract, service);
  if (!life) return life;
  auto elsewhere = days_elsewhere(contract.sections(), billing_period);
  if (!elsewhere.empty()) {
    elsewhere.insert(elsewhere.end(), life->paused.begin(), life->paused.end());
    life->paused = detail::joined(std::move(elsewhere));
  }
  if (charging == Charging::by_unit) return life;
  const auto days = intersect(billing_period, life->whole);
  if (!days || life->billed_days(*days) == 0) return life;
  const Date first = parts_of(contract.sections(), billing_period).front().days.begin();
  return detail::whole_period(billing_period, std::max(first, life->begin()), life->end());
}

}  // namespace billbyagent
