#pragma once

/// A transaction's changes into their tables, several rows to each run of a statement.

#include "store_sql/sql.hpp"

namespace billbyagent::sql {

/// All of them, within the transaction that is open.
Result<void> write_changes(const Tables& tables, const Changes& changes);

Result<void> write_contract(const Tables& tables, const ContractChange& change);
Result<void> write_service(const Tables& tables, const ServiceKey& key,
                           const ServiceChanges& changes);

/// The first error of statements that were run.
template <class... Queries>
Result<void> end_of(const Queries&... queries) {
  Result<void> all;
  ((all = queries.end(), all.has_value()) && ...);
  return all;
}

}  // namespace billbyagent::sql
