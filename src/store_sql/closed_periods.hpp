#pragma once

/// Up to where a contract's billing periods are closed, and from which batch on its lines are read
/// then. What is before that batch is compared by `verify`, which reads everything.

#include <map>

#include "store_sql/seals.hpp"

namespace billbyagent::sql {

struct ClosedRow {
  Date end;                 ///< the periods that end by this day are closed
  std::int64_t number = 0;  ///< of the last closed batch; 0: none
  Chain before{};           ///< of the batches before that one
};
using ClosedRows = std::map<ContractId, ClosedRow>;

/// Of the group, compared with their seals; puts them into its dossiers.
Result<ClosedRows> read_closed(Group& group);

/// Once the batches are written and sealed.
Result<void> write_closings(const Tables& tables, const std::map<ContractId, Closing>& closings);

}  // namespace billbyagent::sql
