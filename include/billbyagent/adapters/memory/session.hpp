#pragma once

/// One transaction of `MemoryStore`: reads the tenant's state as it was when the session began, and
/// swaps it for another one when it writes. Errors: `conflicts` for the id of another contract's
/// batch. Threads: one at a time.

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "billbyagent/adapters/detail/writer_gate.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent::detail {

/// A value that copies share until one of them edits it. Only safe because a session keeps the
/// state it began from: whatever others can see has two owners at least, so a single owner is
/// always the session that made the copy.
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

/// Copying it copies pointers.
struct MemoryTenant {
  Shared<std::map<AccountId, Account>> accounts;
  Shared<std::map<ContractId, Shared<Dossier>>> contracts;
  Shared<std::vector<Shared<BatchOnRecord>>> batches;  ///< in the order of posting
  Shared<std::map<BatchId, std::size_t>> batch_places;
  Shared<std::vector<Shared<NoticeOnRecord>>> notices;  ///< by number
  Shared<std::map<NoticeId, std::size_t>> notice_places;
  Shared<std::vector<RunRecord>> runs;
  Shared<std::map<std::int64_t, ReadingRecord>> readings;
  Shared<std::vector<Tombstone>> tombstones;
};

class MemorySession final : public StoreSession {
 public:
  using State = std::shared_ptr<const MemoryTenant>;

  MemorySession(State state, std::function<void(State)> publish, WriterGate::Pass pass)
      : pass_(std::move(pass)), state_(std::move(state)), publish_(std::move(publish)) {}

  Result<std::vector<Dossier>> load(std::span<const ContractId> ids, Wanted wanted) override;
  Result<Found> find(const Keys& keys) override;
  Result<std::vector<Account>> accounts() override;
  Result<std::vector<ContractId>> contract_ids() override;
  Result<std::vector<ServiceKey>> services_with(std::optional<Date> events_since) override;
  Result<std::vector<Batch>> batches(const std::optional<ContractId>& contract) override;
  Result<std::vector<NoticeOnRecord>> pending_notices(std::size_t limit) override;
  Result<std::vector<RunRecord>> runs(std::size_t limit) override;
  Result<std::vector<ReadingRecord>> readings(std::size_t limit) override;
  Result<std::vector<Tombstone>> tombstones() override;
  Result<void> write(const Changes& changes) override;

 private:
  static void write_contracts(MemoryTenant& state, const Changes& changes);
  static void write_batches(MemoryTenant& state, const Changes& changes);
  static void write_notices(MemoryTenant& state, const Changes& changes);

  WriterGate::Pass pass_;
  State state_;
  std::function<void(State)> publish_;
};

inline Result<std::vector<Dossier>> MemorySession::load(std::span<const ContractId> ids,
                                                        Wanted wanted) {
  std::vector<Dossier> found;
  for (const auto& id : ids)
    if (const auto at = state_->contracts->find(id); at != state_->contracts->end())
      found.push_back(part_of(*at->second, wanted));
  return found;
}

inline Result<Found> MemorySession::find(const Keys& keys) {
  Found found;
  for (const auto& id : keys.accounts)
    if (const auto at = state_->accounts->find(id); at != state_->accounts->end())
      found.accounts.push_back(at->second);
  for (const auto& id : keys.batches)
    if (const auto at = state_->batch_places->find(id); at != state_->batch_places->end())
      found.batches.push_back(*(*state_->batches)[at->second]);
  for (const auto& id : keys.notices)
    if (const auto at = state_->notice_places->find(id); at != state_->notice_places->end())
      found.notices.push_back(*(*state_->notices)[at->second]);
  for (const auto& run : *state_->runs)
    if (std::find(keys.runs.begin(), keys.runs.end(), run.id) != keys.runs.end())
      found.runs.push_back(run);
  return found;
}

inline Result<std::vector<Account>> MemorySession::accounts() {
  std::vector<Account> all;
  for (const auto& [id, account] : *state_->accounts) all.push_back(account);
  return all;
}

inline Result<std::vector<ContractId>> MemorySession::contract_ids() {
  std::vector<ContractId> ids;
  for (const auto& [id, dossier] : *state_->contracts) ids.push_back(id);
  return ids;
}

inline Result<std::vector<ServiceKey>> MemorySession::services_with(
    std::optional<Date> events_since) {
  const auto wanted = [&](const ServiceDossier& service) {
    if (!events_since) return !service.held.empty();
    return std::any_of(service.events.begin(), service.events.end(),
                       [&](const MachineEvent& event) { return event.seen >= *events_since; });
  };
  std::vector<ServiceKey> keys;
  for (const auto& [contract, dossier] : *state_->contracts)
    for (const auto& [id, service] : dossier->services)
      if (wanted(service)) keys.push_back({contract, id});
  return keys;
}

inline Result<std::vector<Batch>> MemorySession::batches(
    const std::optional<ContractId>& contract) {
  std::vector<Batch> found;
  for (const auto& saved : *state_->batches)
    if (!contract || *contract == saved->batch.contract) found.push_back(saved->batch);
  return found;
}

inline Result<std::vector<NoticeOnRecord>> MemorySession::pending_notices(std::size_t limit) {
  std::vector<NoticeOnRecord> pending;
  for (const auto& saved : *state_->notices)
    if (!saved->delivered) pending.push_back(*saved);
  std::stable_sort(
      pending.begin(), pending.end(),
      [](const NoticeOnRecord& a, const NoticeOnRecord& b) { return a.attempts < b.attempts; });
  if (pending.size() > limit)
    pending.erase(pending.begin() + static_cast<std::ptrdiff_t>(limit), pending.end());
  return pending;
}

inline Result<std::vector<ReadingRecord>> MemorySession::readings(std::size_t limit) {
  std::vector<ReadingRecord> newest;
  for (auto at = state_->readings->rbegin(); at != state_->readings->rend(); ++at) {
    if (newest.size() == limit) break;
    newest.push_back(at->second);
  }
  return newest;
}

inline Result<std::vector<RunRecord>> MemorySession::runs(std::size_t limit) {
  const auto count = static_cast<std::ptrdiff_t>(std::min(limit, state_->runs->size()));
  return std::vector<RunRecord>(state_->runs->rbegin(), state_->runs->rbegin() + count);
}

inline Result<std::vector<Tombstone>> MemorySession::tombstones() { return *state_->tombstones; }

inline void MemorySession::write_contracts(MemoryTenant& state, const Changes& changes) {
  std::set<ContractId> touched;
  for (const auto& [id, change] : changes.contracts) touched.insert(id);
  for (const auto& [key, change] : changes.services) touched.insert(key.contract);
  for (const auto& record : changes.states)
    touched.insert((*state.batches)[state.batch_places->at(record.batch)]->batch.contract);
  for (const auto& each : changes.tombstones) touched.insert(each.contract);
  for (const auto& [id, closing] : changes.closings) touched.insert(id);
  if (touched.empty()) return;
  auto& contracts = state.contracts.edit();
  for (const auto& id : touched) {
    Dossier& dossier = contracts[id].edit();
    dossier.id = id;
    apply(changes, dossier, Wanted::everything() | Part::closed);
  }
  for (const auto& each : changes.tombstones)
    if (!each.service) contracts.erase(each.contract);
}

inline void MemorySession::write_batches(MemoryTenant& state, const Changes& changes) {
  if (changes.states.empty()) return;
  auto& batches = state.batches.edit();
  for (const auto& [batch, lines] : changes.batches) {
    state.batch_places.edit().emplace(batch.id, batches.size());
    batches.push_back(Shared{BatchOnRecord{batch, lines, {}}});
  }
  for (const auto& record : changes.states) {
    auto& saved = batches[state.batch_places->at(record.batch)].edit();
    saved.states.push_back(record);
    advance(saved.batch, record);
  }
}

inline void MemorySession::write_notices(MemoryTenant& state, const Changes& changes) {
  if (changes.notices.empty() && changes.claims.empty() && changes.deliveries.empty()) return;
  auto& notices = state.notices.edit();
  for (const auto& notice : changes.notices) {
    const auto place = notices.size();
    state.notice_places.edit().emplace(notice.id, place);
    notices.push_back(
        Shared{NoticeOnRecord{notice, 0, false, static_cast<std::int64_t>(place), {}}});
  }
  for (const auto& claim : changes.claims)
    notices[state.notice_places->at(claim.notice)].edit().claimed = claim.since;
  for (const auto& mark : changes.deliveries) {
    auto& notice = notices[state.notice_places->at(mark.notice)].edit();
    notice.claimed.reset();
    if (mark.failure)
      ++notice.attempts;
    else
      notice.delivered = true;
  }
}

inline Result<void> MemorySession::write(const Changes& changes) {
  for (const auto& added : changes.batches)
    if (state_->batch_places->contains(added.batch.id))
      return Error{Errc::conflicts, "batch " + added.batch.id.text()};
  MemoryTenant next = *state_;
  for (const auto& [id, account] : changes.accounts)
    next.accounts.edit().insert_or_assign(id, account);
  write_batches(next, changes);
  write_contracts(next, changes);
  write_notices(next, changes);
  for (const auto& run : changes.runs) next.runs.edit().push_back(run);
  for (const auto& [number, reading] : changes.readings)
    next.readings.edit().insert_or_assign(number, reading);
  for (const auto& each : changes.tombstones) next.tombstones.edit().push_back(each);
  publish_(std::make_shared<const MemoryTenant>(std::move(next)));
  return {};
}

}  // namespace billbyagent::detail
