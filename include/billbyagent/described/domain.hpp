#pragma once

/// The fields of the domain's structs. Threads: constants.

#include "billbyagent/base/result.hpp"
#include "billbyagent/described/fields.hpp"
#include "billbyagent/domain/agent.hpp"
#include "billbyagent/domain/agent_scope.hpp"
#include "billbyagent/domain/book.hpp"
#include "billbyagent/domain/charges.hpp"
#include "billbyagent/domain/evidence.hpp"
#include "billbyagent/domain/notice.hpp"
#include "billbyagent/domain/posting.hpp"
#include "billbyagent/domain/proration.hpp"
#include "billbyagent/domain/running_total.hpp"
#include "billbyagent/domain/unit_history.hpp"

namespace billbyagent {

BILLBYAGENT_FIELDS(Error, code, context);

// What an RMM shows, and what of it a service counts.
BILLBYAGENT_FIELDS(Organization, id, name, reference);
BILLBYAGENT_FIELDS(MachineGroup, id, name, organization, parent);
BILLBYAGENT_FIELDS(View, id, name);
BILLBYAGENT_FIELDS(Agent, id, name, organization, group, state, operating_system, serial_number,
                   mac_address, first_seen, last_seen, marked_for_deletion, ephemeral, device_type);
BILLBYAGENT_FIELDS(MachineClass, name, operating_system_contains, device_types);
BILLBYAGENT_FIELDS(CountRule, suspended, never_checked_in, template_account, marked_for_deletion,
                   ephemeral, duplicate, seen_within_days, grace_new_days, grace_gone_days);
BILLBYAGENT_FIELDS(AgentScope, rmm, organization, group, sub_groups, view, machines,
                   operating_system_contains, rule, machine_class, classes);
BILLBYAGENT_FIELDS(ManualUnits);

// Terms.
BILLBYAGENT_FIELDS(ProrationPolicy, day_count, effective_day, rounding, rounding_step, increase,
                   decrease, minimum_credit_minor);
BILLBYAGENT_FIELDS(QuantityTerms, measure, fixed_day, included, minimum, maximum);
BILLBYAGENT_FIELDS(Rate, price_millionths, cost_millionths, part);
BILLBYAGENT_FIELDS(PriceTier, from, to, price, cost);
BILLBYAGENT_FIELDS(DatedPrice, effective, price, cost, tiers, base_fee, reason, author, recorded);
BILLBYAGENT_FIELDS(Indexation, basis_points, first, decimals);
BILLBYAGENT_FIELDS(ServiceAmendment, effective, tax_category, included, minimum, maximum,
                   minimum_amount, discount_basis_points, discount_amount, indexation, day_count,
                   effective_day, rounding, rounding_step, increase, decrease, minimum_credit_minor,
                   measure, fixed_day, name, reason, author, recorded);
BILLBYAGENT_FIELDS(AgreedTerm, months, notice_days, at_end);
BILLBYAGENT_FIELDS(ContractAmendment, effective, status, discount_basis_points, discount_amount,
                   trust, cycle, timing, account, account_from, name, recipients, reason, author,
                   recorded, agreed_term);
BILLBYAGENT_FIELDS(Service::Terms, id, name, tax_category, currency, prices, unit_source, proration,
                   effective, end, billed_through, quantity, minimum_amount, price_model,
                   indexation, charging, amendments);
BILLBYAGENT_FIELDS(Contract::Terms, id, name, account, currency, cycle, timing, status, trust,
                   start, end, billed_through, recipients, services, machine_classes, amendments,
                   agreed_term);
BILLBYAGENT_FIELDS(Account, id, name, organization, overlaps, links);
BILLBYAGENT_FIELDS(ServiceKey, contract, service);
BILLBYAGENT_FIELDS(FirstUnits, key, units);
BILLBYAGENT_FIELDS(Book, accounts, contracts, first_units, named_of_accounts, named_of_contracts);

// Units and the machines behind them.
BILLBYAGENT_FIELDS(UnitChange, effective, units, reason, note, author, recorded, sequence);
BILLBYAGENT_FIELDS(DatedUnits, effective, units);
BILLBYAGENT_FIELDS(Hardware, serial, mac);
BILLBYAGENT_FIELDS(Machine, agent, name, hardware);
BILLBYAGENT_FIELDS(MachineEvent, seen, move, agent, name, detail, hardware, since);
BILLBYAGENT_FIELDS(HeldReading, effective, units, cause, proposal, why, recorded, machines);
BILLBYAGENT_FIELDS(HeldEnding, how, author, reason, when);
BILLBYAGENT_FIELDS(EndedReading, reading, ending);

// From units to lines.
BILLBYAGENT_FIELDS(Charge, rate, units);
BILLBYAGENT_FIELDS(Level, units, charges, tax_category, account);
BILLBYAGENT_FIELDS(Step, effective, billed_from, before, after);
BILLBYAGENT_FIELDS(ProrationPeriods, billing_period, billed, steps);
BILLBYAGENT_FIELDS(Fraction, numerator, denominator);
BILLBYAGENT_FIELDS(ExactValue, numerator, denominator);
BILLBYAGENT_FIELDS(LineKey, contract, service, period_begin, effective, sequence);
BILLBYAGENT_FIELDS(LineItem, key, kind, billing_period, span, units_before, units_after, quantity,
                   rate_from, rate, share, amount, cost, available_on, service_name, tax_category,
                   counted_on, unit_changes, account);
BILLBYAGENT_FIELDS(PostedLine, line, batch, state, posted, invoice_number, through);
BILLBYAGENT_FIELDS(StateRecord, batch, state, author, reason, invoice_number, recorded);
BILLBYAGENT_FIELDS(Batch, id, contract, account, posted_on, total, posted, author, state,
                   invoice_number, through, settlement, terms);
BILLBYAGENT_FIELDS(Notice, id, kind, contract, account, recipients, subject, body, created);

}  // namespace billbyagent
