#pragma once

/// Where contracts, histories, evidence, lines and notices live. A store serves many tenants; a
/// transaction belongs to one of them and sees nothing of the others (D14).
///
/// Writing: everything is append-only except a contract's changeable terms, the open state of a
/// held reading and the delivery mark of a notice. Keyed writes answer `PostingOutcome`; the store
/// has a unique index on every key (D6).
///
/// "The same thing again" does not look at when it was recorded: a batch is compared by contract
/// and lines, a unit change and a notice by everything but their instant.
///
/// Errors of every function: `store_failed` with what the database said, `store_busy` when another
/// process held it longer than the store waits. `invalid_argument` for what no history can hold (a
/// batch without lines, a gap in the sequence numbers, a change that says nothing new) and for
/// writing in a transaction begun for reading. After a refused write or a failure of the database
/// the transaction can only be dropped; a reading function's `not_found` leaves it usable. Lists of
/// an unknown contract or service are empty; lines and states of an unknown batch are `not_found`.
///
/// Threads: a store may be shared; a transaction is used by one thread at a time.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/domain/contract.hpp"
#include "billbyagent/domain/evidence.hpp"
#include "billbyagent/domain/notice.hpp"
#include "billbyagent/domain/posting.hpp"
#include "billbyagent/domain/unit_history.hpp"

namespace billbyagent {

enum class SaveOutcome : std::uint8_t { created, updated, unchanged };

constexpr std::string_view to_string(SaveOutcome outcome) noexcept {
  switch (outcome) {
    case SaveOutcome::created:
      return "created";
    case SaveOutcome::updated:
      return "updated";
    case SaveOutcome::unchanged:
      return "unchanged";
  }
  return "unknown";
}

/// One run of the nightly job or of billing automation, for `status` and the audit.
struct RunRecord {
  RunId id{};
  std::string job{};  ///< `nightly`, `post` ...
  Date day;           ///< the tenant's day it ran for
  std::string zone{};
  Instant started{};
  Instant ended{};
  std::string summary{};  ///< one line for people
  std::int32_t failures = 0;

  friend bool operator==(const RunRecord&, const RunRecord&) = default;
};

struct PendingNotice {
  Notice notice;
  std::int32_t attempts = 0;
};

class Transaction {
 public:
  /// Dropping a transaction that was not committed undoes all of it.
  virtual ~Transaction() = default;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // The book.
  virtual Result<SaveOutcome> save_account(const Account& account) = 0;
  virtual Result<std::vector<Account>> accounts() = 0;
  /// `not_found` for an unknown account (also for the account of a contract to be saved).
  virtual Result<Account> account(const AccountId& id) = 0;
  /// Refuses what `check_update` refuses.
  virtual Result<SaveOutcome> save_contract(const Contract& contract) = 0;
  /// Ids of all contracts, active or not, in order.
  virtual Result<std::vector<ContractId>> contract_ids() = 0;
  virtual Result<Contract> contract(const ContractId& id) = 0;

  // Units and the machines behind them.
  virtual Result<UnitHistory> unit_history(const ServiceKey& key) = 0;
  /// Appends the last change of a history; its key is (service, sequence). `conflicts` when another
  /// change has this sequence.
  virtual Result<PostingOutcome> append_unit_change(const ServiceKey& key,
                                                    const UnitChange& change) = 0;
  /// The machines that are billed now, by agent id: not those that wait, but those that are
  /// missing.
  virtual Result<std::vector<Machine>> machines(const ServiceKey& key) = 0;
  /// Appends, and moves the machines of `machines(key)` along.
  virtual Result<void> append_machine_events(const ServiceKey& key,
                                             const std::vector<MachineEvent>& events) = 0;
  /// All events, in the order they were appended.
  virtual Result<std::vector<MachineEvent>> machine_events(const ServiceKey& key) = 0;
  /// Every service with events that were seen on that day or later. Must not take longer for what
  /// was seen before: each night asks.
  virtual Result<std::vector<ServiceKey>> services_with_machine_events_since(Date day) = 0;

  // Counts that wait for a person.
  virtual Result<std::vector<HeldReading>> held_readings(const ServiceKey& key) = 0;
  /// The readings that ended, in the order they were appended.
  virtual Result<std::vector<EndedReading>> ended_readings(const ServiceKey& key) = 0;
  /// Every service with open held readings.
  virtual Result<std::vector<ServiceKey>> services_with_held_readings() = 0;
  /// A proposed reading has the number after the service's last proposal, open or ended; any other
  /// has none. Otherwise `invalid_argument`.
  virtual Result<void> append_held_reading(const ServiceKey& key, const HeldReading& reading) = 0;
  /// Closes all open readings of the service; they stay on record.
  virtual Result<void> end_held_readings(const ServiceKey& key, const HeldEnding& ending) = 0;

  // Lines.
  /// All lines ever posted of the contract, by service, period and order of posting.
  virtual Result<std::vector<PostedLine>> posted_lines(const ContractId& contract) = 0;
  virtual Result<PostedLine> posted_line(const LineKey& key) = 0;
  /// All or nothing: `created`; `already_posted` when the batch is there with the same lines;
  /// `conflicts` when the batch id or one of the line keys is taken by something else.
  virtual Result<PostingOutcome> append_batch(const Batch& batch,
                                              const std::vector<LineItem>& lines) = 0;
  /// In the order of posting; of one contract or of all.
  virtual Result<std::vector<Batch>> batches(const std::optional<ContractId>& contract) = 0;
  /// How many batches the contract ever had.
  virtual Result<std::size_t> batch_count(const ContractId& contract) = 0;
  virtual Result<std::vector<PostedLine>> lines_of(const BatchId& batch) = 0;
  /// Moves all lines of the batch; `wrong_state` unless `may_follow` allows it.
  virtual Result<void> append_state(const StateRecord& record) = 0;
  virtual Result<std::vector<StateRecord>> state_records(const BatchId& batch) = 0;

  // Outbox.
  virtual Result<PostingOutcome> append_notice(const Notice& notice) = 0;
  /// Undelivered notices, at most `limit`: those that failed least often first, so that none that
  /// can't be delivered keeps the others waiting; among them in the order they were appended.
  virtual Result<std::vector<PendingNotice>> pending_notices(std::size_t limit) = 0;
  virtual Result<void> mark_delivered(const NoticeId& id, Instant when) = 0;
  virtual Result<void> mark_failed(const NoticeId& id, const std::string& why, Instant when) = 0;

  // Runs.
  virtual Result<PostingOutcome> append_run(const RunRecord& run) = 0;
  /// Newest first, at most `limit`.
  virtual Result<std::vector<RunRecord>> runs(std::size_t limit) = 0;

  /// Makes everything durable; once it returned success, no crash undoes it.
  virtual Result<void> commit() = 0;

 protected:
  Transaction() = default;
};

enum class Access : std::uint8_t {
  read,   ///< one consistent state; does not block writers
  write,  ///< the only writer until it ends
};

class Store {
 public:
  virtual ~Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  virtual Result<std::unique_ptr<Transaction>> begin(const TenantId& tenant, Access access) = 0;

 protected:
  Store() = default;
};

}  // namespace billbyagent
