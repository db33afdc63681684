#pragma once

/// Accounts and contracts of a transaction.

#include "billbyagent/ports/transaction.hpp"

namespace billbyagent {

inline Result<SaveOutcome> Transaction::save_account(const Account& account) {
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

inline Result<std::vector<Account>> Transaction::accounts() {
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

inline Result<Account> Transaction::account(const AccountId& id) {
  return life_.reading([&]() -> Result<Account> {
    auto found = find(id);
    if (!found) return found.error();
    if (!*found) return detail::unknown("account", id.text());
    return **found;
  });
}

inline Result<SaveOutcome> Transaction::save_contract(const Contract& contract) {
  return life_.writing([&]() -> Result<SaveOutcome> {
    const auto& id = contract.id();
    if (auto good = detail::check_contract(contract); !good) return good.error();
    auto account = find(contract.terms().account);
    if (!account) return account.error();
    if (!*account)
      return within("contract " + id.text(),
                    detail::unknown("account", contract.terms().account.text()));
    auto saved = find(id, Part::contract);
    if (!saved) return saved.error();
    Loaded& entry = contracts_.at(id);
    if (*saved) {
      if (auto allowed = check_update(*entry.dossier.contract, contract); !allowed)
        return allowed.error();
      if (*entry.dossier.contract == contract) return SaveOutcome::unchanged;
    }
    const auto [change, first] =
        changes_.contracts.try_emplace(id, ContractChange{entry.dossier.contract, contract});
    if (!first) change->second.after = contract;
    entry.exists = true;
    entry.dossier.contract = contract;
    for (const auto& service : contract.terms().services)
      entry.dossier.services.try_emplace(service.id());
    return *saved ? SaveOutcome::updated : SaveOutcome::created;
  });
}

inline Result<std::vector<ContractId>> Transaction::contract_ids() {
  return life_.reading([&]() -> Result<std::vector<ContractId>> {
    auto ids = session_->contract_ids();
    if (!ids || changes_.contracts.empty()) return ids;
    for (const auto& [id, change] : changes_.contracts)
      if (!change.before) ids->push_back(id);
    std::sort(ids->begin(), ids->end());
    return ids;
  });
}

inline Result<Contract> Transaction::contract(const ContractId& id) {
  return life_.reading([&]() -> Result<Contract> {
    auto found = find(id, Part::contract);
    if (!found) return found.error();
    if (!*found) return detail::unknown("contract", id.text());
    return *(*found)->dossier.contract;
  });
}

}  // namespace billbyagent
