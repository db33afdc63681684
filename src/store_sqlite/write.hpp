#pragma once

/// A transaction's changes into their tables, several rows to each run of a statement.

#include "billbyagent/ports/changes.hpp"
#include "store_sqlite/connection.hpp"

namespace billbyagent::sqlite {

/// All of them, within the transaction that is open.
Result<void> write_changes(Connection& connection, const TenantId& tenant, const Changes& changes);

Result<void> write_contract(Connection& connection, const TenantId& tenant,
                            const ContractChange& change);
Result<void> write_service(Connection& connection, const TenantId& tenant, const ServiceKey& key,
                           const ServiceChanges& changes);

}  // namespace billbyagent::sqlite
