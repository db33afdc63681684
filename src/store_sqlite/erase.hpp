#pragma once

/// Takes a name out of a file. Its tables refuse what is recorded to change, so their triggers are
/// away for as long as the transaction lasts.

#include <string>

#include "store_sql/query.hpp"
#include "store_sqlite/connection.hpp"

namespace billbyagent::sqlite {

/// Within a transaction that writes. In how many rows it stood.
Result<std::size_t> erase_name(Connection& connection, const TenantId& tenant,
                               const std::string& name);

}  // namespace billbyagent::sqlite
