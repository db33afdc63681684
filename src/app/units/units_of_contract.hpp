#pragma once

/// The units of all services of a contract, where its discount in money is shared by them.

#include <map>

#include "billbyagent/domain/billing.hpp"
#include "billbyagent/ports/transaction.hpp"

namespace billbyagent::app {

using UnitHistories = std::map<ServiceId, UnitHistory>;

/// Empty where nothing is shared.
Result<UnitHistories> units_of(Transaction& transaction, const Contract& contract);

/// `histories` has to outlive what is returned.
FindUnits find_in(const UnitHistories& histories);

}  // namespace billbyagent::app
