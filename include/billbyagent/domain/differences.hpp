#pragma once

/// What is due less what is posted, on one day, said as differences: so many units more or fewer at
/// a rate, or a step of the price, of one payer each. Threads: pure functions.

#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/domain/proration.hpp"

namespace billbyagent::detail {

using UnitsByRate = std::map<Rate, Units>;

/// Whose lines add up to a rounded exact total of their own.
struct Payer {
  AccountId account{};
  std::string tax_category{};

  friend auto operator<=>(const Payer&, const Payer&) = default;
  friend bool operator==(const Payer&, const Payer&) = default;
};

inline bool is_of(const Level& level, const Payer& payer) {
  return level.account == payer.account && level.tax_category == payer.tax_category;
}

/// What units are compared by: those of one basis may be one line, those of two never.
struct Basis {
  Payer payer{};
  Rate rate{};

  friend auto operator<=>(const Basis&, const Basis&) = default;
  friend bool operator==(const Basis&, const Basis&) = default;
};

/// How many units are billed on which basis.
using UnitsByBasis = std::map<Basis, Units>;

inline void add_units(UnitsByBasis& units, const Basis& basis, Units quantity) {
  const auto at = units.try_emplace(basis, 0).first;
  at->second += quantity;
  if (at->second == 0) units.erase(at);
}

inline void add_all(UnitsByBasis& units, const UnitsByBasis& more, Units sign) {
  for (const auto& [basis, quantity] : more) add_units(units, basis, sign * quantity);
}

inline void add_level(UnitsByBasis& units, const Level& level, Units sign) {
  Basis basis{{level.account, level.tax_category}};
  for (const auto& charge : level.charges) {
    basis.rate = charge.rate;
    add_units(units, basis, sign * charge.units);
  }
}

/// The one charge of the part, or null when there are none or several.
inline const Charge* only_charge(const Level& level, ChargePart part) {
  const Charge* only = nullptr;
  for (const auto& charge : level.charges) {
    if (charge.rate.part != part) continue;
    if (only) return nullptr;
    only = &charge;
  }
  return only;
}

/// The units of the rate's part; where the part is billed at several rates, those at this one.
inline Units units_at_rate(const Level& level, const Rate& rate) {
  if (const Charge* only = only_charge(level, rate.part)) return only->units;
  for (const auto& charge : level.charges)
    if (charge.rate == rate) return charge.units;
  return 0;
}

/// One difference to be billed from a day on.
struct Difference {
  Units quantity = 0;
  std::optional<Rate> rate_from{};
  Rate rate{};
  Payer payer{};
};

inline Units units_for(const Level& level, const Difference& difference) {
  return is_of(level, difference.payer) ? units_at_rate(level, difference.rate) : 0;
}

/// Says a difference in the units by rate of one part as lines: a change of units at a price, a
/// change of the price. `before` and `after` are what is charged on both sides of the day.
inline void add_differences(UnitsByRate open, ChargePart part, const Level& before,
                            const Level& after, std::vector<Difference>& differences) {
  const auto take = [&](const Rate& rate) {
    const auto at = open.find(rate);
    const Units quantity = at->second;
    open.erase(at);
    return quantity;
  };
  const auto price_step = [&](const Rate& from, const Rate& to, Units quantity) {
    differences.push_back({quantity, from, to, {}});
  };
  if (open.size() == 2 && open.begin()->second == -std::next(open.begin())->second) {
    const auto& first = *open.begin();
    const auto& second = *std::next(open.begin());
    if (first.second < 0)
      price_step(first.first, second.first, second.second);
    else
      price_step(second.first, first.first, first.second);
    return;
  }
  const Charge* from = only_charge(before, part);
  const Charge* to = only_charge(after, part);
  if (from && to && from->rate != to->rate && open.contains(from->rate) &&
      open.contains(to->rate)) {
    const Units leaving = take(from->rate);
    const Units arriving = take(to->rate);
    if (leaving + arriving != 0)
      differences.push_back({leaving + arriving, std::nullopt, from->rate, {}});
    price_step(from->rate, to->rate, arriving);
  }
  // In the order of the tiers, as far as there are any.
  for (const auto& charge : after.charges)
    if (open.contains(charge.rate))
      differences.push_back({take(charge.rate), std::nullopt, charge.rate, {}});
  for (const auto& [rate, quantity] : open)
    differences.push_back({quantity, std::nullopt, rate, {}});
}

/// A change of the tax category or the account is never a price step: it leaves one and arrives at
/// the other.
inline std::vector<Difference> as_differences(const UnitsByBasis& open, const Level& before,
                                              const Level& after) {
  std::vector<Difference> differences;
  static const Level nothing;
  for (auto at = open.begin(); at != open.end();) {
    const Payer& payer = at->first.payer;
    const auto of = [&](const Level& level) -> const Level& {
      return is_of(level, payer) ? level : nothing;
    };
    UnitsByRate by_part[names_of<ChargePart>.size()];
    for (; at != open.end() && at->first.payer == payer; ++at)
      by_part[static_cast<std::size_t>(at->first.rate.part)].emplace(at->first.rate, at->second);
    const auto first_of_payer = differences.size();
    for (const auto part : every<ChargePart>())
      if (auto& open_part = by_part[static_cast<std::size_t>(part)]; !open_part.empty())
        add_differences(std::move(open_part), part, of(before), of(after), differences);
    for (auto i = first_of_payer; i < differences.size(); ++i) differences[i].payer = payer;
  }
  return differences;
}

}  // namespace billbyagent::detail
