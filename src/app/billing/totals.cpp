#include "billbyagent/app/totals.hpp"

namespace billbyagent {

Result<void> add_line(TotalsByCurrency& totals, const LineItem& line) {
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

Result<TotalsByCurrency> totals_of(const std::vector<LineItem>& lines) {
  TotalsByCurrency totals;
  for (const auto& line : lines)
    if (auto added = add_line(totals, line); !added) return added.error();
  return totals;
}

}  // namespace billbyagent
