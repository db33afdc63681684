#pragma once

/// Whether a change of terms begins on a day that is posted. Prepaid days of a pause and of an end
/// come back by rule and are no surprise to whoever asks for them; all else that changes amounts is
/// asked for.

#include <vector>

#include "billbyagent/domain/contract.hpp"
#include "billbyagent/ports/transaction.hpp"

namespace billbyagent::app {

// Errors: `reaches_back` for the first that does; what the store says.

Result<void> check_reach(Transaction& transaction, const ContractId& id,
                         const std::vector<ContractAmendment>& amendments);
/// `contract`: as it is billed, for what holds from the next billing period on.
Result<void> check_reach(Transaction& transaction, const Contract& contract,
                         const ServiceId& service, const std::vector<ServiceAmendment>& amendments);
Result<void> check_price_reach(Transaction& transaction, const ServiceKey& key, Date first_day);

/// All in `wanted` that is new, of the contract and of the services that it has already.
Result<void> check_reach(Transaction& transaction, const Contract& saved, const Contract& wanted);

}  // namespace billbyagent::app
