#pragma once

/// How far a service is billed.

#include <optional>

#include "billbyagent/ports/transaction.hpp"

namespace billbyagent::app {

/// The last day that lines bill which stand; nothing when none do.
Result<std::optional<Date>> posted_through(Transaction& transaction, const ServiceKey& key);

}  // namespace billbyagent::app
