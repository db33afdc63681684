#pragma once

/// The fields of the structs that the ports speak in, beside those of the domain.

#include "billbyagent/described/domain.hpp"
#include "billbyagent/ports/rmm_provider.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent {

BILLBYAGENT_FIELDS(AgentQuery, view);
BILLBYAGENT_FIELDS(AgentCount, agents);
BILLBYAGENT_FIELDS(PendingNotice, notice, attempts);
BILLBYAGENT_FIELDS(RunRecord, id, job, day, zone, started, ended, summary, failures);

}  // namespace billbyagent
