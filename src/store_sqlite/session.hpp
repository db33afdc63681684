#pragma once

/// One SQLite transaction of one tenant. What is written has been checked by those above; the
/// database's own constraints are the second line, and the last word on keys.

#include <utility>
#include <vector>

#include "billbyagent/ports/store_session.hpp"
#include "store_sqlite/query.hpp"
#include "store_sqlite/store.hpp"

namespace billbyagent::sqlite {

class SqliteSession final : public StoreSession {
 public:
  /// `reconciling`: batches are written although posting is stopped.
  SqliteSession(Lease lease, TenantId tenant, bool reconciling)
      : lease_(std::move(lease)), tenant_(std::move(tenant)), reconciling_(reconciling) {}

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
  Result<void> write(const Changes& changes) override;

 private:
  Tables tables() const { return {*lease_, tenant_}; }

  Lease lease_;
  TenantId tenant_;
  bool reconciling_;
};

}  // namespace billbyagent::sqlite
