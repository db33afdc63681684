#pragma once

/// Sums of lines, never across currencies. Threads: plain values.

#include <map>
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

Result<void> add_line(TotalsByCurrency& totals, const LineItem& line);
Result<TotalsByCurrency> totals_of(const std::vector<LineItem>& lines);

}  // namespace billbyagent
