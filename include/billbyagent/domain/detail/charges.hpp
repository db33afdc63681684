#pragma once

/// The functions of `charges.hpp`.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/domain/charges.hpp"

namespace billbyagent {

namespace detail {

class PriceList {
 public:
  PriceList(const Service& service, Date day)
      : service_(service),
        terms_(service.terms()),
        listed_(service.listed_price_on(day)),
        day_(day) {}

  std::vector<Charge> charges(Units charged) const;

 private:
  Rate rate(const UnitPrice& price, std::int64_t cost_millionths, ChargePart part) const {
    return {service_.raised_millionths(price, listed_.effective, day_), cost_millionths, part};
  }
  void add_tiers(std::vector<Charge>& charges, Units charged, ChargePart part) const;

  const Service& service_;
  const Service::Terms& terms_;
  const DatedPrice& listed_;
  Date day_;
};

BILLBYAGENT_INLINE void PriceList::add_tiers(std::vector<Charge>& charges, Units charged,
                                             ChargePart part) const {
  const bool volume = terms_.price_model == PriceModel::volume;
  for (const auto& tier : listed_.tiers) {
    const bool reached = tier.from <= std::max<Units>(charged, 1);
    if (!reached) return;
    const bool beyond = tier.to && *tier.to < charged;
    if (volume && beyond) continue;
    const Units last = beyond ? *tier.to : charged;
    const Units units = volume ? charged : last - (tier.from - 1);
    const Rate own = rate(tier.price, tier.cost.millionths(), part);
    // Two tiers at one price are one charge.
    if (!charges.empty() && charges.back().rate == own)
      charges.back().units += units;
    else
      charges.push_back({own, units});
  }
}

BILLBYAGENT_INLINE std::vector<Charge> PriceList::charges(Units charged) const {
  if (terms_.charging != Charging::by_unit) {
    const std::int64_t sign = is_credit(terms_.charging) ? -1 : 1;
    return {
        {{sign * listed_.price.millionths(), sign * listed_.cost.millionths(), ChargePart::charge},
         charged}};
  }
  std::vector<Charge> charges;
  if (listed_.base_fee) charges.push_back({rate(*listed_.base_fee, 0, ChargePart::base_fee), 1});
  const bool some_free = service_.quantity_on(day_).included > 0;
  const ChargePart part = some_free ? ChargePart::overage : ChargePart::units;
  if (listed_.tiers.empty())
    charges.push_back({rate(listed_.price, listed_.cost.millionths(), part), charged});
  else
    add_tiers(charges, charged, part);
  return charges;
}

BILLBYAGENT_INLINE std::int64_t percents_of(Int128 millionths, std::int32_t basis_points) {
  return static_cast<std::int64_t>(
      divide_rounded(millionths * basis_points, 10'000, Rounding::half_away_from_zero));
}

/// Where the price of one unit is rounded first, its discount is, too.
BILLBYAGENT_INLINE std::vector<Charge> discount_by_unit(const std::vector<Charge>& charges,
                                                        std::int32_t basis_points) {
  std::vector<Charge> found;
  for (const auto& charge : charges)
    if (const auto price = percents_of(charge.rate.price_millionths, basis_points);
        price != 0 && charge.units != 0)
      found.push_back({{-price, 0, ChargePart::discount}, charge.units});
  return found;
}

BILLBYAGENT_INLINE std::vector<Charge> discount_of_total(const std::vector<Charge>& charges,
                                                         std::int32_t basis_points) {
  static constexpr std::int64_t price_max = 1'000'000'000'000'000'000;
  const Int128 discount = divide_rounded(total_millionths(charges) * basis_points, 10'000,
                                         Rounding::half_away_from_zero);
  std::vector<Charge> found;
  const auto add = [&](Int128 price, Int128 units) {
    if (price != 0 && units != 0)
      found.push_back({{-static_cast<std::int64_t>(price), 0, ChargePart::discount},
                       static_cast<Units>(units)});
  };
  add(price_max, discount / price_max);
  add(discount % price_max, 1);
  return found;
}

}  // namespace detail

BILLBYAGENT_INLINE std::vector<Charge> discount_of(const std::vector<Charge>& charges,
                                                   std::int32_t basis_points, RoundingStep step) {
  return step == RoundingStep::line ? detail::discount_of_total(charges, basis_points)
                                    : detail::discount_by_unit(charges, basis_points);
}

BILLBYAGENT_INLINE std::optional<Charge> minimum_of(const std::vector<Charge>& charges,
                                                    std::int64_t minimum_millionths) {
  const Int128 lacking = minimum_millionths - detail::total_millionths(charges);
  if (lacking <= 0) return std::nullopt;
  return Charge{{static_cast<std::int64_t>(lacking), 0, ChargePart::minimum}, 1};
}

BILLBYAGENT_INLINE std::optional<Charge> amount_off(const std::vector<Charge>& charges,
                                                    std::int64_t millionths) {
  const Int128 off = std::min<Int128>(millionths, detail::total_millionths(charges));
  if (off <= 0) return std::nullopt;
  return Charge{{-static_cast<std::int64_t>(off), 0, ChargePart::discount_amount}, 1};
}

BILLBYAGENT_INLINE std::vector<Charge> charges_for(const Service& service, Units billed, Date day) {
  return detail::PriceList{service, day}.charges(charged_units(service, billed, day));
}

}  // namespace billbyagent
