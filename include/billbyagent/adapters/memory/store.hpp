#pragma once

/// A store that lives as long as the object: for tests and trials. It keeps all promises of the
/// port (rollback, snapshots, one writer, tenants apart) except durability. Errors: those of the
/// port; of `begin` only `store_busy` and `invalid_argument`.
/// Threads: safe to share. Transactions must end before the store does.

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "billbyagent/adapters/memory/session.hpp"

namespace billbyagent {

class MemoryStore final : public Store {
 public:
  /// How long `begin` waits for another writer before it answers `store_busy`.
  explicit MemoryStore(std::chrono::milliseconds busy_timeout = std::chrono::seconds{10})
      : busy_timeout_(busy_timeout) {}

  Result<std::unique_ptr<StoreSession>> open(const TenantId& tenant, Access access) override {
    detail::WriterGate::Pass pass;
    if (access == Access::write) {
      pass = gate_.enter(busy_timeout_);
      if (!pass) return Error{Errc::store_busy, "memory store: another writer did not end in time"};
    }
    return std::unique_ptr<StoreSession>{std::make_unique<detail::MemorySession>(
        state_of(tenant), [this, tenant](auto state) { publish(tenant, std::move(state)); },
        std::move(pass))};
  }

 private:
  using State = std::shared_ptr<const detail::MemoryTenant>;

  State state_of(const TenantId& tenant) {
    const std::lock_guard lock{mutex_};
    auto& state = tenants_[tenant];
    if (!state) state = std::make_shared<const detail::MemoryTenant>();
    return state;
  }
  void publish(const TenantId& tenant, State state) {
    const std::lock_guard lock{mutex_};
    tenants_[tenant] = std::move(state);
  }

  std::chrono::milliseconds busy_timeout_;
  detail::WriterGate gate_;
  std::mutex mutex_;
  std::map<TenantId, State> tenants_;
};

}  // namespace billbyagent
