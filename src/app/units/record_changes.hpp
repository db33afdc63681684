#pragma once

/// Writes what was decided about a service.

#include "billbyagent/ports/transaction.hpp"

namespace billbyagent::app {

/// Puts `more` behind `changes`; at most one of them ends the open readings.
void append(ServiceChanges& changes, ServiceChanges more);

/// `units` in their order, then `events`, then the end of what was open, then `held`.
Result<void> record(Transaction& transaction, const ServiceKey& key, const ServiceChanges& changes);

}  // namespace billbyagent::app
