#pragma once

/// What a change would do to the next invoices: the lines of two versions of a contract, period by
/// period, and the difference. Looks at what is due, not at what was posted. Threads: pure
/// functions.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/what_if.hpp"
#include "billbyagent/base/limits.hpp"
#include "billbyagent/domain/line_item.hpp"

namespace billbyagent {

/// An amount on both sides, and what the change makes of it.
struct AmountChange {
  Money before;
  Money after;
  Money difference;  ///< after less before

  static AmountChange none(Currency currency) {
    return {Money::zero(currency), Money::zero(currency), Money::zero(currency)};
  }
  friend bool operator==(const AmountChange&, const AmountChange&) = default;
};

struct ServicePeriodDifference {
  ServiceId service{};
  Period billing_period;
  std::vector<LineItem> before{};  ///< empty when the service is not in force then
  std::vector<LineItem> after{};
  AmountChange amount;
  AmountChange cost;
  // Against the machines that count on the period's last day, by agent id.
  std::vector<Machine> machines_added{};
  std::vector<Machine> machines_removed{};
  /// The difference over the machines, when only machines come (or only go), the service's prices
  /// are the same on both sides and it divides without a remainder.
  std::optional<Money> average_per_machine{};
};

struct PeriodDifference {
  Period billing_period;
  AmountChange amount;
  AmountChange cost;
};

struct Preview {
  ContractId contract{};
  Currency currency;
  Date from;
  std::vector<ServicePeriodDifference> services{};  ///< by period, in it in the contract's order
  std::vector<PeriodDifference> periods{};
  AmountChange amount;  ///< of all periods
  AmountChange cost;
  /// The days that the compared periods of each side cover; they differ when the cycle does.
  Period covered_before;
  Period covered_after;
  /// Services in force that were never counted: no lines on that side.
  std::vector<ServiceId> units_unknown_before{};
  std::vector<ServiceId> units_unknown_after{};
};

/// The lines of `periods` (1 to `limits::preview_periods_max`) billing periods of `before`, of
/// which the one that holds `from` is the first, and of the periods of `after` that begin in the
/// same days. Lines are paired by service id and billing period; a service of one side only is all
/// difference. Errors: `currency_mismatch` naming both; `out_of_range` for `periods`, a day at the
/// edge of the calendar, or an amount.
Result<Preview> preview(const PreviewSide& before, const PreviewSide& after, Date from,
                        int periods);

/// What a person needs to follow the preview to its sums by hand: per period and service the
/// amounts, the lines that only one side has, and the machines that come and go, of each at most
/// `machines_shown` by name.
std::vector<std::string> to_text(const Preview& preview,
                                 std::size_t machines_shown = limits::agents_per_scan_max);

}  // namespace billbyagent
