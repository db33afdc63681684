#pragma once

/// What an implementation of the store does: one transaction of one tenant, seen from below (D20).
/// It speaks in groups, and is asked only what `Transaction` has checked: arguments, every rule,
/// and what was written in the same transaction are its business, not the session's.
///
/// Dropping a session undoes what was not written. Nothing of it is used after `write`.
///
/// Errors: `store_failed` with what the database said, `store_busy` when another process held it
/// longer than the store waits, and in `write` also `conflicts`.
///
/// Threads: one at a time.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "billbyagent/base/names.hpp"
#include "billbyagent/ports/changes.hpp"

namespace billbyagent {

enum class Access : std::uint8_t {
  read,   ///< one consistent state; does not block writers
  write,  ///< the only writer until it ends
};
template <>
inline constexpr NameTable<2> names_of<Access>{"read", "write"};

/// A batch as it is now, with its lines as they were posted and its states, both in their order.
struct BatchOnRecord {
  Batch batch;
  std::vector<LineItem> lines{};
  std::vector<StateRecord> states{};

  friend bool operator==(const BatchOnRecord&, const BatchOnRecord&) = default;
};

struct NoticeOnRecord {
  Notice notice;
  std::int32_t attempts = 0;  ///< that failed
  bool delivered = false;
  std::int64_t number = 0;           ///< ascending in the order of appending
  std::optional<Instant> claimed{};  ///< since when somebody delivers it

  friend bool operator==(const NoticeOnRecord&, const NoticeOnRecord&) = default;
};

/// Things that are looked up by what they are called.
struct Keys {
  std::vector<AccountId> accounts{};
  std::vector<BatchId> batches{};
  std::vector<NoticeId> notices{};
  std::vector<RunId> runs{};

  bool empty() const noexcept {
    return accounts.empty() && batches.empty() && notices.empty() && runs.empty();
  }
};

/// Those of them that are there, in any order.
struct Found {
  std::vector<Account> accounts{};
  std::vector<BatchOnRecord> batches{};
  std::vector<NoticeOnRecord> notices{};
  std::vector<RunRecord> runs{};
};

class StoreSession {
 public:
  virtual ~StoreSession() = default;
  StoreSession(const StoreSession&) = delete;
  StoreSession& operator=(const StoreSession&) = delete;

  /// The parts of those contracts that are there, in any order; no id comes twice. When writing,
  /// nobody else changes them until the session ends.
  virtual Result<std::vector<Dossier>> load(std::span<const ContractId> ids, Wanted wanted) = 0;
  virtual Result<Found> find(const Keys& keys) = 0;

  /// All, by id.
  virtual Result<std::vector<Account>> accounts() = 0;
  /// All, active or not, by id.
  virtual Result<std::vector<ContractId>> contract_ids() = 0;
  /// Those with events that were seen on `events_since` or later, or, without a day, those with
  /// open held readings; by key. Must not take longer for events that were seen before.
  virtual Result<std::vector<ServiceKey>> services_with(std::optional<Date> events_since) = 0;
  /// In the order of posting; of one contract or of all.
  virtual Result<std::vector<Batch>> batches(const std::optional<ContractId>& contract) = 0;
  /// Undelivered ones, at most `limit`, those that failed least often first, then by number.
  virtual Result<std::vector<NoticeOnRecord>> pending_notices(std::size_t limit) = 0;
  /// Newest first, at most `limit`.
  virtual Result<std::vector<RunRecord>> runs(std::size_t limit) = 0;
  /// Likewise, by number.
  virtual Result<std::vector<ReadingRecord>> readings(std::size_t limit) = 0;

  /// All, in the order of deletion. What they name is in nothing else that a session answers.
  virtual Result<std::vector<Tombstone>> tombstones() = 0;

  /// All or nothing, and durable once it returned success. `conflicts`, naming it, when a key is
  /// taken: what was looked up before can be so only in a store that does not keep others out.
  virtual Result<void> write(const Changes& changes) = 0;

 protected:
  StoreSession() = default;
};

}  // namespace billbyagent
