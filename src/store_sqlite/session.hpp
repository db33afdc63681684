#pragma once

/// One SQLite transaction of one tenant.

#include <utility>

#include "store_sql/session.hpp"
#include "store_sqlite/store.hpp"

namespace billbyagent::sqlite {

class SqliteSession final : public sql::Session {
 public:
  /// `reconciling`: batches are written although posting is stopped.
  SqliteSession(Lease lease, TenantId tenant, bool reconciling)
      : lease_(std::move(lease)), tenant_(std::move(tenant)), reconciling_(reconciling) {}

  Result<void> write(const Changes& changes) override;
  sql::Tables tables() const override { return {*lease_, tenant_}; }
  Result<void> commit() override { return lease_->execute("COMMIT"); }
  Connection& connection() const { return *lease_; }

 private:
  Lease lease_;
  TenantId tenant_;
  bool reconciling_;
};

}  // namespace billbyagent::sqlite
