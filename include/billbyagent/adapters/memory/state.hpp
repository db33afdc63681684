#pragma once

/// What the memory store holds of one tenant. Copying it copies pointers; a part is copied when a
/// transaction first changes it.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/ports/store.hpp"

namespace billbyagent::detail {

/// A value that copies share until one of them edits it. Only safe because a transaction keeps the
/// state it began from: whatever others can see has two owners at least, so a single owner is
/// always the transaction that made the copy.
template <class T>
class Shared {
 public:
  Shared() : value_(std::make_shared<T>()) {}
  explicit Shared(T value) : value_(std::make_shared<T>(std::move(value))) {}

  const T& operator*() const noexcept { return *value_; }
  const T* operator->() const noexcept { return value_.get(); }
  T& edit() {
    if (value_.use_count() > 1) value_ = std::make_shared<T>(*value_);
    return *value_;
  }

 private:
  std::shared_ptr<T> value_;
};

struct MemoryHeld {
  HeldReading reading;
  std::optional<HeldEnding> end;
};

struct MemoryService {
  UnitHistory history;
  std::vector<MachineEvent> events;
  std::map<AgentId, Machine> machines;
  std::vector<MemoryHeld> held;
};

struct MemoryBatch {
  std::size_t number = 0;  ///< in the order of posting, within the tenant
  Batch batch;             ///< as posted; the state is the last record's
  std::vector<LineItem> lines;
  std::vector<StateRecord> states;

  Batch now() const {
    Batch current = batch;
    current.state = states.back().state;
    for (const auto& record : states)
      if (!record.invoice_number.empty()) current.invoice_number = record.invoice_number;
    return current;
  }
  std::vector<PostedLine> posted_lines() const {
    const Batch current = now();
    std::vector<PostedLine> posted;
    posted.reserve(lines.size());
    for (const auto& line : lines)
      posted.push_back({line, current.id, current.state, current.posted, current.invoice_number});
    return posted;
  }
};

struct MemoryContract {
  Contract contract;
  std::map<ServiceId, Shared<MemoryService>> services;
  std::vector<Shared<MemoryBatch>> batches;
};

struct MemoryNotice {
  Notice notice;
  std::int32_t attempts = 0;
  std::string last_failure;
  std::optional<Instant> delivered;
};

struct MemoryTenant {
  Shared<std::map<AccountId, Account>> accounts;
  Shared<std::map<ContractId, Shared<MemoryContract>>> contracts;
  /// Contract and place within it.
  Shared<std::map<BatchId, std::pair<ContractId, std::size_t>>> batches;
  Shared<std::vector<Shared<MemoryNotice>>> notices;
  Shared<std::map<NoticeId, std::size_t>> notice_places;
  Shared<std::vector<RunRecord>> runs;
};

}  // namespace billbyagent::detail
