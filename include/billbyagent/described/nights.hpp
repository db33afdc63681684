#pragma once

/// The fields of what nights and counts of one service are asked with and tell. Threads: constants.

#include "billbyagent/app/get_units_now.hpp"
#include "billbyagent/app/import_book.hpp"
#include "billbyagent/app/nightly_sync.hpp"
#include "billbyagent/app/notices.hpp"
#include "billbyagent/app/record_units.hpp"
#include "billbyagent/app/service_history.hpp"
#include "billbyagent/app/sync_guard.hpp"
#include "billbyagent/app/sync_report.hpp"
#include "billbyagent/described/ports.hpp"

namespace billbyagent {

BILLBYAGENT_FIELDS(ImportReport, accounts_saved, contracts_created, contracts_updated,
                   contracts_unchanged, units_recorded, refused);
BILLBYAGENT_FIELDS(SyncGuard, max_drop_percent, small_drop_units, hold_rises, max_rise_percent,
                   small_rise_units, hold_first_zero);
BILLBYAGENT_FIELDS(DayLimit, most_days_ahead, believed);
BILLBYAGENT_FIELDS(NightlyOptions, deadline, time_per_rmm, guard, day_limit, why_lifted, dry_run,
                   only, all_machines, reason, author, contracts_per_transaction);
BILLBYAGENT_FIELDS(JudgedMachine, agent, name, verdict, detail);
BILLBYAGENT_FIELDS(RmmOutcome, rmm, provider, agents, started, ended, error, notes);
BILLBYAGENT_FIELDS(ServiceSync, key, account, service_name, status, before, counted, machines,
                   judged, held_why, proposal, error);
BILLBYAGENT_FIELDS(SyncReport, day, zone, started, ended, dry_run, agents, rmms, scan_error,
                   services, stopped);
BILLBYAGENT_FIELDS(UnitsNow, key, counted, present);
BILLBYAGENT_FIELDS(MachinesNow, units, machines);
BILLBYAGENT_FIELDS(KnownMachine, machine, state, since);
BILLBYAGENT_FIELDS(ServiceHistory, units, events, machines, in_grace, held, ended);
BILLBYAGENT_FIELDS(UnitsDecision, key, effective, units, reason, author, request);
BILLBYAGENT_FIELDS(DeliveryReport, delivered, failed, first_failure, left, stopped, elsewhere);

}  // namespace billbyagent
