#pragma once

/// The days of a service that are billed here: its life, without the days that another system
/// billed and without its pauses. Threads: plain values, pure functions.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "billbyagent/domain/contract.hpp"

namespace billbyagent {

struct BilledLife {
  Period whole;                  ///< from the first billed day to the last
  std::vector<Period> paused{};  ///< within it, ascending, with billed days between them
  Date started;                  ///< the first day in force, billed here or not

  BilledLife(const Period& days) : whole(days), started(days.begin()) {}
  BilledLife(Date begin, Date end) : BilledLife(Period{begin, end}) {}
  BilledLife(const Period& days, std::vector<Period> pauses, Date started_on)
      : whole(days), paused(std::move(pauses)), started(started_on) {}

  Date begin() const noexcept { return whole.begin(); }
  Date end() const noexcept { return whole.end(); }
  /// The pause that holds the day, or null.
  const Period* pause_at(Date day) const {
    for (const auto& pause : paused)
      if (pause.contains(day)) return &pause;
    return nullptr;
  }
  std::int32_t billed_days(const Period& days) const {
    std::int32_t billed = days.days();
    for (const auto& pause : paused)
      if (const auto both = intersect(pause, days)) billed -= both->days();
    return billed;
  }

  friend bool operator==(const BilledLife&, const BilledLife&) = default;
};

/// Nothing when no day is billed. What is not prorated has whole billing periods.
std::optional<BilledLife> billed_life(const Contract& contract, const Service& service);

namespace detail {

/// The days of `life` on which the contract is inactive.
inline std::vector<Period> inactive_days(const Contract& contract, const Period& life) {
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

/// The billing periods that the days touch.
inline Period whole_periods(const BillingCycle& cycle, const Period& days) {
  return {cycle.period_at(days.begin()).begin(), cycle.period_at(days.last_day()).end()};
}

/// As whole billing periods: each one that has a billed day.
inline BilledLife unprorated(const BillingCycle& cycle, const BilledLife& life) {
  BilledLife whole{whole_periods(cycle, life.whole)};
  whole.started = life.begin();
  for (const auto& pause : life.paused) {
    const Period first = cycle.period_at(pause.begin());
    const Date begin = first.begin() == pause.begin() ? first.begin() : first.end();
    const Date end = cycle.period_at(pause.end()).begin();
    if (begin < end) whole.paused.push_back({begin, end});
  }
  return whole;
}

}  // namespace detail

inline std::optional<BilledLife> billed_life(const Contract& contract, const Service& service) {
  const auto life = contract.life_of(service);
  if (!life) return std::nullopt;
  const Charging charging = service.terms().charging;
  const BillingCycle& cycle = contract.terms().cycle;
  Date begin = life->begin();
  Date end = life->end();
  for (const auto& elsewhere : {contract.terms().billed_through, service.terms().billed_through})
    if (elsewhere) begin = std::max(begin, elsewhere->next());
  if (!(begin < end)) return std::nullopt;
  if (is_once(charging)) {
    if (life->begin() < begin) return std::nullopt;  // another system billed it
    BilledLife once{cycle.period_at(begin)};
    once.started = begin;
    return once;
  }
  auto paused = detail::inactive_days(contract, {begin, end});
  if (!paused.empty() && paused.front().begin() == begin) {
    begin = paused.front().end();
    paused.erase(paused.begin());
  }
  if (!paused.empty() && paused.back().end() == end) {
    end = paused.back().begin();
    paused.pop_back();
  }
  if (!(begin < end)) return std::nullopt;
  const BilledLife prorated{{begin, end}, std::move(paused), life->begin()};
  return charging == Charging::by_unit ? prorated : detail::unprorated(cycle, prorated);
}

}  // namespace billbyagent
