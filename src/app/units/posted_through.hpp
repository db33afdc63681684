#pragma once

/// How far a service or a contract is billed.

#include <optional>

#include "billbyagent/ports/transaction.hpp"

namespace billbyagent::app {

/// The last day that lines bill which stand; nothing when none do.
Result<std::optional<Date>> posted_through(Transaction& transaction, const ServiceKey& key);
Result<std::optional<Date>> posted_through(Transaction& transaction, const ContractId& contract);

}  // namespace billbyagent::app
