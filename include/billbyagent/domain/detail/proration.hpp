#pragma once

/// The functions of `proration.hpp`.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/domain/proration.hpp"

namespace billbyagent {

namespace detail {

/// The days within the billed ones on which a term that is seen begins to hold.
BILLBYAGENT_INLINE void add_term_days(const Service& service, const ContractDiscounts& of_contract,
                                      const BilledDays& days, std::set<Date>& found) {
  const auto& terms = service.terms();
  if (terms.charging != Charging::by_unit) return;
  const auto add = [&](Date effective) {
    const Date day = billed_from(terms.proration, effective, days.life.begin());
    if (effective <= days.seen_through && days.billed.contains(day)) found.insert(day);
  };
  for (const auto& price : terms.prices) add(price.effective);
  for (const auto& amendment : terms.amendments) add(amendment.effective);
  for (const auto& amendment : of_contract.amendments)
    if (amendment.discount_basis_points || amendment.discount_amount) add(amendment.effective);
  for (const auto& amount : of_contract.taken_before)
    if (days.billed.contains(amount.from)) found.insert(amount.from);
  service.for_each_raise(days.billed.end(), [&](Date day, const Indexation&) { add(day); });
}

/// The first and the day after the last of each pause within the billed days.
BILLBYAGENT_INLINE std::set<Date> pause_days(const BilledDays& days) {
  std::set<Date> found;
  for (const auto& pause : days.life.paused)
    for (const Date day : {pause.begin(), pause.end()})
      if (days.billed.contains(day)) found.insert(day);
  return found;
}

/// The days within the billed ones on which another account pays, whatever the policy.
BILLBYAGENT_INLINE std::set<Date> account_days(const Service& service,
                                               const DatedAccounts& accounts,
                                               const BilledDays& days) {
  std::set<Date> found;
  if (service.terms().charging != Charging::by_unit) return found;
  for (const auto& each : accounts)
    if (each.from <= days.seen_through && days.billed.contains(each.from)) found.insert(each.from);
  return found;
}

/// Of the service and its contract together, at most all of it.
BILLBYAGENT_INLINE std::int32_t discount_on(const Service& service,
                                            std::span<const ContractAmendment> of_contract,
                                            Date day) {
  const auto* common = amended_on(of_contract, &ContractAmendment::discount_basis_points, day);
  return std::min(service.discount_on(day) + (common ? *common : 0),
                  limits::discount_basis_points_max);
}

BILLBYAGENT_INLINE std::int64_t value_on(const std::vector<DatedMillionths>& amounts, Date day) {
  std::int64_t value = 0;
  for (const auto& amount : amounts)
    if (amount.from <= day) value = amount.millionths;
  return value;
}

/// The day that is billed, and the one whose terms hold on it.
struct LevelDay {
  Date billed;
  Date priced;
};

/// `taken`: of the contract's amount.
BILLBYAGENT_INLINE Level level_at(const Service& service, const ContractDiscounts& of_contract,
                                  Units measured, const LevelDay& day, std::int64_t& taken) {
  const Units units = service.quantity_on(day.priced).within_bounds(measured);
  Level level{units, charges_for(service, units, day.priced), service.tax_category_on(day.priced)};
  auto& charges = level.charges;
  if (service.terms().charging != Charging::by_unit) return level;
  if (const auto minimum = minimum_of(charges, service.minimum_millionths_on(day.priced)))
    charges.push_back(*minimum);
  if (const auto basis_points = discount_on(service, of_contract.amendments, day.priced))
    for (const auto& discount :
         discount_of(charges, basis_points, service.terms().proration.rounding_step))
      charges.push_back(discount);
  const auto* amount =
      amended_on(of_contract.amendments, &ContractAmendment::discount_amount, day.priced);
  const std::int64_t own = service.discount_millionths_on(day.priced);
  const std::int64_t left = std::max<std::int64_t>(
      (amount ? amount->millionths() : 0) - value_on(of_contract.taken_before, day.billed), 0);
  const auto off = amount_off(charges, own + left);
  if (!off) return level;
  charges.push_back(*off);
  taken = std::max<std::int64_t>(-off->rate.price_millionths - own, 0);
  return level;
}

/// The service as it is in a billing period: what changes only where one begins is that of its
/// first day, or of the service's own in it.
BILLBYAGENT_INLINE Service as_in(const Service& service, const std::optional<BilledLife>& life,
                                 Date first_of_period, Date seen) {
  const Date first = life ? life->started : service.terms().effective;
  return service.in_period_from(std::min(std::max(first, first_of_period), seen));
}

/// Where the period begins to hold: with the section that has it.
BILLBYAGENT_INLINE Date first_day_of(const Contract& contract, const Period& billing_period) {
  const auto parts = parts_of(contract.sections(), billing_period);
  return parts.empty() ? billing_period.begin() : parts.front().days.begin();
}

/// `service` as it is in the billing period. `taken` gets what it takes of the contract's amount.
BILLBYAGENT_INLINE std::optional<ProrationPeriods> split_as_is(
    const Service& service, const UnitHistory& history, const Period& billing_period,
    const BilledLife& life, Date seen_through, const ContractDiscounts& of_contract,
    const DatedAccounts& accounts, std::vector<DatedMillionths>* taken = nullptr) {
  const auto days = BilledDays::of(billing_period, life, seen_through);
  if (!days) return std::nullopt;
  const auto& policy = service.terms().proration;
  const auto measured = measured_units(service, history, *days);
  std::set<Date> as_dated = detail::pause_days(*days);
  as_dated.merge(detail::account_days(service, accounts, *days));
  std::set<Date> cuts = as_dated;
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
    std::int64_t of_amount = 0;
    Level after = life.pause_at(day)
                      ? Level{}
                      : detail::level_at(service, of_contract, detail::units_at(measured, day),
                                         {day, priced}, of_amount);
    if (!accounts.empty() && !life.pause_at(day))
      after.account = account_on(accounts, days->seen_on(std::max(day, life.started)));
    if (taken) taken->push_back({day, of_amount});
    const bool first = day == days->billed.begin();
    if (!first && after == before) continue;
    // A pause, its end, a move and the first billed day are dated as they are, whatever the policy.
    const bool as_it_is = first || as_dated.contains(day);
    periods.steps.push_back({as_it_is ? day : effective, day, std::move(before), after});
    before = std::move(after);
  }
  if (taken && days->billed.end() < billing_period.end()) taken->push_back({days->billed.end(), 0});
  return periods;
}

}  // namespace detail

BILLBYAGENT_INLINE std::optional<ProrationPeriods> split(const Service& service,
                                                         const UnitHistory& history,
                                                         const Period& billing_period,
                                                         const BilledLife& life, Date seen_through,
                                                         const ContractDiscounts& of_contract,
                                                         const DatedAccounts& accounts) {
  if (!service.changes_by_period())
    return detail::split_as_is(service, history, billing_period, life, seen_through, of_contract,
                               accounts);
  return detail::split_as_is(detail::as_in(service, life, billing_period.begin(), seen_through),
                             history, billing_period, life, seen_through, of_contract, accounts);
}

}  // namespace billbyagent
