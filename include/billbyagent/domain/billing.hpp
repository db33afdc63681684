#pragma once

/// The heart of the library (D2, D5): what a service owes for a billing period, and what is left of
/// it after what was posted. Pure functions of state; running them again gives the same lines.
///
/// A line runs from the day of its change to the end of the billed days, so that several changes
/// stack: 10 units from the 1st, +2 from the 10th. Its amount is the rounded exact total after it
/// less the amounts before it; therefore the lines of a service and period always add up to the
/// rounded exact total, whatever the number of changes and runs (rounding step `line`; with
/// `unit_price` to the rounded prices of one unit, see running_total.hpp).
///
/// What was posted is compared with what is due day by day and basis by basis (rate, tax category
/// and account), not line by line. A change of the past therefore leaves exactly the difference,
/// positive or negative, dated where it belongs; a new tax category or account takes the units from
/// one basis to another. The rounded exact total is that of a tax category and account.
///
/// Where an amendment cuts a billing period, what lies behind the cut is not due in it: it is the
/// rest that comes back. The period that begins there may begin on the same day as the one that was
/// cut; its lines then go on with the numbers of that one.
///
/// A run through a day sees the counts, prices and amendments that take effect by that day, so one
/// run or two bill the same. An end or a pause that is known but lies ahead shortens what is not
/// posted yet; what is posted for its days stays until it is reached.
///
/// Threads: pure functions.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "billbyagent/domain/billed_parts.hpp"
#include "billbyagent/domain/contract_discount.hpp"
#include "billbyagent/domain/posting.hpp"
#include "billbyagent/domain/proration.hpp"
#include "billbyagent/domain/running_total.hpp"

namespace billbyagent {

/// All lines due for the billing period, as if nothing had been posted. Empty when the service is
/// not in force then. Errors: `out_of_range` for an amount beyond 64 bits.
Result<std::vector<LineItem>> bill(const Contract& contract, const Service& service,
                                   const UnitHistory& history, const Period& billing_period);

/// The same with what the contract takes off all its services together. Without `units`, above and
/// below, a contract that does so where other services come first is refused: `invalid_argument`.
Result<std::vector<LineItem>> bill(const Contract& contract, const Service& service,
                                   const UnitHistory& history, const Period& billing_period,
                                   const FindUnits& units);

/// The same for a service on its own, without a contract around it.
Result<std::vector<LineItem>> bill(const Service& service, const UnitHistory& history,
                                   const Period& billing_period);

/// What is still to be posted as seen from `through`: due minus posted. `posted` are the service's
/// lines of this billing period in the order of posting, also those that were returned (their
/// sequence numbers stay taken); `taken` are the keys of its lines of other billing periods that
/// begin on the same day. What an earlier run has seen of the period, this one sees too. Errors:
/// `out_of_range`; `conflicts` when a posted line was computed on another period or day count.
Result<std::vector<LineItem>> unposted(const Contract& contract, const Service& service,
                                       const UnitHistory& history, const Period& billing_period,
                                       std::span<const PostedLine> posted,
                                       Date through = detail::open_end(),
                                       const FindUnits& units = {},
                                       std::span<const LineKey> taken = {});

/// The service as it is in a billing period: with the conventions that hold there.
Service as_in(const Contract& contract, const Service& service, const Period& billing_period);
ProrationPolicy proration_in(const Contract& contract, const Service& service,
                             const Period& billing_period);

}  // namespace billbyagent

// Compiled already for whoever links the library.
#ifndef BILLBYAGENT_LINKED
#include "billbyagent/domain/detail/billing.hpp"
#endif
