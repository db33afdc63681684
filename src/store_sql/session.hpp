#pragma once

/// One transaction of one tenant. What is written has been checked by those above; the database's
/// own constraints are the second line, and the last word on keys.

#include <vector>

#include "billbyagent/ports/store_session.hpp"
#include "store_sql/query.hpp"

namespace billbyagent::sql {

/// Everything but the end of the transaction.
class Session : public StoreSession {
 public:
  Result<std::vector<Dossier>> load(std::span<const ContractId> ids, Wanted wanted) override;
  Result<Found> find(const Keys& keys) override;
  Result<std::vector<Account>> accounts() override;
  Result<std::vector<ContractId>> contract_ids() override;
  Result<std::vector<ServiceKey>> services_with(std::optional<Date> events_since) override;
  Result<std::vector<Batch>> batches(const std::optional<ContractId>& contract) override;
  Result<std::vector<NoticeOnRecord>> pending_notices(std::size_t limit) override;
  Result<std::vector<RunRecord>> runs(std::size_t limit) override;
  Result<std::vector<ReadingRecord>> readings(std::size_t limit) override;
  Result<std::vector<Tombstone>> tombstones() override;

  // For those who go past the records.
  virtual Tables tables() const = 0;
  /// Rows were written with their numbers; the next ones are to be beyond them.
  virtual Result<void> number_rows() { return {}; }
  /// The end of a transaction that was written to without `write`.
  virtual Result<void> commit() = 0;
};

}  // namespace billbyagent::sql
