#pragma once

/// Accounts, contracts, the outbox and runs in `MemoryStore`.

#include "billbyagent/adapters/memory/transaction.hpp"

namespace billbyagent::detail {

inline Result<SaveOutcome> MemoryTransaction::save_account(const Account& account) {
  return life_.writing([&]() -> Result<SaveOutcome> {
    if (auto good = check_account(account); !good) return good.error();
    const auto saved = state_.accounts->find(account.id);
    const bool is_new = saved == state_.accounts->end();
    if (!is_new && saved->second == account) return SaveOutcome::unchanged;
    state_.accounts.edit().insert_or_assign(account.id, account);
    return is_new ? SaveOutcome::created : SaveOutcome::updated;
  });
}

inline Result<std::vector<Account>> MemoryTransaction::accounts() {
  return life_.reading([&]() -> Result<std::vector<Account>> {
    std::vector<Account> all;
    for (const auto& [id, account] : *state_.accounts) all.push_back(account);
    return all;
  });
}

inline Result<Account> MemoryTransaction::account(const AccountId& id) {
  return life_.reading([&]() -> Result<Account> {
    const auto at = state_.accounts->find(id);
    if (at == state_.accounts->end()) return unknown("account", id.text());
    return at->second;
  });
}

inline Result<SaveOutcome> MemoryTransaction::save_contract(const Contract& contract) {
  return life_.writing([&]() -> Result<SaveOutcome> {
    if (auto good = check_contract(contract); !good) return good.error();
    if (!state_.accounts->contains(contract.terms().account))
      return within("contract " + contract.id().text(),
                    unknown("account", contract.terms().account.text()));
    const MemoryContract* saved = find(contract.id());
    if (saved) {
      if (auto allowed = check_update(saved->contract, contract); !allowed) return allowed.error();
      if (saved->contract == contract) return SaveOutcome::unchanged;
      edit(contract.id()).contract = contract;
    } else {
      state_.contracts.edit().emplace(contract.id(), Shared{MemoryContract{contract, {}, {}}});
    }
    for (const auto& service : contract.terms().services)
      edit(contract.id()).services.try_emplace(service.id());
    return saved ? SaveOutcome::updated : SaveOutcome::created;
  });
}

inline Result<std::vector<ContractId>> MemoryTransaction::contract_ids() {
  return life_.reading([&]() -> Result<std::vector<ContractId>> {
    std::vector<ContractId> ids;
    for (const auto& [id, contract] : *state_.contracts) ids.push_back(id);
    return ids;
  });
}

inline Result<Contract> MemoryTransaction::contract(const ContractId& id) {
  return life_.reading([&]() -> Result<Contract> {
    const MemoryContract* found = find(id);
    if (!found) return unknown("contract", id.text());
    return found->contract;
  });
}

inline Result<PostingOutcome> MemoryTransaction::append_notice(const Notice& notice) {
  return life_.writing([&]() -> Result<PostingOutcome> {
    if (auto id = check_not_empty(notice.id, "notice"); !id) return id.error();
    if (const MemoryNotice* saved = find(notice.id))
      return same_notice(saved->notice, notice) ? PostingOutcome::already_posted
                                                : PostingOutcome::conflicts;
    state_.notice_places.edit().emplace(notice.id, state_.notices->size());
    state_.notices.edit().push_back(Shared{MemoryNotice{notice, 0, {}, {}}});
    return PostingOutcome::created;
  });
}

inline Result<std::vector<PendingNotice>> MemoryTransaction::pending_notices(std::size_t limit) {
  return life_.reading([&]() -> Result<std::vector<PendingNotice>> {
    std::vector<PendingNotice> pending;
    for (const auto& entry : *state_.notices)
      if (!entry->delivered) pending.push_back({entry->notice, entry->attempts});
    std::stable_sort(
        pending.begin(), pending.end(),
        [](const PendingNotice& a, const PendingNotice& b) { return a.attempts < b.attempts; });
    if (pending.size() > limit)
      pending.erase(pending.begin() + static_cast<std::ptrdiff_t>(limit), pending.end());
    return pending;
  });
}

inline Result<void> MemoryTransaction::mark_delivered(const NoticeId& id, Instant when) {
  return life_.writing([&]() -> Result<void> {
    const MemoryNotice* saved = find(id);
    if (!saved) return unknown("notice", id.text());
    if (saved->delivered) return {};
    auto& notice = edit(id);
    ++notice.attempts;
    notice.delivered = when;
    return {};
  });
}

inline Result<void> MemoryTransaction::mark_failed(const NoticeId& id, const std::string& why,
                                                   Instant) {
  return life_.writing([&]() -> Result<void> {
    const MemoryNotice* saved = find(id);
    if (!saved) return unknown("notice", id.text());
    if (saved->delivered) return {};
    auto& notice = edit(id);
    ++notice.attempts;
    notice.last_failure = why;
    return {};
  });
}

inline Result<PostingOutcome> MemoryTransaction::append_run(const RunRecord& run) {
  return life_.writing([&]() -> Result<PostingOutcome> {
    if (auto id = check_not_empty(run.id, "run"); !id) return id.error();
    for (const auto& saved : *state_.runs)
      if (saved.id == run.id)
        return saved == run ? PostingOutcome::already_posted : PostingOutcome::conflicts;
    state_.runs.edit().push_back(run);
    return PostingOutcome::created;
  });
}

inline Result<std::vector<RunRecord>> MemoryTransaction::runs(std::size_t limit) {
  return life_.reading([&]() -> Result<std::vector<RunRecord>> {
    const auto count = std::min(limit, state_.runs->size());
    return std::vector<RunRecord>(state_.runs->rbegin(),
                                  state_.runs->rbegin() + static_cast<std::ptrdiff_t>(count));
  });
}

}  // namespace billbyagent::detail
