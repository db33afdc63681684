#pragma once

/// From a contract, a service and its unit history to the steps of one billing period: the days on
/// which units or rate change, and so where a new proration period begins. Pure.

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "billbyagent/domain/contract.hpp"
#include "billbyagent/domain/unit_history.hpp"

namespace billbyagent {

/// Units times rate, as they stand from one day on.
struct Level {
  Units units = 0;
  Rate rate{};

  friend bool operator==(const Level&, const Level&) = default;
};

/// The beginning of a proration period.
struct Step {
  Date effective;    ///< the day the change is dated
  Date billed_from;  ///< the first day billed at `after`
  Level before{};
  Level after{};

  friend bool operator==(const Step&, const Step&) = default;
};

/// The billed days of a service within one billing period, cut where something changes. Proration
/// period i runs from `steps[i].billed_from` to the next step's, the last to `billed.end()`.
struct ProrationPeriods {
  Period billing_period;
  Period billed;
  std::vector<Step> steps{};  ///< the first one begins at `billed.begin()`, from nothing

  Level level_on(Date day) const {
    Level level;
    for (const auto& step : steps)
      if (step.billed_from <= day && day < billed.end()) level = step.after;
    return level;
  }
};

/// Nothing when `life` (the days the service is in force) and the billing period do not meet.
std::optional<ProrationPeriods> split(const Service& service, const UnitHistory& history,
                                      const Period& billing_period, const Period& life);

namespace detail {

/// The first day billed at what took effect on `effective`. What a service starts with is always
/// billed from its first day.
inline Date billed_from(const ProrationPolicy& policy, Date effective, Date life_begin) {
  const bool shifted = policy.effective_day == EffectiveDay::not_billed && life_begin < effective;
  return shifted ? effective.next() : effective;
}

}  // namespace detail

inline std::optional<ProrationPeriods> split(const Service& service, const UnitHistory& history,
                                             const Period& billing_period, const Period& life) {
  const auto billed = intersect(billing_period, life);
  if (!billed) return std::nullopt;
  const auto& terms = service.terms();
  const auto first_billed = [&](Date effective) {
    return detail::billed_from(terms.proration, effective, life.begin());
  };

  std::set<Date> days{billed->begin()};
  const auto add_day = [&](Date effective) {
    const Date day = first_billed(effective);
    if (billed->contains(day)) days.insert(day);
  };
  const auto& timeline = history.timeline();
  // What took effect on the day before can still be billed from the first day.
  auto at = detail::first_after(timeline, billed->begin());
  for (int back = 0; back < 2 && at != timeline.begin(); ++back) --at;
  for (; at != timeline.end() && at->effective < billed->end(); ++at) add_day(at->effective);
  for (const auto& price : terms.prices) add_day(price.effective);

  ProrationPeriods periods{billing_period, *billed, {}};
  Level before;
  for (const Date day : days) {
    // What holds on a billed day took effect on it, or on the one before when the effective day
    // itself is not billed.
    const Date effective = first_billed(day) == day ? day : day.previous();
    const Level after{history.units_on(effective).value_or(0), service.rate_on(effective)};
    const bool first = day == billed->begin();
    if (!first && after == before) continue;
    periods.steps.push_back({first ? day : effective, day, before, after});
    before = after;
  }
  return periods;
}

}  // namespace billbyagent
