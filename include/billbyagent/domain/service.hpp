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
    /// What a whole billing period comes to at least, before discounts.
    std::optional<UnitPrice> minimum_amount{};
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
  const std::string& name_on(Date day) const;
  const std::string& tax_category_on(Date day) const;
  QuantityTerms quantity_on(Date day) const;
  /// For a whole billing period, in millionths; 0: none.
  std::int64_t minimum_millionths_on(Date day) const;
  /// Its own, in hundredths of a percent.
  std::int32_t discount_on(Date day) const;
  /// Its own for a whole billing period, in millionths; 0: none.
  std::int64_t discount_millionths_on(Date day) const;
  ProrationPolicy proration_on(Date day) const;
  /// Nothing where no further raise comes.
  std::optional<Indexation> indexation_on(Date day) const;
  /// The service as its billing period is computed that begins on `day`: what changes only where a
  /// period begins is as it is on that day. Of the service's first period `day` is the service's
  /// first one.
  Service in_period_from(Date day) const;
  Service with_day_count(DayCount day_count) const;
  /// Whether that is something else than the service itself, for any day.
  bool changes_by_period() const;
  /// `visit(day, indexation)` for each yearly raise before `end`, in order.
  template <class Visit>
  void for_each_raise(Date end, Visit visit) const;
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
  static Result<void> check_amendments(const Terms& terms);
  static Result<void> check_charging(const Terms& terms);
  Result<void> check_amendment(const ServiceAmendment& amendment) const;
  Terms terms_;
};

namespace detail {

/// Where what has no end ends. Days of the year after it are not billed.
inline Date open_end() { return Date{limits::last_year, 1, 1}; }

}  // namespace detail

template <class Visit>
void Service::for_each_raise(Date end, Visit visit) const {
  std::vector<std::pair<Date, Indexation>> in_force;
  if (terms_.indexation) in_force.emplace_back(Date{limits::first_year, 1, 1}, *terms_.indexation);
  for (const auto& each : terms_.amendments)
    if (each.indexation) in_force.emplace_back(each.effective, *each.indexation);
  std::stable_sort(in_force.begin(), in_force.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < in_force.size(); ++i) {
    const auto& [begin, indexation] = in_force[i];
    const Date until = i + 1 < in_force.size() ? std::min(in_force[i + 1].first, end) : end;
    if (indexation.basis_points == 0) continue;
    for (int n = 0; raise_day(indexation, n) < until; ++n)
      if (begin <= raise_day(indexation, n)) visit(raise_day(indexation, n), indexation);
  }
}

}  // namespace billbyagent

// Compiled already for whoever links the library.
#ifndef BILLBYAGENT_LINKED
#include "billbyagent/domain/detail/service.hpp"
#endif
