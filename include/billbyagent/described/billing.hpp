#pragma once

/// The fields of what billing review, posting and explanations are asked with and tell. Threads:
/// constants.

#include "billbyagent/app/batch_states.hpp"
#include "billbyagent/app/billing_automation.hpp"
#include "billbyagent/app/billing_review.hpp"
#include "billbyagent/app/explain.hpp"
#include "billbyagent/app/owed_credits.hpp"
#include "billbyagent/app/verify.hpp"
#include "billbyagent/described/ports.hpp"

namespace billbyagent {

BILLBYAGENT_FIELDS(Totals, amount, cost, lines);
BILLBYAGENT_FIELDS(BillingFilter, from, through, account, contract, service);
BILLBYAGENT_FIELDS(UnbilledUnits, service, day, counted, maximum);
BILLBYAGENT_FIELDS(OpenLines, lines, withheld, above_maximum, units_unknown);
BILLBYAGENT_FIELDS(ReviewedContract, contract, lines, units_unknown, withheld, above_maximum,
                   error);
BILLBYAGENT_FIELDS(OwedCredit, account, contract, amount, lines, charge_to_come);
BILLBYAGENT_FIELDS(BillingReview, today, through, contracts, totals, owed);
BILLBYAGENT_FIELDS(RmmFreshness, rmm, read_on, failed_on, failure, services, stale);
BILLBYAGENT_FIELDS(ServiceFreshness, key, rmm, counted_on, failed_on, failure, stale);
BILLBYAGENT_FIELDS(BatchLimit, max_rise_percent, small_minor, believed);
BILLBYAGENT_FIELDS(AutomationOptions, filter, credit_batches, settlement, zero_lines, most_periods,
                   batch_limit, day_limit, stale_days, stale_counts, why_lifted, dry_run, author,
                   contracts_per_transaction);
BILLBYAGENT_FIELDS(PostedContract, contract, account, status, batch, lines, units_unknown, withheld,
                   above_maximum, stale, error);
BILLBYAGENT_FIELDS(PostReport, day, through, zone, started, ended, dry_run, contracts, totals, owed,
                   stopped);
BILLBYAGENT_FIELDS(StateChange, author, reason, request);
BILLBYAGENT_FIELDS(Finding, subject, what);
BILLBYAGENT_FIELDS(VerifyReport, accounts, contracts, unit_changes, held_readings, batches, lines,
                   lines_recomputed, findings);
BILLBYAGENT_FIELDS(Explanation, line, posted, exact_before, exact_after, amounts_before, policy,
                   change, derivation, events, machines);

}  // namespace billbyagent
