#pragma once

/// Accounts and contracts of a transaction.

#include "billbyagent/base/linked.hpp"
#include "billbyagent/ports/detail/changed_from.hpp"
#include "billbyagent/ports/transaction.hpp"

namespace billbyagent {

BILLBYAGENT_INLINE Result<SaveOutcome> Transaction::save_account(const Account& account) {
  return life_.writing([&]() -> Result<SaveOutcome> {
    if (auto good = detail::check_account(account); !good) return good.error();
    auto saved = find(account.id);
    if (!saved) return saved.error();
    if (*saved && **saved == account) return SaveOutcome::unchanged;
    const auto outcome = *saved ? SaveOutcome::updated : SaveOutcome::created;
    accounts_[account.id] = account;
    changes_.accounts.insert_or_assign(account.id, account);
    return outcome;
  });
}

BILLBYAGENT_INLINE Result<std::vector<Account>> Transaction::accounts() {
  return life_.reading([&]() -> Result<std::vector<Account>> {
    auto listed = session_->accounts();
    if (!listed || changes_.accounts.empty()) return listed;
    auto all = changes_.accounts;
    for (auto& account : *listed) all.try_emplace(account.id, std::move(account));
    std::vector<Account> accounts;
    for (auto& [id, account] : all) accounts.push_back(std::move(account));
    return accounts;
  });
}

BILLBYAGENT_INLINE Result<Account> Transaction::account(const AccountId& id) {
  return life_.reading([&]() -> Result<Account> {
    auto found = find(id);
    if (!found) return found.error();
    if (!*found) return detail::unknown("account", id.text());
    return **found;
  });
}

BILLBYAGENT_INLINE Result<SaveOutcome> Transaction::save_contract(const Contract& contract) {
  return life_.writing([&]() -> Result<SaveOutcome> {
    const auto& id = contract.id();
    if (auto good = detail::check_contract(contract); !good) return good.error();
    for (const auto& each : contract.accounts()) {
      auto account = find(each.account);
      if (!account) return account.error();
      if (!*account)
        return within("contract " + id.text(), detail::unknown("account", each.account.text()));
    }
    auto saved = find(id, Part::contract);
    if (!saved) return saved.error();
    Loaded& entry = contracts_.at(id);
    if (auto good = check_new(contract, *saved ? &*entry.dossier.contract : nullptr); !good)
      return good.error();
    if (auto good = check_organizations(contract, *saved ? &*entry.dossier.contract : nullptr);
        !good)
      return within("contract " + id.text(), good.error());
    if (*saved) {
      if (auto allowed = check_saved(contract); !allowed) return allowed.error();
      if (*entry.dossier.contract == contract) return SaveOutcome::unchanged;
    }
    const auto [change, first] =
        changes_.contracts.try_emplace(id, ContractChange{entry.dossier.contract, contract});
    if (!first) change->second.after = contract;
    if (*saved) reopen(id, detail::ChangedFrom{*entry.dossier.contract, contract}.day());
    entry.exists = true;
    entry.dossier.contract = contract;
    for (const auto& service : contract.terms().services)
      entry.dossier.services.try_emplace(service.id());
    return *saved ? SaveOutcome::updated : SaveOutcome::created;
  });
}

/// Where several accounts pay, a scope names its organization, so that a move changes no count:
/// what was meant before is named in the transaction that brings the first move.
BILLBYAGENT_INLINE Result<void> Transaction::check_organizations(const Contract& contract,
                                                                 const Contract* saved) {
  if (contract.accounts().size() == 1) return {};
  for (const auto& service : contract.terms().services) {
    const AgentScope* scope = service.agent_scope();
    if (!scope) continue;
    const Service* before = saved ? saved->find_service(service.id()) : nullptr;
    const AgentScope* saved_scope = before ? before->agent_scope() : nullptr;
    if (saved_scope && saved_scope->organization) continue;
    const std::string what = "service " + service.id().text() + ": ";
    if (!scope->organization)
      return Error{Errc::invalid_argument, what + "names no organization, and its account changes"};
    if (!saved_scope) continue;
    auto account = find(detail::account_of_scope(contract, saved, service));
    if (!account) return account.error();
    if (!*account || (*account)->organization_in(scope->rmm) != scope->organization)
      return Error{Errc::unit_source_locked, what + "organization " + scope->organization->text() +
                                                 " is not the one that its account is linked to"};
  }
  return {};
}

/// What was posted is looked up only where it matters.
BILLBYAGENT_INLINE Result<void> Transaction::check_saved(const Contract& contract) {
  auto allowed = check_update(*contracts_.at(contract.id()).dossier.contract, contract);
  if (allowed || allowed.error().code != Errc::terms_locked) return allowed;
  auto entry = find(contract.id(), Part::lines);
  if (!entry) return entry.error();
  const Dossier& dossier = (*entry)->dossier;
  return check_update(*dossier.contract, contract, ever_posted(dossier));
}

BILLBYAGENT_INLINE Result<void> Transaction::check_new(const Contract& contract,
                                                       const Contract* saved) {
  const auto& services = contract.terms().services;
  const auto is_new = [&](const Service& service) {
    return !saved || !saved->find_service(service.id());
  };
  if (saved && std::none_of(services.begin(), services.end(), is_new)) return {};
  auto buried = tombstones();
  if (!buried) return buried.error();
  for (const auto& each : *buried) {
    if (each.contract != contract.id()) continue;
    if (!each.service || contract.find_service(*each.service)) return deleted_before(each);
  }
  return {};
}

BILLBYAGENT_INLINE bool Transaction::wrote_to(const Tombstone& tombstone) const {
  const auto names = [&](const ServiceKey& key) {
    return tombstone.is_of(key.contract, key.service);
  };
  return changes_.contracts.contains(tombstone.contract) ||
         std::any_of(changes_.services.begin(), changes_.services.end(),
                     [&](const auto& each) { return names(each.first); });
}

BILLBYAGENT_INLINE Result<void> Transaction::bury(const Tombstone& tombstone) {
  return life_.writing([&]() -> Result<void> {
    auto entry = find(tombstone.contract, Part::lines);
    if (!entry) return entry.error();
    const std::string contract = "contract " + tombstone.contract.text();
    if (!*entry) return detail::unknown("contract", tombstone.contract.text());
    Dossier& dossier = (*entry)->dossier;
    if (tombstone.service && !dossier.contract->find_service(*tombstone.service))
      return detail::unknown({tombstone.contract, *tombstone.service});
    const auto what =
        tombstone.service ? name_of(ServiceKey{tombstone.contract, *tombstone.service}) : contract;
    for (const auto& line : dossier.lines)
      if (tombstone.is_of(line.line.key.contract, line.line.key.service))
        return Error{Errc::wrong_state,
                     what + ": line " + to_string(line.line.key) + " was posted; end it instead"};
    if (wrote_to(tombstone))
      return Error{Errc::invalid_argument, what + " was written in the same transaction"};
    if (auto all = tombstones(); !all) return all.error();
    changes_.tombstones.push_back(tombstone);
    tombstones_->push_back(tombstone);
    reopen(tombstone.contract, dossier.contract->terms().start);
    if (tombstone.service) {
      apply(tombstone, dossier);
    } else {
      dossier = Dossier{.id = tombstone.contract};
      (*entry)->have = Wanted::everything() | Part::closed;
      (*entry)->exists = false;
    }
    return {};
  });
}

BILLBYAGENT_INLINE Result<std::vector<Tombstone>> Transaction::tombstones() {
  return life_.reading([&]() -> Result<std::vector<Tombstone>> {
    if (!tombstones_) {
      auto all = session_->tombstones();
      if (!all) return all.error();
      tombstones_ = *std::move(all);
    }
    return *tombstones_;
  });
}

BILLBYAGENT_INLINE Result<std::vector<ContractId>> Transaction::contract_ids() {
  return life_.reading([&]() -> Result<std::vector<ContractId>> {
    auto ids = session_->contract_ids();
    if (!ids || (changes_.contracts.empty() && changes_.tombstones.empty())) return ids;
    for (const auto& each : changes_.tombstones)
      if (!each.service) std::erase(*ids, each.contract);
    for (const auto& [id, change] : changes_.contracts)
      if (!change.before) ids->push_back(id);
    std::sort(ids->begin(), ids->end());
    return ids;
  });
}

BILLBYAGENT_INLINE Result<Contract> Transaction::contract(const ContractId& id) {
  return life_.reading([&]() -> Result<Contract> {
    auto found = find(id, Part::contract);
    if (!found) return found.error();
    if (!*found) return detail::unknown("contract", id.text());
    return *(*found)->dossier.contract;
  });
}

}  // namespace billbyagent
