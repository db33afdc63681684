#pragma once

/// From a contract, a service and its unit history to the steps of one billing period: the days on
/// which units or rate change, and so where a new proration period begins. Threads: pure functions.

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "billbyagent/domain/billed_units.hpp"
#include "billbyagent/domain/charges.hpp"

namespace billbyagent {

/// What is billed for each day from one day on; nothing at all in a pause.
struct Level {
  Units units = 0;  ///< billed units: measured, and within minimum and maximum
  std::vector<Charge> charges{};
  std::string tax_category{};

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

/// Nothing when no day of the billing period is billed. What takes effect after `seen_through` is
/// not seen; the end and the pauses of `life` are. `of_contract` are the contract's amendments, for
/// its discount.
std::optional<ProrationPeriods> split(const Service& service, const UnitHistory& history,
                                      const Period& billing_period, const BilledLife& life,
                                      Date seen_through = detail::open_end(),
                                      const std::vector<ContractAmendment>& of_contract = {});

namespace detail {

/// The days within the billed ones on which a term that is seen begins to hold.
inline void add_term_days(const Service& service, const std::vector<ContractAmendment>& of_contract,
                          const BilledDays& days, std::set<Date>& found) {
  const auto& terms = service.terms();
  if (terms.charging != Charging::by_unit) return;
  const auto add = [&](Date effective) {
    const Date day = billed_from(terms.proration, effective, days.life.begin());
    if (effective <= days.seen_through && days.billed.contains(day)) found.insert(day);
  };
  for (const auto& price : terms.prices) add(price.effective);
  for (const auto& amendment : terms.amendments) add(amendment.effective);
  for (const auto& amendment : of_contract)
    if (amendment.discount_basis_points) add(amendment.effective);
  if (!terms.indexation) return;
  for (int n = 0; raise_day(*terms.indexation, n) < days.billed.end(); ++n)
    add(raise_day(*terms.indexation, n));
}

/// The first and the day after the last of each pause within the billed days.
inline std::set<Date> pause_days(const BilledDays& days) {
  std::set<Date> found;
  for (const auto& pause : days.life.paused)
    for (const Date day : {pause.begin(), pause.end()})
      if (days.billed.contains(day)) found.insert(day);
  return found;
}

/// Of the service and its contract together, at most all of it.
inline std::int32_t discount_on(const Service& service,
                                const std::vector<ContractAmendment>& of_contract, Date day) {
  const auto* common = amended_on(of_contract, &ContractAmendment::discount_basis_points, day);
  return std::min(service.discount_on(day) + (common ? *common : 0),
                  limits::discount_basis_points_max);
}

inline Level level_at(const Service& service, const std::vector<ContractAmendment>& of_contract,
                      Units measured, Date day) {
  const Units units = service.quantity_on(day).within_bounds(measured);
  Level level{units, charges_for(service, units, day), service.tax_category_on(day)};
  if (service.terms().charging != Charging::by_unit) return level;
  if (const auto basis_points = discount_on(service, of_contract, day))
    for (const auto& discount :
         discount_of(level.charges, basis_points, service.terms().proration.rounding_step))
      level.charges.push_back(discount);
  return level;
}

}  // namespace detail

inline std::optional<ProrationPeriods> split(const Service& service, const UnitHistory& history,
                                             const Period& billing_period, const BilledLife& life,
                                             Date seen_through,
                                             const std::vector<ContractAmendment>& of_contract) {
  const auto days = BilledDays::of(billing_period, life, seen_through);
  if (!days) return std::nullopt;
  const auto& policy = service.terms().proration;
  const auto measured = measured_units(service, history, *days);
  const auto pauses = detail::pause_days(*days);
  std::set<Date> cuts = pauses;
  for (const auto& span : measured) cuts.insert(span.effective);
  detail::add_term_days(service, of_contract, *days, cuts);

  ProrationPeriods periods{billing_period, days->billed, {}};
  Level before;
  for (const Date day : cuts) {
    const Date effective = effective_for(policy, day, life.begin());
    // What is not prorated has the terms of its first day, which may be inside the period.
    const Date priced = days->seen_on(service.terms().charging == Charging::by_unit
                                          ? effective
                                          : std::max(effective, life.started));
    const Level after =
        life.pause_at(day)
            ? Level{}
            : detail::level_at(service, of_contract, detail::units_at(measured, day), priced);
    const bool first = day == days->billed.begin();
    if (!first && after == before) continue;
    // A pause, its end and the first billed day are dated as they are, whatever the policy.
    const bool as_it_is = first || pauses.contains(day);
    periods.steps.push_back({as_it_is ? day : effective, day, before, after});
    before = after;
  }
  return periods;
}

}  // namespace billbyagent
