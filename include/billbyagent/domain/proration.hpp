#pragma once

/// From a contract, a service and its unit history to the steps of one billing period: the days on
/// which units or rate change, and so where a new proration period begins. Threads: pure functions.

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "billbyagent/domain/billed_units.hpp"
#include "billbyagent/domain/charges.hpp"

namespace billbyagent {

/// What is billed for each day from one day on.
struct Level {
  Units units = 0;  ///< billed units: measured, and within minimum and maximum
  std::vector<Charge> charges{};

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

/// The days within the billed ones on which a price begins to hold or is raised.
inline void add_price_days(const Service& service, const BilledDays& days, std::set<Date>& found) {
  const auto& terms = service.terms();
  const auto add = [&](Date effective) {
    const Date day = billed_from(terms.proration, effective, days.life.begin());
    if (days.billed.contains(day)) found.insert(day);
  };
  for (const auto& price : terms.prices) add(price.effective);
  if (!terms.indexation) return;
  for (int n = 0; raise_day(*terms.indexation, n) < days.billed.end(); ++n)
    add(raise_day(*terms.indexation, n));
}

}  // namespace detail

inline std::optional<ProrationPeriods> split(const Service& service, const UnitHistory& history,
                                             const Period& billing_period, const Period& life) {
  const auto days = BilledDays::of(billing_period, life);
  if (!days) return std::nullopt;
  const auto& terms = service.terms();
  const auto measured = measured_units(service, history, *days);
  std::set<Date> cuts;
  for (const auto& span : measured) cuts.insert(span.effective);
  detail::add_price_days(service, *days, cuts);

  ProrationPeriods periods{billing_period, days->billed, {}};
  Level before;
  for (const Date day : cuts) {
    const Date effective = effective_for(terms.proration, day, life.begin());
    const Units units = terms.quantity.within_bounds(detail::units_at(measured, day));
    const Level after{units, charges_for(service, units, effective)};
    const bool first = day == days->billed.begin();
    if (!first && after == before) continue;
    periods.steps.push_back({first ? day : effective, day, before, after});
    before = after;
  }
  return periods;
}

}  // namespace billbyagent
