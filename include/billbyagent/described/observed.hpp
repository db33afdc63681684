#pragma once

/// The fields of what is only observed. Threads: constants.

#include "billbyagent/app/observed_units.hpp"
#include "billbyagent/described/domain.hpp"

namespace billbyagent {

BILLBYAGENT_FIELDS(ObservedUnits, account, contract, service, units, seen, billing_period, amount);

}  // namespace billbyagent
