#pragma once

/// What a review or a posting looks at. Threads: plain value.

#include <optional>

#include "billbyagent/domain/line_item.hpp"

namespace billbyagent {

struct BillingFilter {
  /// Lines effective on this day or later; nothing: however old.
  std::optional<Date> from{};
  /// Lines available on this day or earlier; nothing: what the use-case says.
  std::optional<Date> through{};
  std::optional<AccountId> account{};  ///< who pays for the lines
  std::optional<ContractId> contract{};
  std::optional<ServiceId> service{};

  bool wants(const Contract& candidate) const {
    return (!account || candidate.is_of(*account)) && (!contract || *contract == candidate.id());
  }
  bool wants(const Service& candidate) const { return !service || *service == candidate.id(); }
  /// Of a contract and service that are wanted.
  bool wants(const LineItem& candidate) const {
    return (!from || *from <= candidate.key.effective) &&
           (!account || *account == candidate.account);
  }
};

/// How far a review looks ahead when nobody says: BMS shows three months.
inline Date usual_review_end(Date today) { return nth_month_from(today, 3); }

/// `invalid_period` when `from` lies after `through`; `out_of_range` for a `through` too far ahead.
Result<void> check(const BillingFilter& filter, Date today);

}  // namespace billbyagent
