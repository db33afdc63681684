#pragma once

/// One service line of a recurring service contract. How it derives its units is fixed once it is
/// made (D8): there is no setter, and stores refuse an update that changes it. Threads: plain
/// values.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "billbyagent/base/id.hpp"
#include "billbyagent/domain/agent_scope.hpp"
#include "billbyagent/domain/amendment.hpp"
#include "billbyagent/domain/price_terms.hpp"
#include "billbyagent/domain/proration_policy.hpp"
#include "billbyagent/domain/quantity_terms.hpp"

namespace billbyagent {

/// Units typed in by a person.
struct ManualUnits {
  friend bool operator==(const ManualUnits&, const ManualUnits&) = default;
};

/// Where the units of a service come from: a person, or the RMM's agents of a scope.
using UnitSource = std::variant<ManualUnits, AgentScope>;

class Service {
 public:
  struct Terms {
    ServiceId id{};
    std::string name{};
    std::string tax_category{};  ///< of the line items, until an amendment says otherwise
    Currency currency;
    std::vector<DatedPrice> prices{};  ///< the first must hold on the effective date
    UnitSource unit_source{};
    ProrationPolicy proration{};
    Date effective;             ///< the first billed day
    std::optional<Date> end{};  ///< the first day that is no longer billed; nothing: open
    std::optional<Date> billed_through{};  ///< the last day that another system billed
    QuantityTerms quantity{};
    PriceModel price_model = PriceModel::per_unit;
    std::optional<Indexation> indexation{};
    Charging charging = Charging::by_unit;
    std::vector<ServiceAmendment> amendments{};  ///< in the order of recording

    friend bool operator==(const Terms&, const Terms&) = default;
  };

  /// Checks the terms and names the field that is wrong.
  static Result<Service> create(Terms terms);
  /// A manually counted service on the defaults, in force on every day: enough for a price and a
  /// history. `price` is decimal text.
  static Result<Service> per_unit(std::string id, std::string_view price, Currency currency);

  const Terms& terms() const noexcept { return terms_; }
  const ServiceId& id() const noexcept { return terms_.id; }
  /// The scope when the units come from the RMM, otherwise null.
  const AgentScope* agent_scope() const noexcept {
    return std::get_if<AgentScope>(&terms_.unit_source);
  }
  /// The days from the effective date to the end, whatever a contract around it says.
  Period life() const;
  const std::string& tax_category_on(Date day) const;
  QuantityTerms quantity_on(Date day) const;
  /// Its own, in hundredths of a percent.
  std::int32_t discount_on(Date day) const;
  /// The entry of the price list that holds on `day`; before the first one, the first one.
  const DatedPrice& listed_price_on(Date day) const;
  /// A price that was listed on `listed`, as the yearly raises have made it by `day`.
  std::int64_t raised_millionths(const UnitPrice& price, Date listed, Date day) const;
  /// The price and cost of one unit that hold on `day`, raised; with tiers, the first tier's.
  Rate rate_on(Date day) const;

  friend bool operator==(const Service&, const Service&) = default;

 private:
  explicit Service(Terms terms) : terms_(std::move(terms)) {}
  static Result<void> check_prices(const Terms& terms);
  static Result<void> check_policy(const Terms& terms);
  static Result<void> check_amendments(const Terms& terms);
  static Result<void> check_charging(const Terms& terms);
  Terms terms_;
};

namespace detail {
/// Where what has no end ends. Days of the year after it are not billed.
inline Date open_end() { return Date{limits::last_year, 1, 1}; }

inline Result<void> check_counting(const CountRule& rule) {
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

inline Result<void> check_scope(const AgentScope& scope) {
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

}  // namespace detail

namespace detail {

inline Result<void> check_price(const DatedPrice& price, PriceModel model, Currency currency,
                                const std::string& place) {
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

inline Result<void> Service::check_prices(const Terms& terms) {
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

inline Result<void> Service::check_policy(const Terms& terms) {
  const ProrationPolicy& policy = terms.proration;
  if (policy.minimum_credit_minor < 0)
    return Error{Errc::invalid_argument, "proration.minimum_credit: below zero"};
  if (terms.quantity.measure == Measure::prorated) return {};
  const std::string why =
      " goes with measure prorated, not " + std::string{to_string(terms.quantity.measure)};
  if (policy.increase != IncreaseRule::prorated)
    return Error{Errc::invalid_argument,
                 "proration.increase: " + std::string{to_string(policy.increase)} + why};
  if (policy.decrease != DecreaseRule::credited)
    return Error{Errc::invalid_argument,
                 "proration.decrease: " + std::string{to_string(policy.decrease)} + why};
  return {};
}

/// A free charge is an amount: nothing is counted, measured or tiered.
inline Result<void> Service::check_charging(const Terms& terms) {
  if (terms.charging == Charging::by_unit) return {};
  const bool plain = std::holds_alternative<ManualUnits>(terms.unit_source) &&
                     terms.price_model == PriceModel::per_unit &&
                     terms.quantity == QuantityTerms{} && !terms.indexation;
  const auto has_fee = [](const DatedPrice& price) { return price.base_fee.has_value(); };
  if (plain && std::none_of(terms.prices.begin(), terms.prices.end(), has_fee)) return {};
  return Error{Errc::invalid_argument,
               "charging: " + std::string{to_string(terms.charging)} +
                   " goes with manual units at one price, without base fee, limits or raises"};
}

inline Result<void> Service::check_amendments(const Terms& terms) {
  if (terms.amendments.size() > limits::amendments_max)
    return Error{Errc::out_of_range, "amendments: " + std::to_string(terms.amendments.size())};
  const Service amended{terms};
  for (std::size_t i = 0; i < terms.amendments.size(); ++i) {
    const auto& each = terms.amendments[i];
    const std::string place = "amendments[" + std::to_string(i) + "]";
    if (!each.tax_category && !each.included && !each.minimum && !each.maximum &&
        !each.discount_basis_points)
      return Error{Errc::invalid_argument, place + ": changes nothing"};
    if (each.tax_category && each.tax_category->size() > limits::text_length_max)
      return Error{Errc::out_of_range, place + ".tax_category is too long"};
    if (auto good = check(amended.quantity_on(each.effective)); !good)
      return within(place, good.error());
    if (auto good = check_discount(each.discount_basis_points); !good)
      return within(place, good.error());
  }
  return {};
}

inline Result<Service> Service::create(Terms terms) {
  const auto fail = [&](const Error& error) { return within("service " + terms.id.text(), error); };
  if (auto id = ServiceId::parse(terms.id.text()); !id) return id.error();
  if (terms.name.size() > limits::text_length_max)
    return fail(
        {Errc::out_of_range, "name is longer than " + std::to_string(limits::text_length_max)});
  if (auto prices = check_prices(terms); !prices) return fail(prices.error());
  if (auto quantity = check(terms.quantity); !quantity) return fail(quantity.error());
  if (auto policy = check_policy(terms); !policy) return fail(policy.error());
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

inline Period Service::life() const {
  return {terms_.effective, terms_.end.value_or(detail::open_end())};
}

inline const std::string& Service::tax_category_on(Date day) const {
  const auto* amended = amended_on(terms_.amendments, &ServiceAmendment::tax_category, day);
  return amended ? *amended : terms_.tax_category;
}

inline std::int32_t Service::discount_on(Date day) const {
  const auto* amended =
      amended_on(terms_.amendments, &ServiceAmendment::discount_basis_points, day);
  return amended ? *amended : 0;
}

inline QuantityTerms Service::quantity_on(Date day) const {
  QuantityTerms quantity = terms_.quantity;
  const auto amended = [&](std::optional<Units> ServiceAmendment::*field) {
    return amended_on(terms_.amendments, field, day);
  };
  if (const auto* included = amended(&ServiceAmendment::included)) quantity.included = *included;
  if (const auto* minimum = amended(&ServiceAmendment::minimum)) quantity.minimum = *minimum;
  if (const auto* maximum = amended(&ServiceAmendment::maximum)) quantity.maximum = *maximum;
  return quantity;
}

inline const DatedPrice& Service::listed_price_on(Date day) const {
  const DatedPrice* best = nullptr;
  for (const auto& price : terms_.prices)
    if (price.effective <= day && (!best || best->effective <= price.effective)) best = &price;
  if (best) return *best;
  const auto earlier = [](const DatedPrice& a, const DatedPrice& b) {
    return a.effective < b.effective;
  };
  return *std::min_element(terms_.prices.begin(), terms_.prices.end(), earlier);
}

inline std::int64_t Service::raised_millionths(const UnitPrice& price, Date listed,
                                               Date day) const {
  if (!terms_.indexation) return price.millionths();
  return indexed_millionths(price.millionths(), listed, *terms_.indexation, day);
}

inline Rate Service::rate_on(Date day) const {
  const DatedPrice& listed = listed_price_on(day);
  return {raised_millionths(listed.price, listed.effective, day), listed.cost.millionths()};
}

inline Result<Service> Service::per_unit(std::string id, std::string_view price,
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
