#pragma once

/// The functions of `service.hpp`.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/domain/service.hpp"

namespace billbyagent {

namespace detail {

BILLBYAGENT_INLINE Result<void> check_amount(const std::optional<UnitPrice>& amount,
                                             Currency currency, const char* field) {
  if (!amount || amount->currency() == currency) return {};
  return Error{Errc::currency_mismatch, std::string{field} + ": " + to_string(amount->currency()) +
                                            " beside prices in " + to_string(currency)};
}

BILLBYAGENT_INLINE Result<void> check_counting(const CountRule& rule) {
  const auto out_of = [](const char* field, int value) {
    return Error{Errc::out_of_range,
                 std::string{"counting."} + field + ": " + std::to_string(value)};
  };
  const auto within_days = rule.seen_within_days;
  if (within_days && rule.never_checked_in == Counting::counted)
    return Error{Errc::invalid_argument,
                 "counting.seen_within_days: a machine that never checked in was never seen; it "
                 "can't be counted by counting.never_checked_in too"};
  if (within_days && (*within_days < 1 || *within_days > limits::seen_within_days_max))
    return out_of("seen_within_days", *within_days);
  if (rule.grace_new_days < 0 || rule.grace_new_days > limits::grace_days_max)
    return out_of("grace_new_days", rule.grace_new_days);
  if (rule.grace_gone_days < 0 || rule.grace_gone_days > limits::grace_days_max)
    return out_of("grace_gone_days", rule.grace_gone_days);
  return {};
}

BILLBYAGENT_INLINE Result<void> check_scope(const AgentScope& scope) {
  if (scope.machines.size() > limits::machines_per_scope_max)
    return Error{Errc::out_of_range, "machines: " + std::to_string(scope.machines.size())};
  auto sorted = scope.machines;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end())
    return Error{Errc::duplicate_id, "machines: " + twice->text() + " is listed twice"};
  if (scope.machine_class && scope.machine_class->empty())
    return Error{Errc::invalid_argument, "machine_class: is empty"};
  if (!scope.classes.empty())
    return Error{Errc::invalid_argument, "classes: they belong to the contract"};
  return check_counting(scope.rule);
}

BILLBYAGENT_INLINE Result<void> check_price(const DatedPrice& price, PriceModel model,
                                            Currency currency, const std::string& place) {
  const auto refuse = [&](const std::string& what) {
    return Error{Errc::invalid_argument, place + what};
  };
  std::vector<UnitPrice> amounts{price.price, price.cost};
  if (price.base_fee) amounts.push_back(*price.base_fee);
  for (const auto& tier : price.tiers) amounts.insert(amounts.end(), {tier.price, tier.cost});
  for (const auto& amount : amounts)
    if (amount.currency() != currency)
      return Error{Errc::currency_mismatch, place + ": " + to_string(amount.currency()) +
                                                " in a service in " + to_string(currency)};
  if (model == PriceModel::per_unit)
    return price.tiers.empty() ? Result<void>{}
                               : refuse(".tiers: go with price model volume or graduated");
  if (price.tiers.empty())
    return refuse(".tiers: price model " + std::string{to_string(model)} + " needs at least one");
  const PriceTier& first = price.tiers.front();
  if (first.price != price.price || first.cost != price.cost)
    return refuse(": the unit price and cost are not those of the first tier");
  return check_tiers(price.tiers, place);
}

}  // namespace detail

BILLBYAGENT_INLINE Result<void> Service::check_prices(const Terms& terms) {
  if (terms.prices.empty()) return Error{Errc::invalid_argument, "prices: at least one is needed"};
  if (terms.prices.size() > limits::prices_per_service_max)
    return Error{Errc::out_of_range, "prices: " + std::to_string(terms.prices.size())};
  for (std::size_t i = 0; i < terms.prices.size(); ++i)
    if (auto checked = detail::check_price(terms.prices[i], terms.price_model, terms.currency,
                                           "prices[" + std::to_string(i) + "]");
        !checked)
      return checked;
  const auto holds = [&](const DatedPrice& price) { return price.effective <= terms.effective; };
  if (std::none_of(terms.prices.begin(), terms.prices.end(), holds))
    return Error{Errc::invalid_argument,
                 "prices: none holds on the effective date " + to_string(terms.effective)};
  return terms.indexation ? check(*terms.indexation) : Result<void>{};
}

namespace detail {

BILLBYAGENT_INLINE Result<void> check_policy(const ProrationPolicy& policy, Measure measure) {
  if (policy.minimum_credit_minor < 0)
    return Error{Errc::invalid_argument, "proration.minimum_credit: below zero"};
  if (measure == Measure::prorated) return {};
  const std::string why = " goes with measure prorated, not " + std::string{to_string(measure)};
  if (policy.increase != IncreaseRule::prorated)
    return Error{Errc::invalid_argument,
                 "proration.increase: " + std::string{to_string(policy.increase)} + why};
  if (policy.decrease != DecreaseRule::credited)
    return Error{Errc::invalid_argument,
                 "proration.decrease: " + std::string{to_string(policy.decrease)} + why};
  return {};
}

}  // namespace detail

/// A free charge is an amount: nothing is counted, measured or tiered.
BILLBYAGENT_INLINE Result<void> Service::check_charging(const Terms& terms) {
  if (terms.charging == Charging::by_unit) return {};
  const bool plain = std::holds_alternative<ManualUnits>(terms.unit_source) &&
                     terms.price_model == PriceModel::per_unit &&
                     terms.quantity == QuantityTerms{} && !terms.indexation &&
                     !terms.minimum_amount;
  const auto has_fee = [](const DatedPrice& price) { return price.base_fee.has_value(); };
  if (plain && std::none_of(terms.prices.begin(), terms.prices.end(), has_fee)) return {};
  return Error{Errc::invalid_argument,
               "charging: " + std::string{to_string(terms.charging)} +
                   " goes with manual units at one price, without base fee, limits or raises"};
}

BILLBYAGENT_INLINE Result<void> Service::check_amendment(const ServiceAmendment& each) const {
  const bool of_units = each.included || each.minimum || each.maximum || each.minimum_amount ||
                        each.discount_basis_points || each.discount_amount || each.is_of_periods();
  if (!each.tax_category && !each.name && !of_units)
    return Error{Errc::invalid_argument, "changes nothing"};
  if (of_units && terms_.charging != Charging::by_unit)
    return Error{Errc::invalid_argument,
                 "a free charge has no terms but its tax category and name"};
  if (each.name && each.name->size() > limits::text_length_max)
    return Error{Errc::out_of_range, "name is too long"};
  if (each.tax_category && each.tax_category->size() > limits::text_length_max)
    return Error{Errc::out_of_range, "tax_category is too long"};
  const auto quantity = quantity_on(each.effective);
  if (each.fixed_day && quantity.measure != Measure::fixed_day)
    return Error{Errc::invalid_argument, "fixed_day: goes with measure fixed_day, not " +
                                             std::string{to_string(quantity.measure)}};
  if (auto good = check(quantity); !good) return good;
  if (auto good = detail::check_policy(proration_on(each.effective), quantity.measure); !good)
    return good;
  if (each.indexation && each.indexation->basis_points != 0)
    if (auto good = check(*each.indexation); !good) return good;
  if (auto good = check_discount(each.discount_basis_points); !good) return good;
  if (auto good = detail::check_amount(each.minimum_amount, terms_.currency, "minimum_amount");
      !good)
    return good;
  return detail::check_amount(each.discount_amount, terms_.currency, "discount_amount");
}

BILLBYAGENT_INLINE Result<void> Service::check_amendments(const Terms& terms) {
  if (terms.amendments.size() > limits::amendments_max)
    return Error{Errc::out_of_range, "amendments: " + std::to_string(terms.amendments.size())};
  const Service amended{terms};
  for (std::size_t i = 0; i < terms.amendments.size(); ++i)
    if (auto good = amended.check_amendment(terms.amendments[i]); !good)
      return within("amendments[" + std::to_string(i) + "]", good.error());
  return {};
}

BILLBYAGENT_INLINE Result<Service> Service::create(Terms terms) {
  const auto fail = [&](const Error& error) { return within("service " + terms.id.text(), error); };
  if (auto id = ServiceId::parse(terms.id.text()); !id) return id.error();
  if (terms.name.size() > limits::text_length_max)
    return fail(
        {Errc::out_of_range, "name is longer than " + std::to_string(limits::text_length_max)});
  if (auto prices = check_prices(terms); !prices) return fail(prices.error());
  if (auto quantity = check(terms.quantity); !quantity) return fail(quantity.error());
  if (auto policy = detail::check_policy(terms.proration, terms.quantity.measure); !policy)
    return fail(policy.error());
  if (auto amount = detail::check_amount(terms.minimum_amount, terms.currency, "minimum_amount");
      !amount)
    return fail(amount.error());
  if (auto charging = check_charging(terms); !charging) return fail(charging.error());
  if (!(terms.effective < detail::open_end()))
    return fail({Errc::out_of_range, "takes effect on " + to_string(terms.effective)});
  if (terms.end && !(terms.effective < *terms.end))
    return fail({Errc::ends_before_start, "ends on " + to_string(terms.end->previous()) +
                                              ", before it takes effect on " +
                                              to_string(terms.effective)});
  if (const auto* scope = std::get_if<AgentScope>(&terms.unit_source))
    if (auto good = detail::check_scope(*scope); !good) return fail(good.error());
  if (auto amendments = check_amendments(terms); !amendments) return fail(amendments.error());
  return Service{std::move(terms)};
}

BILLBYAGENT_INLINE Period Service::life() const {
  return {terms_.effective, terms_.end.value_or(detail::open_end())};
}

BILLBYAGENT_INLINE const std::string& Service::tax_category_on(Date day) const {
  const auto* amended = amended_on(terms_.amendments, &ServiceAmendment::tax_category, day);
  return amended ? *amended : terms_.tax_category;
}

BILLBYAGENT_INLINE const std::string& Service::name_on(Date day) const {
  const auto* amended = amended_on(terms_.amendments, &ServiceAmendment::name, day);
  return amended ? *amended : terms_.name;
}

BILLBYAGENT_INLINE std::int32_t Service::discount_on(Date day) const {
  const auto* amended =
      amended_on(terms_.amendments, &ServiceAmendment::discount_basis_points, day);
  return amended ? *amended : 0;
}

BILLBYAGENT_INLINE std::int64_t Service::minimum_millionths_on(Date day) const {
  const auto* amended = amended_on(terms_.amendments, &ServiceAmendment::minimum_amount, day);
  const auto& holds = amended ? std::optional{*amended} : terms_.minimum_amount;
  return holds ? holds->millionths() : 0;
}

BILLBYAGENT_INLINE std::int64_t Service::discount_millionths_on(Date day) const {
  const auto* amended = amended_on(terms_.amendments, &ServiceAmendment::discount_amount, day);
  return amended ? amended->millionths() : 0;
}

BILLBYAGENT_INLINE ProrationPolicy Service::proration_on(Date day) const {
  ProrationPolicy policy = terms_.proration;
  const auto amend = [&](auto field, auto& value) {
    if (const auto* amended = amended_on(terms_.amendments, field, day)) value = *amended;
  };
  amend(&ServiceAmendment::day_count, policy.day_count);
  amend(&ServiceAmendment::effective_day, policy.effective_day);
  amend(&ServiceAmendment::rounding, policy.rounding);
  amend(&ServiceAmendment::rounding_step, policy.rounding_step);
  amend(&ServiceAmendment::increase, policy.increase);
  amend(&ServiceAmendment::decrease, policy.decrease);
  amend(&ServiceAmendment::minimum_credit_minor, policy.minimum_credit_minor);
  return policy;
}

BILLBYAGENT_INLINE std::optional<Indexation> Service::indexation_on(Date day) const {
  const auto* amended = amended_on(terms_.amendments, &ServiceAmendment::indexation, day);
  if (!amended) return terms_.indexation;
  return amended->basis_points == 0 ? std::nullopt : std::optional{*amended};
}

BILLBYAGENT_INLINE bool Service::changes_by_period() const {
  return std::any_of(terms_.amendments.begin(), terms_.amendments.end(),
                     [](const ServiceAmendment& each) { return each.is_of_periods(); });
}

BILLBYAGENT_INLINE Service Service::in_period_from(Date day) const {
  if (!changes_by_period()) return *this;
  Terms terms = terms_;
  terms.proration = proration_on(day);
  const auto quantity = quantity_on(day);
  terms.quantity.measure = quantity.measure;
  terms.quantity.fixed_day = quantity.fixed_day;
  for (auto& each : terms.amendments) {
    each.day_count.reset();
    each.effective_day.reset();
    each.rounding.reset();
    each.rounding_step.reset();
    each.increase.reset();
    each.decrease.reset();
    each.minimum_credit_minor.reset();
    each.measure.reset();
    each.fixed_day.reset();
    if (day < each.effective) each.indexation.reset();
  }
  return Service{std::move(terms)};
}

BILLBYAGENT_INLINE Service Service::with_day_count(DayCount day_count) const {
  Terms terms = terms_;
  terms.proration.day_count = day_count;
  return Service{std::move(terms)};
}

BILLBYAGENT_INLINE QuantityTerms Service::quantity_on(Date day) const {
  QuantityTerms quantity = terms_.quantity;
  const auto amended = [&](auto field) { return amended_on(terms_.amendments, field, day); };
  if (const auto* measure = amended(&ServiceAmendment::measure)) quantity.measure = *measure;
  if (const auto* count_day = amended(&ServiceAmendment::fixed_day))
    quantity.fixed_day = *count_day;
  if (quantity.measure != Measure::fixed_day) quantity.fixed_day = 0;
  if (const auto* included = amended(&ServiceAmendment::included)) quantity.included = *included;
  if (const auto* minimum = amended(&ServiceAmendment::minimum)) quantity.minimum = *minimum;
  if (const auto* maximum = amended(&ServiceAmendment::maximum)) quantity.maximum = *maximum;
  return quantity;
}

BILLBYAGENT_INLINE const DatedPrice& Service::listed_price_on(Date day) const {
  if (const DatedPrice* listed = price_on(terms_.prices, day)) return *listed;
  const auto earlier = [](const DatedPrice& a, const DatedPrice& b) {
    return a.effective < b.effective;
  };
  return *std::min_element(terms_.prices.begin(), terms_.prices.end(), earlier);
}

BILLBYAGENT_INLINE std::int64_t Service::raised_millionths(const UnitPrice& price, Date listed,
                                                           Date day) const {
  std::int64_t millionths = price.millionths();
  for_each_raise(day.next(), [&](Date raise, const Indexation& indexation) {
    if (listed < raise) millionths = raised_once(millionths, indexation);
  });
  return millionths;
}

BILLBYAGENT_INLINE Rate Service::rate_on(Date day) const {
  const DatedPrice& listed = listed_price_on(day);
  return {raised_millionths(listed.price, listed.effective, day), listed.cost.millionths()};
}

BILLBYAGENT_INLINE Result<Service> Service::per_unit(std::string id, std::string_view price,
                                                     Currency currency) {
  auto unit_price = UnitPrice::parse(price, currency);
  if (!unit_price) return unit_price.error();
  const Date beginning{limits::first_year, 1, 1};
  const UnitPrice no_cost = UnitPrice::from_millionths(0, currency).value();
  return create({.id = ServiceId{id},
                 .name = id,
                 .tax_category = {},
                 .currency = currency,
                 .prices = {{beginning, *unit_price, no_cost}},
                 .unit_source = ManualUnits{},
                 .proration = {},
                 .effective = beginning,
                 .end = std::nullopt});
}

}  // namespace billbyagent
