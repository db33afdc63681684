#pragma once

/// The lines of a contract that can be billed by a day: the one computation behind billing review,
/// billing automation and their dry runs.
///
/// An untouched period can be billed from its first billed day on, in arrears from its last one. A
/// difference to a period of which something was already posted is available at once, however old
/// or far ahead the period is: no second job has to sweep for it. No line is left out for its own
/// date; what takes effect after `through` is not seen at all.
///
/// A billing period that is over, and of which nothing is open, stays so until something is
/// recorded that can change it. Such periods are closed: the next run begins behind them, and its
/// lines are those that it would have found without. `contract` is taken for the saved one; another
/// version of it is looked at as a whole.
///
/// Threads: all on the calling one, within the transaction that it is given.

#include <vector>

#include "billbyagent/app/billing_filter.hpp"
#include "billbyagent/domain/line_item.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent {

/// Units counted above the maximum of their service: nobody pays for them.
struct UnbilledUnits {
  ServiceId service{};
  Date day;  ///< the last day looked at
  Units counted = 0;
  Units maximum = 0;

  friend bool operator==(const UnbilledUnits&, const UnbilledUnits&) = default;
};

struct OpenLines {
  std::vector<LineItem> lines{};  ///< by service, period and day
  /// Lines of services and periods whose open lines add up to a credit below the service's minimum
  /// credit. They stay open until the credit is large enough or a charge joins them.
  std::vector<LineItem> withheld{};
  std::vector<UnbilledUnits> above_maximum{};
  /// Derived services in force whose units were never counted: they can't be billed yet.
  std::vector<ServiceId> units_unknown{};
};

/// `through` is the last day on which a line may become available.
Result<OpenLines> open_lines(Transaction& transaction, const Contract& contract,
                             const BillingFilter& filter, Date through);

}  // namespace billbyagent
