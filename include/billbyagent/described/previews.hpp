#pragma once

/// The fields of what-if questions and their answers. Threads: constants.

#include "billbyagent/app/preview_contract.hpp"
#include "billbyagent/app/raise_prices.hpp"
#include "billbyagent/app/renewals.hpp"
#include "billbyagent/described/ports.hpp"

namespace billbyagent {

BILLBYAGENT_FIELDS(NewPrice, service, effective, price, cost);
BILLBYAGENT_FIELDS(MoreUnits, service, effective, delta);
BILLBYAGENT_FIELDS(SetUnits, service, effective, units);
BILLBYAGENT_FIELDS(ServiceEnds, service, last_day);
BILLBYAGENT_FIELDS(OtherMachines, service, effective, machines);
BILLBYAGENT_FIELDS(PreviewSide, contract, histories, events);
BILLBYAGENT_FIELDS(PreviewRequest, contract, replacement, first_units, what_if, from, periods);
BILLBYAGENT_FIELDS(AmountChange, before, after, difference);
BILLBYAGENT_FIELDS(ServicePeriodDifference, service, billing_period, before, after, amount, cost,
                   machines_added, machines_removed, average_per_machine);
BILLBYAGENT_FIELDS(PeriodDifference, billing_period, amount, cost);
BILLBYAGENT_FIELDS(Preview, contract, currency, from, services, periods, amount, cost,
                   covered_before, covered_after, units_unknown_before, units_unknown_after);

BILLBYAGENT_FIELDS(PriceRaise, basis_points, from, decimals, accounts, except_contracts,
                   except_services, reach_back, dry_run, author, reason, services, unit_price);
BILLBYAGENT_FIELDS(RaisedService, key, name, status, before, after, next_price);
BILLBYAGENT_FIELDS(RaisedContract, contract, account, amount);
BILLBYAGENT_FIELDS(RaiseReport, raise, services, contracts);

BILLBYAGENT_FIELDS(TermEnd, what, day, notice_by);
BILLBYAGENT_FIELDS(ComingRenewal, contract, service, account, name, what, day, notice_by,
                   agreed_term);
BILLBYAGENT_FIELDS(RenewalList, day, through, rows);
BILLBYAGENT_FIELDS(Renewal, agreed_term, reason, author);

}  // namespace billbyagent
