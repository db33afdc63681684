#pragma once

/// The contract of a service that somebody named.

#include "billbyagent/ports/store.hpp"

namespace billbyagent::app {

/// `not_found` unless the contract has the service.
Result<Contract> contract_with_service(Transaction& transaction, const ServiceKey& key);

}  // namespace billbyagent::app
