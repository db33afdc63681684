#include "store_sqlite/session.hpp"

#include "store_sql/write.hpp"
#include "store_sqlite/generation.hpp"

namespace billbyagent::sqlite {

Result<void> SqliteSession::write(const Changes& changes) {
  if (!reconciling_ && !(changes.batches.empty() && changes.states.empty()))
    if (auto going = check_reconciled(tables()); !going) return going;
  if (auto written = sql::write_changes(tables(), changes); !written) return written;
  return commit();
}

}  // namespace billbyagent::sqlite
