#pragma once

/// Billing review: everything that can be billed and was not, up to a day. Reads only. Threads: all
/// on the calling one; several may work over one store at the same time.

#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/app/open_lines.hpp"
#include "billbyagent/app/totals.hpp"

namespace billbyagent {

struct ReviewedContract {
  Contract contract;
  std::vector<LineItem> lines{};
  std::vector<ServiceId> units_unknown{};
  std::vector<LineItem> withheld{};            ///< credits that are too small as yet; not in totals
  std::vector<UnbilledUnits> above_maximum{};  ///< a warning: counted, but not billed
  std::optional<Error> error{};  ///< the contract could not be computed; its lines are missing
};

struct BillingReview {
  Date today;
  Date through;
  std::vector<ReviewedContract> contracts{};  ///< those with something to tell
  TotalsByCurrency totals{};
};

/// Of a contract that is paused or ended it shows what is left to settle. One contract that can't
/// be computed does not hide the others.
Result<BillingReview> billing_review(const Desk& desk, const BillingFilter& filter);

}  // namespace billbyagent
