#pragma once

/// How a transaction comes by what it is asked, and how it ends.

#include "billbyagent/base/linked.hpp"
#include "billbyagent/ports/transaction.hpp"

namespace billbyagent {

namespace detail {
/// So many contracts, or batches and such, a reading transaction keeps before it forgets them: a
/// few groups, so that reading a whole book takes no more memory than reading a part of it.
inline constexpr std::size_t kept_by_a_reader = 256;
}  // namespace detail

BILLBYAGENT_INLINE Wanted Transaction::Loaded::lacks(Wanted wanted) const {
  if (open_lines && wanted.has(Part::closed)) wanted = wanted.without(Part::lines);
  return wanted.without(have);
}

BILLBYAGENT_INLINE void Transaction::Loaded::forget_open_lines() {
  if (!open_lines || dossier.closed_end) return;
  open_lines = false;
  dossier.lines.clear();
}

BILLBYAGENT_INLINE void Transaction::take(const ContractId& id, Dossier* loaded, Wanted parts) {
  Loaded& entry = contracts_.at(id);
  const Wanted lacking = parts.without(entry.have);
  // There is nothing to be asked again of a contract that is not there.
  entry.have = loaded ? entry.have | parts : Wanted::everything() | Part::closed;
  if (!loaded) return;
  entry.exists = true;
  if (lacking.has(Part::lines)) entry.open_lines = loaded->closed_end.has_value();
  if (entry.open_lines) entry.have = entry.have.without(Part::lines);
  merge(entry.dossier, std::move(*loaded), lacking);
  ensure(entry.dossier.contract.has_value(), "a store did not load the contract");
  for (const auto& service : entry.dossier.contract->terms().services)
    entry.dossier.services.try_emplace(service.id());
  apply(changes_, entry.dossier, lacking);
  entry.forget_open_lines();
}

BILLBYAGENT_INLINE Result<void> Transaction::fetch_lacking(std::span<const ContractId> ids,
                                                           Wanted lacking) {
  auto dossiers = session_->load(ids, lacking);
  if (!dossiers) return dossiers.error();
  std::map<ContractId, Dossier*> loaded;
  for (auto& dossier : *dossiers) loaded.emplace(dossier.id, &dossier);
  for (const auto& id : ids) {
    const auto at = loaded.find(id);
    take(id, at == loaded.end() ? nullptr : at->second, lacking);
  }
  return {};
}

BILLBYAGENT_INLINE Result<void> Transaction::fetch(std::span<const ContractId> ids, Wanted wanted) {
  if (access_ == Access::read && contracts_.size() > detail::kept_by_a_reader) contracts_.clear();
  wanted = wanted | Part::contract;
  // Twice where lines are wanted of what this transaction has opened again.
  while (true) {
    Wanted lacking;
    std::vector<ContractId> missing;
    for (const auto& id : ids) {
      const auto [at, added] = contracts_.try_emplace(id);
      if (added) at->second.dossier.id = id;
      const Wanted lacks = at->second.lacks(wanted);
      if (lacks.empty()) continue;
      lacking = lacking | lacks;
      missing.push_back(id);
    }
    if (missing.empty()) return {};
    if (auto fetched = fetch_lacking(missing, lacking); !fetched) return fetched;
  }
}

BILLBYAGENT_INLINE Result<void> Transaction::fetch(Keys keys) {
  const auto ask = [&](auto& seen, auto& ids) {
    if (access_ == Access::read && seen.size() > detail::kept_by_a_reader) seen.clear();
    std::erase_if(ids, [&](const auto& id) { return !seen.try_emplace(id).second; });
  };
  ask(accounts_, keys.accounts);
  ask(batches_, keys.batches);
  ask(notices_, keys.notices);
  ask(runs_, keys.runs);
  if (keys.empty()) return {};
  auto found = session_->find(keys);
  if (!found) return found.error();
  for (auto& account : found->accounts) accounts_[account.id] = std::move(account);
  for (auto& batch : found->batches) batches_[batch.batch.id] = std::move(batch);
  for (auto& notice : found->notices) notices_[notice.notice.id] = std::move(notice);
  for (auto& run : found->runs) runs_[run.id] = std::move(run);
  return {};
}

BILLBYAGENT_INLINE Result<Transaction::Loaded*> Transaction::find(const ContractId& id,
                                                                  Wanted wanted) {
  if (auto fetched = fetch({&id, 1}, wanted); !fetched) return fetched.error();
  Loaded& entry = contracts_.at(id);
  return entry.exists ? &entry : nullptr;
}

BILLBYAGENT_INLINE Result<ServiceDossier*> Transaction::find(const ServiceKey& key, Wanted wanted) {
  auto entry = find(key.contract, wanted);
  if (!entry) return entry.error();
  if (!*entry) return nullptr;
  auto& services = (*entry)->dossier.services;
  const auto at = services.find(key.service);
  return at == services.end() ? nullptr : &at->second;
}

template <class Thing, class Id>
Result<Thing*> Transaction::find_in(Seen<Id, Thing>& seen, std::vector<Id> Keys::*of,
                                    const Id& id) {
  Keys keys;
  (keys.*of).push_back(id);
  if (auto fetched = fetch(std::move(keys)); !fetched) return fetched.error();
  auto& thing = seen.at(id);
  return thing ? &*thing : nullptr;
}

BILLBYAGENT_INLINE Result<const Account*> Transaction::find(const AccountId& id) {
  auto found = find_in(accounts_, &Keys::accounts, id);
  if (!found) return found.error();
  return *found;
}
BILLBYAGENT_INLINE Result<BatchOnRecord*> Transaction::find(const BatchId& id) {
  return find_in(batches_, &Keys::batches, id);
}
BILLBYAGENT_INLINE Result<NoticeOnRecord*> Transaction::find(const NoticeId& id) {
  return find_in(notices_, &Keys::notices, id);
}
BILLBYAGENT_INLINE Result<const RunRecord*> Transaction::find(const RunId& id) {
  auto found = find_in(runs_, &Keys::runs, id);
  if (!found) return found.error();
  return *found;
}

BILLBYAGENT_INLINE Result<void> Transaction::load(std::span<const ContractId> ids, Wanted wanted) {
  return life_.reading([&] { return fetch(ids, wanted); });
}

BILLBYAGENT_INLINE Result<const Dossier*> Transaction::dossier(const ContractId& id,
                                                               Wanted wanted) {
  return life_.reading([&]() -> Result<const Dossier*> {
    auto entry = find(id, wanted);
    if (!entry) return entry.error();
    if (!*entry) return detail::unknown("contract", id.text());
    return &(*entry)->dossier;
  });
}

BILLBYAGENT_INLINE Result<void> Transaction::look_up(const Keys& keys) {
  return life_.reading([&] { return fetch(keys); });
}

BILLBYAGENT_INLINE Result<void> Transaction::commit() {
  return life_.committing([&]() -> Result<void> {
    if (!changes_.empty())
      if (auto written = session_->write(changes_); !written) return written;
    // Whoever waits to write need not wait until this object goes.
    session_.reset();
    return {};
  });
}

}  // namespace billbyagent
