#pragma once

/// Everything that a transaction changes, as one value (D19). A store writes it in one go; a dry
/// run is the same value without the write; a test compares two of them. What is in it has passed
/// every rule of the port, and nothing in it was in the store before. Threads: plain values.

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/domain/notice.hpp"
#include "billbyagent/ports/dossier.hpp"

namespace billbyagent {

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
  /// The limits that were wider than usual, or that a person lifted, and why; empty: none.
  std::string lifted{};

  friend bool operator==(const RunRecord&, const RunRecord&) = default;
};

/// What was deleted, for good: no line of it was ever posted. Nobody else gets its id.
struct Tombstone {
  ContractId contract{};
  std::optional<ServiceId> service{};  ///< nothing: the contract with all its services
  std::string author{};
  std::string reason{};
  Instant deleted{};

  bool is_of(const ContractId& id, const ServiceId& of) const {
    return contract == id && (!service || *service == of);
  }
  friend bool operator==(const Tombstone&, const Tombstone&) = default;
};

/// `service s of contract C was deleted by ann on 2026-01-01: typed wrong`, as `deleted`.
Error deleted_before(const Tombstone& tombstone);

enum class ReadingState : std::uint8_t {
  begun,   ///< it goes on, or its process died
  whole,   ///< what it showed counts
  failed,  ///< nothing of it counts
};
template <>
inline constexpr NameTable<3> names_of<ReadingState>{"begun", "whole", "failed"};

struct ScanDigestTag {
  static constexpr std::string_view name = "scan digest";
};
/// Of all agents that a reading showed, and where they are. To be kept and compared, not read.
using ScanDigest = Id<ScanDigestTag>;

/// A service in force that a whole reading did not count.
struct UncountedService {
  ServiceKey key{};
  std::string why{};

  friend bool operator==(const UncountedService&, const UncountedService&) = default;
};

/// One reading of an RMM. Its number is taken when it begins, so that numbers tell which of two
/// readings saw the later state, whatever clocks say.
struct ReadingRecord {
  std::int64_t number = 0;  ///< 1, 2, 3 ... of the tenant
  RmmId rmm{};
  std::optional<ServiceKey> only{};  ///< read for this service alone
  Date day;                          ///< the tenant's day it was read for
  Instant began{};
  ReadingState state = ReadingState::begun;
  Instant ended{};
  std::int64_t agents = 0;                    ///< in the scan
  std::string failure{};                      ///< why it failed
  std::optional<ScanDigest> shown{};          ///< of a whole one
  std::vector<UncountedService> uncounted{};  ///< of a whole one, by service

  /// Whether it counted the service, had the service been in force.
  bool counted(const ServiceKey& service) const {
    return state == ReadingState::whole && (!only || *only == service) && !why_not(service);
  }
  /// Null when it was not among those that failed.
  const UncountedService* why_not(const ServiceKey& service) const {
    const auto before = [](const UncountedService& one, const ServiceKey& key) {
      return one.key < key;
    };
    const auto at = std::lower_bound(uncounted.begin(), uncounted.end(), service, before);
    return at != uncounted.end() && at->key == service ? &*at : nullptr;
  }
  friend bool operator==(const ReadingRecord&, const ReadingRecord&) = default;
};

struct ContractChange {
  std::optional<Contract> before{};  ///< nothing: it is new
  Contract after;

  friend bool operator==(const ContractChange&, const ContractChange&) = default;
};

struct NewHeldReading {
  HeldReading reading;
  std::optional<HeldEnding> ending{};  ///< when it ended in the same transaction

  friend bool operator==(const NewHeldReading&, const NewHeldReading&) = default;
};

struct ServiceChanges {
  std::vector<UnitChange> units{};     ///< appended, by sequence
  std::vector<MachineEvent> events{};  ///< appended; they move the billed machines along
  /// Of the machines after the events; nothing after events: unknown. Without events it is that of
  /// the machines as they are, to be kept.
  std::optional<MachinesDigest> digest{};
  /// Of the machines after the events, whether or not one waits or is missing: what a store may
  /// compare them with. Nothing without events.
  std::optional<MachinesDigest> machines{};
  std::optional<HeldEnding> ending{};  ///< of the readings that were open before
  std::vector<NewHeldReading> held{};  ///< appended after that

  bool touch_digest() const noexcept { return digest.has_value() || !events.empty(); }
  friend bool operator==(const ServiceChanges&, const ServiceChanges&) = default;
};

struct NewBatch {
  Batch batch;
  std::vector<LineItem> lines{};

  friend bool operator==(const NewBatch&, const NewBatch&) = default;
};

/// What becomes of a contract's closed periods.
struct Closing {
  /// From this day on something was recorded: what is closed beyond it is closed no more.
  std::optional<Date> reopened{};
  std::optional<Date> end{};  ///< those that end by it are closed, after that

  friend bool operator==(const Closing&, const Closing&) = default;
};

/// A notice was delivered, or failed to be.
struct DeliveryMark {
  NoticeId notice{};
  Instant when{};
  std::optional<std::string> failure{};  ///< nothing: delivered

  friend bool operator==(const DeliveryMark&, const DeliveryMark&) = default;
};

/// Somebody delivers a notice, or has given it back. A delivery mark ends a claim too.
struct NoticeClaim {
  NoticeId notice{};
  std::optional<Instant> since{};  ///< nothing: given back

  friend bool operator==(const NoticeClaim&, const NoticeClaim&) = default;
};

/// Vectors are in the order of appending, which the store keeps.
struct Changes {
  std::map<AccountId, Account> accounts{};  ///< new, or to be as this
  std::map<ContractId, ContractChange> contracts{};
  std::map<ServiceKey, ServiceChanges> services{};
  std::vector<NewBatch> batches{};
  std::vector<StateRecord> states{};  ///< also the first one of each new batch
  std::vector<Notice> notices{};
  std::vector<NoticeClaim> claims{};  ///< written before `deliveries`
  std::vector<DeliveryMark> deliveries{};
  std::vector<RunRecord> runs{};
  std::map<std::int64_t, ReadingRecord> readings{};  ///< by number: new, or to be as this
  std::vector<Tombstone> tombstones{};  ///< of what was there before, and is gone with this
  /// A store that keeps any closed periods has to keep to all of these.
  std::map<ContractId, Closing> closings{};

  bool empty() const noexcept {
    return accounts.empty() && contracts.empty() && services.empty() && batches.empty() &&
           states.empty() && notices.empty() && claims.empty() && deliveries.empty() &&
           runs.empty() && readings.empty() && tombstones.empty() && closings.empty();
  }
  friend bool operator==(const Changes&, const Changes&) = default;
};

// What changes make of the parts of a dossier: for a store that keeps whole dossiers, and for
// reading what is not written yet.

/// `ended` only together with `held`: what ends was open.
void apply(const ServiceChanges& changes, ServiceDossier& service, Wanted parts);
void apply(const NewBatch& added, Dossier& dossier, Wanted parts);
void apply(const StateRecord& record, Dossier& dossier, Wanted parts);
void apply(const Closing& closing, std::optional<Date>& closed_end);
/// Takes a service away; a whole contract has no dossier any more.
void apply(const Tombstone& tombstone, Dossier& dossier);
/// All that is of the dossier's contract.
void apply(const Changes& changes, Dossier& dossier, Wanted parts);

/// What a state record makes of a batch, or of one of its lines: the state is that of the last
/// record, the invoice number the last one given.
template <class Posted>
void advance(Posted& posted, const StateRecord& record) {
  posted.state = record.state;
  if (!record.invoice_number.empty()) posted.invoice_number = record.invoice_number;
}

/// Whose account is that of the batch.
inline PostedLine posted_in(const Batch& batch, LineItem line) {
  line.account = batch.account;
  return {std::move(line),      batch.id,     batch.state, batch.posted,
          batch.invoice_number, batch.through};
}

inline StateRecord first_state(const Batch& batch) {
  return {.batch = batch.id,
          .state = LineState::posted,
          .author = batch.author,
          .reason = {},
          .invoice_number = {},
          .recorded = batch.posted};
}

}  // namespace billbyagent

// Compiled already for whoever links the library.
#if !defined(BILLBYAGENT_LINKED) && !defined(BILLBYAGENT_PORTS_LINKED)
#include "billbyagent/ports/detail/changes.hpp"
#endif
