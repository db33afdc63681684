#pragma once

/// Which generation the file is, and whether a tenant's posting is stopped in it.

#include <cstdint>

#include "store_sql/query.hpp"

namespace billbyagent::sqlite {

Result<std::int64_t> last_generation(sql::Connection& connection);

/// `store_behind` when a backup was restored and the tenant has not reconciled since.
Result<void> check_reconciled(const sql::Tables& tables);

}  // namespace billbyagent::sqlite
