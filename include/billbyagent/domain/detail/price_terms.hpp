#pragma once

/// The functions of `price_terms.hpp`.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/domain/price_terms.hpp"

namespace billbyagent {

BILLBYAGENT_INLINE std::string percent_to_string(std::int32_t basis_points) {
  std::string text = detail::scaled_to_decimal(basis_points, 2);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text + " %";
}

BILLBYAGENT_INLINE Result<void> check_tiers(const std::vector<PriceTier>& tiers,
                                            const std::string& place) {
  const auto refuse = [&](std::size_t at, const std::string& why) {
    return Error{Errc::invalid_argument, place + ".tiers[" + std::to_string(at) + "]: " + why};
  };
  if (tiers.size() > limits::tiers_max)
    return Error{Errc::out_of_range, place + ".tiers: " + std::to_string(tiers.size())};
  Units expected = 1;
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    const PriceTier& tier = tiers[i];
    if (tier.from < expected)
      return refuse(i, "from " + std::to_string(tier.from) + " overlaps the tier before it");
    if (tier.from > expected)
      return refuse(i, "from " + std::to_string(tier.from) + " leaves a hole: unit " +
                           std::to_string(expected) + " has no price");
    const bool last = i + 1 == tiers.size();
    if (last && tier.to) return refuse(i, "the last tier has no end");
    if (!last && !tier.to) return refuse(i, "only the last tier is open");
    if (tier.to && *tier.to < tier.from)
      return refuse(i, "ends at " + std::to_string(*tier.to) + ", before it begins");
    if (tier.to && *tier.to > limits::units_max)
      return refuse(i, "ends at " + std::to_string(*tier.to));
    expected = tier.to.value_or(0) + 1;
  }
  return {};
}

BILLBYAGENT_INLINE Result<void> check(const Indexation& indexation) {
  const auto refuse = [](const std::string& what) {
    return Error{Errc::out_of_range, "indexation." + what};
  };
  if (indexation.basis_points < 1 || indexation.basis_points > limits::raise_basis_points_max)
    return refuse("percent: " + percent_to_string(indexation.basis_points) +
                  " is not above 0 and up to 100 %");
  if (indexation.decimals < 0 || indexation.decimals > 6)
    return refuse("decimals: " + std::to_string(indexation.decimals));
  return {};
}

BILLBYAGENT_INLINE const DatedPrice* price_on(const std::vector<DatedPrice>& prices, Date day) {
  const DatedPrice* found = nullptr;
  for (const auto& price : prices)
    if (price.effective <= day && (!found || found->effective <= price.effective)) found = &price;
  return found;
}

BILLBYAGENT_INLINE void inherit(DatedPrice& price, const DatedPrice& before,
                                const SaidOfPrice& said) {
  if (!said.tiers && price.tiers.empty()) price.tiers = before.tiers;
  if (!said.cost && price.tiers.empty() && before.tiers.empty()) price.cost = before.cost;
  if (!said.base_fee) price.base_fee = before.base_fee;
}

BILLBYAGENT_INLINE std::int64_t raised_once(std::int64_t millionths, const Indexation& indexation) {
  Int128 step = 1;
  for (int i = indexation.decimals; i < 6; ++i) step *= 10;
  const Int128 raised = divide_rounded(Int128{millionths} * (10'000 + indexation.basis_points),
                                       10'000 * step, Rounding::half_away_from_zero) *
                        step;
  return static_cast<std::int64_t>(std::min<Int128>(raised, limits::price_millionths_max));
}

}  // namespace billbyagent
