#pragma once

/// From billed units to what is charged: so many units at this rate, tier by tier and part by part.
/// Threads: pure functions.

#include <algorithm>
#include <optional>
#include <vector>

#include "billbyagent/domain/service.hpp"

namespace billbyagent {

/// So many units at one rate.
struct Charge {
  Rate rate{};
  Units units = 0;

  friend bool operator==(const Charge&, const Charge&) = default;
};

/// The charges for `billed` units (measured, and within minimum and maximum) at the prices of
/// `day`: the base fee, if there is one, and the units beyond the included ones by tier. Without
/// any such unit the first tier stands with none. Before discounts.
std::vector<Charge> charges_for(const Service& service, Units billed, Date day);

/// What so many hundredths of a percent of the charges are, to a millionth: one unit at a negative
/// price, and more units where one price can't hold it. Where the price of one unit is rounded
/// first, the discount is taken of each unit, so that it never exceeds what it is taken of. Empty
/// when they come to nothing.
std::vector<Charge> discount_of(const std::vector<Charge>& charges, std::int32_t basis_points,
                                RoundingStep step);

/// What the charges lack to the minimum amount of a whole billing period; nothing when they reach
/// it.
std::optional<Charge> minimum_of(const std::vector<Charge>& charges,
                                 std::int64_t minimum_millionths);

/// An amount for a whole billing period, taken off as far as the charges reach; nothing when they
/// come to nothing. Where the price of one unit is rounded first, the amount is rounded for itself.
std::optional<Charge> amount_off(const std::vector<Charge>& charges, std::int64_t millionths);

/// The units that are charged of the billed ones.
inline Units charged_units(const Service& service, Units billed, Date day) {
  return std::max<Units>(billed - service.quantity_on(day).included, 0);
}

namespace detail {

inline Int128 total_millionths(const std::vector<Charge>& charges) {
  Int128 total = 0;
  for (const auto& charge : charges) total += Int128{charge.rate.price_millionths} * charge.units;
  return total;
}

}  // namespace detail

}  // namespace billbyagent

// Compiled already for whoever links the library.
#ifndef BILLBYAGENT_LINKED
#include "billbyagent/domain/detail/charges.hpp"
#endif
