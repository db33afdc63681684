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
#include "billbyagent/domain/money.hpp"
#include "billbyagent/domain/proration_policy.hpp"

namespace billbyagent {

using Units = std::int64_t;

/// Units typed in by a person.
struct ManualUnits {
  friend bool operator==(const ManualUnits&, const ManualUnits&) = default;
};

/// Where the units of a service come from: a person, or the RMM's agents of a scope.
using UnitSource = std::variant<ManualUnits, AgentScope>;

/// What one unit sells for and costs, for one whole billing period.
struct Rate {
  std::int64_t price_millionths = 0;
  std::int64_t cost_millionths = 0;

  friend auto operator<=>(const Rate&, const Rate&) = default;
  friend bool operator==(const Rate&, const Rate&) = default;
};

/// A price with the day it begins to hold. Of two with the same day the later listed one holds.
struct DatedPrice {
  Date effective;
  UnitPrice price;
  UnitPrice cost;

  Rate rate() const noexcept { return {price.millionths(), cost.millionths()}; }
  friend bool operator==(const DatedPrice&, const DatedPrice&) = default;
};

class Service {
 public:
  struct Terms {
    ServiceId id{};
    std::string name{};
    std::string tax_category{};  ///< passed through to the line items
    Currency currency;
    std::vector<DatedPrice> prices{};  ///< the first must hold on the effective date
    UnitSource unit_source{};
    ProrationPolicy proration{};
    Date effective;             ///< the first billed day
    std::optional<Date> end{};  ///< the first day that is no longer billed; nothing: open

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
  /// The price and cost that hold on `day`; before the first price, the first one.
  Rate rate_on(Date day) const;

  friend bool operator==(const Service&, const Service&) = default;

 private:
  explicit Service(Terms terms) : terms_(std::move(terms)) {}
  static Result<void> check_prices(const Terms& terms);
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

inline Result<void> Service::check_prices(const Terms& terms) {
  if (terms.prices.empty()) return Error{Errc::invalid_argument, "prices: at least one is needed"};
  if (terms.prices.size() > limits::prices_per_service_max)
    return Error{Errc::out_of_range, "prices: " + std::to_string(terms.prices.size())};
  for (const auto& price : terms.prices)
    for (const auto& currency : {price.price.currency(), price.cost.currency()})
      if (currency != terms.currency)
        return Error{Errc::currency_mismatch, "prices: " + to_string(currency) +
                                                  " in a service in " + to_string(terms.currency)};
  const auto holds = [&](const DatedPrice& price) { return price.effective <= terms.effective; };
  if (std::none_of(terms.prices.begin(), terms.prices.end(), holds))
    return Error{Errc::invalid_argument,
                 "prices: none holds on the effective date " + to_string(terms.effective)};
  return {};
}

inline Result<Service> Service::create(Terms terms) {
  const auto fail = [&](const Error& error) { return within("service " + terms.id.text(), error); };
  if (auto id = ServiceId::parse(terms.id.text()); !id) return id.error();
  if (terms.name.size() > limits::text_length_max)
    return fail(
        {Errc::out_of_range, "name is longer than " + std::to_string(limits::text_length_max)});
  if (auto prices = check_prices(terms); !prices) return fail(prices.error());
  if (!(terms.effective < detail::open_end()))
    return fail({Errc::out_of_range, "takes effect on " + to_string(terms.effective)});
  if (terms.end && !(terms.effective < *terms.end))
    return fail({Errc::ends_before_start, "ends on " + to_string(terms.end->previous()) +
                                              ", before it takes effect on " +
                                              to_string(terms.effective)});
  if (const auto* scope = std::get_if<AgentScope>(&terms.unit_source))
    if (auto good = detail::check_scope(*scope); !good) return fail(good.error());
  return Service{std::move(terms)};
}

inline Rate Service::rate_on(Date day) const {
  const DatedPrice* best = nullptr;
  for (const auto& price : terms_.prices)
    if (price.effective <= day && (!best || best->effective <= price.effective)) best = &price;
  if (best) return best->rate();
  const auto earlier = [](const DatedPrice& a, const DatedPrice& b) {
    return a.effective < b.effective;
  };
  return std::min_element(terms_.prices.begin(), terms_.prices.end(), earlier)->rate();
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
