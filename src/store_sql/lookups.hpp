#pragma once

/// Things that are looked up by their keys, or listed, and what belongs to them.

#include "store_sql/sql.hpp"

namespace billbyagent::sql {

Result<std::vector<Account>> list_accounts(const Tables& tables);
/// Of one contract or of all.
Result<std::vector<Batch>> list_batches(const Tables& tables,
                                        const std::optional<ContractId>& contract);
Result<std::vector<NoticeOnRecord>> list_pending(const Tables& tables, std::int64_t limit);
// The same as they are in the file, whatever their seals say.
Result<std::vector<Account>> read_accounts(const Tables& tables);
Result<std::vector<BatchOnRecord>> read_batches(const Tables& tables,
                                                const std::vector<BatchId>& ids);
Result<Found> find_all(const Tables& tables, const Keys& keys);

}  // namespace billbyagent::sql
