#pragma once

/// One transaction of one tenant. When writing, rows are locked before what belongs to them is
/// read: contracts for us alone, so that nobody else posts, corrects, confirms or deletes
/// meanwhile.

#include "store_postgres/channel.hpp"
#include "store_sql/session.hpp"

namespace billbyagent::postgres {

class PostgresSession final : public sql::Session {
 public:
  PostgresSession(std::shared_ptr<Pool> pool, TenantId tenant, Access access)
      : channel_(std::move(pool), access), tenant_(std::move(tenant)), access_(access) {}

  Result<void> begin() { return channel_.begin(); }

  Result<std::vector<Dossier>> load(std::span<const ContractId> ids, Wanted wanted) override;
  Result<Found> find(const Keys& keys) override;
  Result<std::vector<Account>> accounts() override;
  Result<std::vector<ContractId>> contract_ids() override;
  Result<std::vector<Batch>> batches(const std::optional<ContractId>& contract) override;
  Result<std::vector<NoticeOnRecord>> pending_notices(std::size_t limit) override;
  Result<std::vector<RunRecord>> runs(std::size_t limit) override;
  Result<std::vector<ReadingRecord>> readings(std::size_t limit) override;
  Result<void> write(const Changes& changes) override;
  sql::Tables tables() const override { return {channel_, tenant_}; }
  Result<void> number_rows() override;
  Result<void> commit() override { return channel_.commit(); }

 private:
  /// What `read` asks for, in one trip as far as it can be told beforehand.
  template <class Read>
  auto together(const Read& read) -> decltype(read());
  /// Before the next trip, when writing. `sql` names the tenant $1, and the ids $2.
  void lock(const std::string& sql);
  template <class Id>
  void lock(const std::string& sql, std::span<const Id> ids);

  mutable Channel channel_;
  TenantId tenant_;
  Access access_;
};

}  // namespace billbyagent::postgres
