#pragma once

/// One tenant's book, histories, lines and notices from one SQL store into another, row by row: a
/// file moves to a server, or back. Link `billbyagent::sqlite` or `billbyagent::postgres`.
///
/// Threads: nobody else may write the tenant in either store, or what is written meanwhile stays
/// behind.

#include <cstdint>
#include <string>
#include <vector>

#include "billbyagent/ports/store.hpp"

namespace billbyagent {

struct CopiedTable {
  std::string name{};
  std::int64_t rows = 0;

  friend bool operator==(const CopiedTable&, const CopiedTable&) = default;
};

struct StoreCopy {
  std::vector<CopiedTable> tables{};
  std::vector<Money> totals{};  ///< of all lines ever posted, a currency each

  friend bool operator==(const StoreCopy&, const StoreCopy&) = default;
};

/// All or nothing. Before it is committed it is read again: each table has as many rows with the
/// same values, each service the same totals, and every record its seal. Errors: `conflicts` when
/// the tenant has anything in `to`; `not_found` when it has nothing in `from`; `invalid_argument`
/// for stores that are not SQL databases; `store_failed`.
Result<StoreCopy> copy_tenant(Store& from, Store& to, const TenantId& tenant);

}  // namespace billbyagent
