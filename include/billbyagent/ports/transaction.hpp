#pragma once

/// One tenant's data, to read in one consistent state or to change as the only writer. Every rule
/// of the store is checked here, once, whatever keeps the data.
///
/// Reading: what is asked for is loaded when it is not there yet, one contract at a time; `load`
/// and `look_up` fetch a group in one trip, after which the calls below cost none. What was written
/// in the same transaction is seen. A reading transaction forgets what it loaded as it goes on to
/// other contracts; a writing one holds what it has loaded until it ends.
///
/// Writing: everything is append-only except a contract's changeable terms, the open state of a
/// held reading and the delivery mark of a notice. What is written is gathered in `changes()` and
/// handed to the store by `commit`; until then the store has nothing of it. Keyed writes answer
/// `PostingOutcome`; the store has a unique index on every key (D6).
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
/// Threads: one at a time.

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/base/names.hpp"
#include "billbyagent/ports/detail/store_rules.hpp"
#include "billbyagent/ports/store_session.hpp"

namespace billbyagent {

enum class SaveOutcome : std::uint8_t { created, updated, unchanged };
template <>
inline constexpr NameTable<3> names_of<SaveOutcome>{"created", "updated", "unchanged"};

struct PendingNotice {
  Notice notice;
  std::int32_t attempts = 0;
};

struct ClaimedNotices {
  std::vector<PendingNotice> ours{};
  std::size_t elsewhere = 0;  ///< others that wait, and that somebody else delivers
};

class Transaction {
 public:
  /// As `Store::begin` makes it.
  Transaction(std::unique_ptr<StoreSession> session, Access access)
      : session_(std::move(session)), access_(access), life_(access) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  /// Dropping a transaction that was not committed undoes all of it.
  ~Transaction() = default;

  // Groups.
  /// Has these parts of all these contracts at hand. Contracts that are not there are no error.
  Result<void> load(std::span<const ContractId> ids, Wanted wanted);
  /// The parts that are wanted, and perhaps others; never null, `not_found` without such a
  /// contract. What it points to moves along with what is written, and is gone with the next
  /// reading call about another contract.
  Result<const Dossier*> dossier(const ContractId& id, Wanted wanted);
  /// Has these accounts, batches, notices and runs at hand, or that there are none.
  Result<void> look_up(const Keys& keys);
  /// What `commit` would write: the whole outcome of a dry run.
  const Changes& changes() const noexcept { return changes_; }

  // The book.
  Result<SaveOutcome> save_account(const Account& account);
  Result<std::vector<Account>> accounts();
  /// `not_found` for an unknown account (also for the account of a contract to be saved).
  Result<Account> account(const AccountId& id);
  /// Refuses what `check_update` refuses, and a contract or service that was deleted (`deleted`).
  Result<SaveOutcome> save_contract(const Contract& contract);
  /// Ids of all contracts, active or not, in order.
  Result<std::vector<ContractId>> contract_ids();
  Result<Contract> contract(const ContractId& id);
  /// Deletes a contract, or one of its services, for good. `not_found`; `wrong_state` when a line
  /// of it was ever posted, taken back or not; `invalid_argument` when this transaction wrote to
  /// it.
  Result<void> bury(const Tombstone& tombstone);
  /// All, in the order of deletion.
  Result<std::vector<Tombstone>> tombstones();

  // Units and the machines behind them.
  Result<UnitHistory> unit_history(const ServiceKey& key);
  /// Appends the last change of a history; its key is (service, sequence). `conflicts` when another
  /// change has this sequence.
  Result<PostingOutcome> append_unit_change(const ServiceKey& key, const UnitChange& change);
  /// The machines that are billed now, by agent id: not those that wait, but those that are
  /// missing.
  Result<std::vector<Machine>> machines(const ServiceKey& key);
  /// Their digest; nothing while one waits or is missing. Where the store does not know it, it is
  /// found from machines and events, and a writing transaction keeps it.
  Result<std::optional<MachinesDigest>> machines_digest(const ServiceKey& key);
  /// Appends, and moves the machines of `machines(key)` along.
  Result<void> append_machine_events(const ServiceKey& key,
                                     const std::vector<MachineEvent>& events);
  /// All events, in the order they were appended.
  Result<std::vector<MachineEvent>> machine_events(const ServiceKey& key);
  /// Every service with events that were seen on that day or later. Does not take longer for what
  /// was seen before: each night asks.
  Result<std::vector<ServiceKey>> services_with_machine_events_since(Date day);

  // Counts that wait for a person.
  Result<std::vector<HeldReading>> held_readings(const ServiceKey& key);
  /// The readings that ended, in the order they were appended.
  Result<std::vector<EndedReading>> ended_readings(const ServiceKey& key);
  /// Every service with open held readings.
  Result<std::vector<ServiceKey>> services_with_held_readings();
  /// A proposed reading has the number after the service's last proposal, open or ended; any other
  /// has none. Otherwise `invalid_argument`.
  Result<void> append_held_reading(const ServiceKey& key, const HeldReading& reading);
  /// Closes all open readings of the service; they stay on record.
  Result<void> end_held_readings(const ServiceKey& key, const HeldEnding& ending);

  // Lines.
  /// All lines ever posted of the contract, by service, period and order of posting.
  Result<std::vector<PostedLine>> posted_lines(const ContractId& contract);
  Result<PostedLine> posted_line(const LineKey& key);
  /// All or nothing: `created`; `already_posted` when the batch is there with the same lines;
  /// `conflicts` when the batch id or one of the line keys is taken by something else.
  Result<PostingOutcome> append_batch(const Batch& batch, const std::vector<LineItem>& lines);
  /// In the order of posting; of one contract or of all.
  Result<std::vector<Batch>> batches(const std::optional<ContractId>& contract);
  /// How many batches the contract ever had.
  Result<std::size_t> batch_count(const ContractId& contract);
  Result<std::vector<PostedLine>> lines_of(const BatchId& batch);
  /// Moves all lines of the batch; `wrong_state` unless `may_follow` allows it.
  Result<void> append_state(const StateRecord& record);
  Result<std::vector<StateRecord>> state_records(const BatchId& batch);
  /// In the billing periods that end by `end`, all of them over, nothing is open any more. Whatever
  /// this or a later transaction records that can change one of them opens them again. A store may
  /// forget it.
  Result<void> close_periods(const ContractId& contract, Date end);

  // Outbox.
  Result<PostingOutcome> append_notice(const Notice& notice);
  /// Undelivered notices, at most `limit`: those that failed least often first, so that none that
  /// can't be delivered keeps the others waiting; among them in the order they were appended.
  Result<std::vector<PendingNotice>> pending_notices(std::size_t limit);
  /// Those of them that nobody has claimed; they are the caller's to deliver for as long as `lasts`
  /// and until they are marked. Clocks that differ by less than that keep claims apart.
  Result<ClaimedNotices> claim_notices(std::size_t limit, Instant now,
                                       std::chrono::milliseconds lasts);
  /// What the caller has claimed: anew as of `now`, or given back.
  Result<void> renew_claims(const std::vector<NoticeId>& ids, Instant now);
  Result<void> give_back(const std::vector<NoticeId>& ids);
  Result<void> mark_delivered(const NoticeId& id, Instant when);
  Result<void> mark_failed(const NoticeId& id, const std::string& why, Instant when);

  // Runs.
  Result<PostingOutcome> append_run(const RunRecord& run);
  /// Nothing without such a run.
  Result<std::optional<RunRecord>> run(const RunId& id);
  /// Newest first, at most `limit`.
  Result<std::vector<RunRecord>> runs(std::size_t limit);

  // Readings of the RMMs.
  /// A reading begins and takes the next number.
  Result<ReadingRecord> begin_reading(ReadingRecord reading);
  /// How it went. `not_found` for a number that no reading took, `wrong_state` when it ended
  /// before.
  Result<void> end_reading(const ReadingRecord& reading);
  /// The highest numbers first, at most `limit`.
  Result<std::vector<ReadingRecord>> readings(std::size_t limit);

  /// Makes everything durable; once it returned success, no crash undoes it. `conflicts` when
  /// another writer has taken a key in the meantime; nothing is written then.
  Result<void> commit();

 private:
  struct Loaded {
    Dossier dossier{};
    Wanted have{};
    bool exists = false;
    bool open_lines = false;  ///< of the lines only those that the closed periods left

    Wanted lacks(Wanted wanted) const;
    /// What is to be moved along with what is written.
    Wanted shown() const { return open_lines ? have | Part::lines : have; }
    /// The closed periods are so no more: what they left is not enough.
    void forget_open_lines();
  };
  /// What was looked up and whether it is there.
  template <class Id, class Thing>
  using Seen = std::map<Id, std::optional<Thing>>;

  // The unguarded workers; pointers are valid until the next of these calls.
  Result<void> fetch(std::span<const ContractId> ids, Wanted wanted);
  Result<void> fetch(Keys keys);
  Result<void> fetch_lacking(std::span<const ContractId> ids, Wanted lacking);
  void take(const ContractId& id, Dossier* loaded, Wanted parts);
  /// What is recorded from this day on may change the contract's periods.
  void reopen(const ContractId& contract, Date from);
  /// Null without such a contract, or such a service.
  Result<Loaded*> find(const ContractId& id, Wanted wanted);
  Result<ServiceDossier*> find(const ServiceKey& key, Wanted wanted);
  Result<const Account*> find(const AccountId& id);
  Result<BatchOnRecord*> find(const BatchId& id);
  Result<NoticeOnRecord*> find(const NoticeId& id);
  Result<const RunRecord*> find(const RunId& id);
  template <class Thing, class Id>
  Result<Thing*> find_in(Seen<Id, Thing>& seen, std::vector<Id> Keys::*of, const Id& id);

  template <class T>
  Result<T> part(const ServiceKey& key, Part wanted, T ServiceDossier::*member);
  Result<void> check_organizations(const Contract& contract, const Contract* saved);
  Result<void> check_saved(const Contract& contract);
  /// What is deleted already may not come back.
  Result<void> check_new(const Contract& contract, const Contract* saved);
  bool wrote_to(const Tombstone& tombstone) const;
  std::set<ServiceKey> without_buried(const std::vector<ServiceKey>& all) const;
  /// Whether no machine waits or is missing, as far as it can be told from what is loaded.
  bool settled_now(const ServiceKey& key, bool settled_before,
                   const std::vector<MachineEvent>& since) const;
  Result<std::vector<NoticeOnRecord>> waiting(std::size_t limit);
  Result<void> claim(const std::vector<NoticeId>& ids, std::optional<Instant> since);
  Result<void> mark(const NoticeId& id, Instant when, std::optional<std::string> failure);

  std::unique_ptr<StoreSession> session_;
  Access access_;
  detail::TransactionLife life_;
  Changes changes_;
  std::map<ContractId, Loaded> contracts_;
  Seen<AccountId, Account> accounts_;
  Seen<BatchId, BatchOnRecord> batches_;
  Seen<NoticeId, NoticeOnRecord> notices_;
  Seen<RunId, RunRecord> runs_;
  std::optional<std::vector<Tombstone>> tombstones_;  ///< once they were asked for
};

}  // namespace billbyagent

// The functions, by subject: compiled already for whoever links the library.
#if !defined(BILLBYAGENT_LINKED) && !defined(BILLBYAGENT_PORTS_LINKED)
#include "billbyagent/ports/detail/transaction_book.hpp"
#include "billbyagent/ports/detail/transaction_lines.hpp"
#include "billbyagent/ports/detail/transaction_loading.hpp"
#include "billbyagent/ports/detail/transaction_outbox.hpp"
#include "billbyagent/ports/detail/transaction_units.hpp"
#endif
