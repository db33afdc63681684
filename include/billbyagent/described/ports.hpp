#pragma once

/// The fields of the structs that the ports speak in, beside those of the domain. Threads:
/// constants.

#include "billbyagent/described/domain.hpp"
#include "billbyagent/ports/dossier.hpp"
#include "billbyagent/ports/rmm_provider.hpp"
#include "billbyagent/ports/store_session.hpp"
#include "billbyagent/ports/transaction.hpp"

namespace billbyagent {

BILLBYAGENT_FIELDS(AgentQuery, view);
BILLBYAGENT_FIELDS(AgentCount, agents);

// What stores are asked for and what they answer.
BILLBYAGENT_FIELDS(ServiceDossier, units, digest, machines, events, held, ended, last_proposal);
BILLBYAGENT_FIELDS(Dossier, id, contract, services, lines, batch_count, closed_end);
BILLBYAGENT_FIELDS(BatchOnRecord, batch, lines, states);
BILLBYAGENT_FIELDS(NoticeOnRecord, notice, attempts, delivered, number, claimed);
BILLBYAGENT_FIELDS(Keys, accounts, batches, notices, runs);
BILLBYAGENT_FIELDS(Found, accounts, batches, notices, runs);
BILLBYAGENT_FIELDS(PendingNotice, notice, attempts);
BILLBYAGENT_FIELDS(UncountedService, key, why);
BILLBYAGENT_FIELDS(ReadingRecord, number, rmm, only, day, began, state, ended, agents, failure,
                   shown, uncounted);
BILLBYAGENT_FIELDS(RunRecord, id, job, day, zone, started, ended, summary, failures, lifted);

// What a transaction changes.
BILLBYAGENT_FIELDS(Tombstone, contract, service, author, reason, deleted);
BILLBYAGENT_FIELDS(ContractChange, before, after);
BILLBYAGENT_FIELDS(NewHeldReading, reading, ending);
BILLBYAGENT_FIELDS(ServiceChanges, units, events, digest, machines, ending, held);
BILLBYAGENT_FIELDS(NewBatch, batch, lines);
BILLBYAGENT_FIELDS(NoticeClaim, notice, since);
BILLBYAGENT_FIELDS(Closing, reopened, end);
BILLBYAGENT_FIELDS(DeliveryMark, notice, when, failure);
BILLBYAGENT_FIELDS(Changes, accounts, contracts, services, batches, states, notices, claims,
                   deliveries, runs, readings, tombstones, closings);

}  // namespace billbyagent
