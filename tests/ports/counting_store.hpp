#pragma once

/// A store in memory that counts what is asked of it: on another host each call would be a trip.

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/adapters/memory/store.hpp"
#include "shown_texts.hpp"

namespace billbyagent::tests {

class CountingStore final : public Store {
 public:
  Result<std::unique_ptr<StoreSession>> open(const TenantId& tenant, Access access) override {
    auto session = memory_.open(tenant, access);
    if (!session) return session.error();
    return std::unique_ptr<StoreSession>{std::make_unique<Session>(*std::move(session), *this)};
  }

  /// By name, in order, since the last time.
  std::vector<std::string> calls() { return std::exchange(calls_, {}); }
  /// All parts that were loaded since the last time.
  Wanted loaded() { return std::exchange(loaded_, {}); }
  /// What the next write answers instead of writing.
  void fail_write(Error error) { write_error_ = std::move(error); }
  /// What was handed to the last write.
  const Changes& written() const { return written_; }

 private:
  class Session final : public StoreSession {
   public:
    Session(std::unique_ptr<StoreSession> session, CountingStore& store)
        : session_(std::move(session)), store_(store) {}

    Result<std::vector<Dossier>> load(std::span<const ContractId> ids, Wanted wanted) override {
      count("load");
      store_.loaded_ = store_.loaded_ | wanted;
      return session_->load(ids, wanted);
    }
    Result<Found> find(const Keys& keys) override {
      count("find");
      return session_->find(keys);
    }
    Result<std::vector<Account>> accounts() override {
      count("accounts");
      return session_->accounts();
    }
    Result<std::vector<ContractId>> contract_ids() override {
      count("contract_ids");
      return session_->contract_ids();
    }
    Result<std::vector<ServiceKey>> services_with(std::optional<Date> events_since) override {
      count("services_with");
      return session_->services_with(events_since);
    }
    Result<std::vector<Batch>> batches(const std::optional<ContractId>& contract) override {
      count("batches");
      return session_->batches(contract);
    }
    Result<std::vector<NoticeOnRecord>> pending_notices(std::size_t limit) override {
      count("pending_notices");
      return session_->pending_notices(limit);
    }
    Result<std::vector<RunRecord>> runs(std::size_t limit) override {
      count("runs");
      return session_->runs(limit);
    }
    Result<std::vector<ReadingRecord>> readings(std::size_t limit) override {
      count("readings");
      return session_->readings(limit);
    }
    Result<std::vector<Tombstone>> tombstones() override {
      count("tombstones");
      return session_->tombstones();
    }
    Result<void> write(const Changes& changes) override {
      count("write");
      store_.written_ = changes;
      if (store_.write_error_) return *std::exchange(store_.write_error_, std::nullopt);
      return session_->write(changes);
    }

   private:
    void count(const char* call) { store_.calls_.push_back(call); }

    std::unique_ptr<StoreSession> session_;
    CountingStore& store_;
  };

  MemoryStore memory_;
  std::vector<std::string> calls_;
  Wanted loaded_;
  std::optional<Error> write_error_;
  Changes written_;
};

using Calls = std::vector<std::string>;

}  // namespace billbyagent::tests
