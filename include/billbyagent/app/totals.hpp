#pragma once

/// Sums of lines, never across currencies. Plain values.

#include <map>
#include <utility>
#include <vector>

#include "billbyagent/domain/line_item.hpp"

namespace billbyagent {

struct Totals {
  Money amount;
  Money cost;
  std::size_t lines = 0;

  /// What is left after cost.
  Result<Money> margin() const { return subtract(amount, cost); }
};

/// By currency code.
using TotalsByCurrency = std::map<Currency, Totals>;

inline Result<void> add_line(TotalsByCurrency& totals, const LineItem& line) {
  const Currency currency = line.currency();
  auto& sum = totals.try_emplace(currency, Totals{Money::zero(currency), Money::zero(currency), 0})
                  .first->second;
  auto amount = add(sum.amount, line.amount);
  if (!amount) return amount.error();
  auto cost = add(sum.cost, line.cost);
  if (!cost) return cost.error();
  sum = {*amount, *cost, sum.lines + 1};
  return {};
}

inline Result<TotalsByCurrency> totals_of(const std::vector<LineItem>& lines) {
  TotalsByCurrency totals;
  for (const auto& line : lines)
    if (auto added = add_line(totals, line); !added) return added.error();
  return totals;
}

}  // namespace billbyagent
