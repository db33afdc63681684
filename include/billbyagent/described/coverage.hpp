#pragma once

/// The fields of the coverage report. Threads: constants.

#include "billbyagent/app/coverage.hpp"
#include "billbyagent/app/overlap_check.hpp"
#include "billbyagent/described/nights.hpp"

namespace billbyagent {

BILLBYAGENT_FIELDS(ScopeOverlap, first, second);
BILLBYAGENT_FIELDS(CountedTwice, first, second, overlaps, machines);
BILLBYAGENT_FIELDS(Worth, priced_by, cycle, billing_period, amount);
BILLBYAGENT_FIELDS(Unbilled, rmm, organization, organization_name, account, machines, worth,
                   worth_unknown);
BILLBYAGENT_FIELDS(LeftOut, service, machine, why, detail);
BILLBYAGENT_FIELDS(Uncounted, service, account, error, machines);
BILLBYAGENT_FIELDS(OrganizationWithoutAccount, rmm, organization, machines);
BILLBYAGENT_FIELDS(CoverageReport, day, zone, agents, covered, services, rmms, overlaps, unbilled,
                   left_out, without_account, uncounted, never_counted, totals,
                   machines_of_unknown_worth);

}  // namespace billbyagent
