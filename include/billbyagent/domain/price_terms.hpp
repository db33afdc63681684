#pragma once

/// What units sell for: the same price for all, tiers, a fee for the whole service, and the yearly
/// raise. Threads: plain values.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/date.hpp"
#include "billbyagent/domain/money.hpp"
#include "billbyagent/domain/quantity_terms.hpp"

namespace billbyagent {

enum class PriceModel : std::uint8_t {
  per_unit,   ///< every unit at the unit price: the default
  volume,     ///< all units at the price of the tier that their number reaches
  graduated,  ///< the units of each tier at that tier's own price
};
template <>
inline constexpr NameTable<3> names_of<PriceModel>{"per_unit", "volume", "graduated"};

/// What a line bills for.
enum class ChargePart : std::uint8_t {
  base_fee,  ///< the service as a whole: quantity 1
  units,
  overage,          ///< units beyond the included ones
  minimum,          ///< what the parts before it lack to the minimum amount: quantity 1
  discount,         ///< percents of the parts before it, taken off: quantity 1 at a negative price
  discount_amount,  ///< an amount taken off: quantity 1 at a negative price
  charge,           ///< a free charge, or at a negative price a credit
};
template <>
inline constexpr NameTable<7> names_of<ChargePart>{
    "base_fee", "units", "overage", "minimum", "discount", "discount_amount", "charge"};

/// How a service charges. Free charges and credits are amounts with a text of their own, never
/// prorated.
enum class Charging : std::uint8_t {
  by_unit,             ///< units at their price, prorated: the default
  charge_once,         ///< on the effective date
  charge_each_period,  ///< in each billing period that it touches, whole
  credit_once,
  credit_each_period,
};
template <>
inline constexpr NameTable<5> names_of<Charging>{"by_unit", "charge_once", "charge_each_period",
                                                 "credit_once", "credit_each_period"};

constexpr bool is_once(Charging charging) noexcept {
  return charging == Charging::charge_once || charging == Charging::credit_once;
}
constexpr bool is_credit(Charging charging) noexcept {
  return charging == Charging::credit_once || charging == Charging::credit_each_period;
}

/// What one unit of a part sells for and costs, for one whole billing period.
struct Rate {
  std::int64_t price_millionths = 0;
  std::int64_t cost_millionths = 0;
  ChargePart part = ChargePart::units;

  friend auto operator<=>(const Rate&, const Rate&) = default;
  friend bool operator==(const Rate&, const Rate&) = default;
};

/// The units from the `from`-th to the `to`-th, of those that are charged.
struct PriceTier {
  Units from = 1;
  std::optional<Units> to{};  ///< the last unit of the tier; nothing: the last tier
  UnitPrice price;
  UnitPrice cost;

  friend bool operator==(const PriceTier&, const PriceTier&) = default;
};

/// A price with the day it begins to hold. Of two with the same day the later listed one holds.
struct DatedPrice {
  Date effective;
  UnitPrice price;  ///< with tiers: the first tier's
  UnitPrice cost;
  std::vector<PriceTier> tiers{};       ///< for volume and graduated prices
  std::optional<UnitPrice> base_fee{};  ///< for one whole billing period, whatever the units
  std::string reason{};                 ///< for people
  std::string author{};                 ///< who or what recorded it; empty for older ones
  Instant recorded{};

  /// The same price on the same day, whoever recorded it.
  friend bool operator==(const DatedPrice& a, const DatedPrice& b) {
    return a.effective == b.effective && a.price == b.price && a.cost == b.cost &&
           a.tiers == b.tiers && a.base_fee == b.base_fee;
  }
};

/// The price that holds on `day`: of those that have begun by then the last one, of two of one day
/// the later listed. Null before the first one.
const DatedPrice* price_on(const std::vector<DatedPrice>& prices, Date day);

/// What somebody says of a later price, beside its amount.
struct SaidOfPrice {
  bool cost = false;
  bool base_fee = false;
  bool tiers = false;
};
/// What is not said of `price` goes on as it is in `before`, the price that it follows on. The cost
/// of units in tiers stands with the tiers.
void inherit(DatedPrice& price, const DatedPrice& before, const SaidOfPrice& said);

/// A yearly raise of all prices of a service, not of its costs. Each raise is taken from the price
/// of the year before, rounded half up to `decimals`. A price that takes effect later is not raised
/// for the years before it.
struct Indexation {
  std::int32_t basis_points = 0;  ///< hundredths of a percent: 325 is 3.25 %
  Date first;                     ///< the first raise; the others follow every twelve months
  int decimals = 2;

  friend bool operator==(const Indexation&, const Indexation&) = default;
};

/// `3.25 %`
std::string percent_to_string(std::int32_t basis_points);

/// Name the field that is wrong. `place` is what the field belongs to, such as `prices[1]`.
Result<void> check_tiers(const std::vector<PriceTier>& tiers, const std::string& place);
Result<void> check(const Indexation& indexation);

/// What one raise makes of a price. Stays at `limits::price_millionths_max`.
std::int64_t raised_once(std::int64_t millionths, const Indexation& indexation);
/// The day of the n-th raise, from 0.
inline Date raise_day(const Indexation& indexation, int n) {
  return nth_month_from(indexation.first, 12 * n);
}

}  // namespace billbyagent

// Compiled already for whoever links the library.
#ifndef BILLBYAGENT_LINKED
#include "billbyagent/domain/detail/price_terms.hpp"
#endif
