#pragma once

/// The fields of what waits for a person, and of decisions about it. Threads: constants.

#include "billbyagent/app/decide_open.hpp"
#include "billbyagent/described/nights.hpp"

namespace billbyagent {

BILLBYAGENT_FIELDS(OpenDecision, key, account, account_name, service_name, present, readings,
                   digest, about, since, evidence);
BILLBYAGENT_FIELDS(OpenDecisions, rows, digest);
BILLBYAGENT_FIELDS(EndedDecision, about, key, since, evidence, ending);
BILLBYAGENT_FIELDS(DecisionRules, settlement, day_limit);
BILLBYAGENT_FIELDS(Decision, key, digest, kind, units, reason);
BILLBYAGENT_FIELDS(Decided, key, kind, changes, batch);
BILLBYAGENT_FIELDS(DecisionReport, decided, refused);

}  // namespace billbyagent
