#pragma once

/// A store with faults, in front of the one in memory.

#include <atomic>
#include <functional>
#include <latch>
#include <memory>
#include <set>
#include <utility>

#include "billbyagent/adapters/memory/store.hpp"

namespace billbyagent::tests {

/// What a store makes of what it is asked, of what it answers and of what it writes.
struct StoreFault {
  std::function<void(std::vector<ContractId>&)> asked{};
  std::function<void(Keys&)> looked_up{};
  std::function<void(Dossier&)> loaded{};
  std::function<void(Found&)> found{};
  std::function<void(std::vector<Account>&)> accounts{};
  std::function<void(std::vector<Batch>&)> batches{};
  std::function<void(std::vector<NoticeOnRecord>&)> pending{};
  std::function<void(std::vector<RunRecord>&)> runs{};
  std::function<void(std::vector<ReadingRecord>&)> readings{};
  std::function<void(std::vector<Tombstone>&)> tombstones{};
  std::function<void(std::optional<Date>&)> services_with{};
  std::function<void(Changes&)> written{};
  bool one_tenant_for_all = false;
  bool writes_in_two_steps = false;   ///< the book first
  bool reads_what_is_newest = false;  ///< no snapshot
  bool lets_writers_in_together = false;
};

class FaultyStore final : public Store {
 public:
  FaultyStore(std::shared_ptr<MemoryStore> behind, StoreFault fault)
      : behind_(std::move(behind)), fault_(std::move(fault)) {}

  Result<std::unique_ptr<StoreSession>> open(const TenantId& tenant, Access access) override;

 private:
  class Session;

  std::shared_ptr<MemoryStore> behind_;
  StoreFault fault_;
  std::atomic<int> opened_ = 0;
  std::latch together_{2};
};

class FaultyStore::Session final : public StoreSession {
 public:
  Session(std::unique_ptr<StoreSession> behind, FaultyStore& store, TenantId tenant)
      : behind_(std::move(behind)), store_(store), tenant_(std::move(tenant)) {}

  Result<std::vector<Dossier>> load(std::span<const ContractId> ids, Wanted wanted) override {
    std::vector<ContractId> asked{ids.begin(), ids.end()};
    spoil(fault().asked, asked);
    auto loaded = behind().load(asked, wanted);
    if (loaded)
      for (auto& dossier : *loaded) spoil(fault().loaded, dossier);
    return loaded;
  }
  Result<Found> find(const Keys& keys) override {
    Keys asked = keys;
    spoil(fault().looked_up, asked);
    return spoilt(behind().find(asked), fault().found);
  }
  Result<std::vector<Account>> accounts() override {
    return spoilt(behind().accounts(), fault().accounts);
  }
  Result<std::vector<ContractId>> contract_ids() override { return behind().contract_ids(); }
  Result<std::vector<ServiceKey>> services_with(std::optional<Date> since) override {
    spoil(fault().services_with, since);
    return behind().services_with(since);
  }
  Result<std::vector<Batch>> batches(const std::optional<ContractId>& contract) override {
    return spoilt(behind().batches(contract), fault().batches);
  }
  Result<std::vector<NoticeOnRecord>> pending_notices(std::size_t limit) override {
    return spoilt(behind().pending_notices(limit), fault().pending);
  }
  Result<std::vector<RunRecord>> runs(std::size_t limit) override {
    return spoilt(behind().runs(limit), fault().runs);
  }
  Result<std::vector<ReadingRecord>> readings(std::size_t limit) override {
    return spoilt(behind().readings(limit), fault().readings);
  }
  Result<std::vector<Tombstone>> tombstones() override {
    return spoilt(behind().tombstones(), fault().tombstones);
  }
  Result<void> write(const Changes& changes) override {
    Changes written = changes;
    spoil(fault().written, written);
    if (fault().writes_in_two_steps) {
      Changes book;
      book.accounts = std::move(written.accounts);
      if (auto done = behind_->write(book); !done) return done;
      behind_ = store_.behind_->open(tenant_, Access::read).value();
    }
    return behind_->write(written);
  }

 private:
  const StoreFault& fault() const { return store_.fault_; }
  StoreSession& behind() {
    if (fault().reads_what_is_newest) behind_ = store_.behind_->open(tenant_, Access::read).value();
    return *behind_;
  }
  template <class T>
  static void spoil(const std::function<void(T&)>& fault, T& value) {
    if (fault) fault(value);
  }
  template <class T>
  static Result<T> spoilt(Result<T> answer, const std::function<void(T&)>& fault) {
    if (answer) spoil(fault, *answer);
    return answer;
  }

  std::unique_ptr<StoreSession> behind_;
  FaultyStore& store_;
  TenantId tenant_;
};

inline Result<std::unique_ptr<StoreSession>> FaultyStore::open(const TenantId& tenant,
                                                               Access access) {
  const TenantId seen = fault_.one_tenant_for_all ? TenantId{"all"} : tenant;
  const bool together = access == Access::write && fault_.lets_writers_in_together;
  auto session = behind_->open(seen, together ? Access::read : access);
  if (!session) return session.error();
  if (together) {
    // Those after the one that writes the book have begun before one of them goes on.
    const int number = ++opened_;
    if (number == 2 || number == 3) together_.arrive_and_wait();
  }
  return std::unique_ptr<StoreSession>{std::make_unique<Session>(*std::move(session), *this, seen)};
}

}  // namespace billbyagent::tests
