#include "app/accounts_of_contracts.hpp"

#include <algorithm>
#include <map>

#include "app/groups.hpp"
#include "billbyagent/app/account_range.hpp"

namespace billbyagent {
namespace app {

namespace {

std::vector<AccountAndCurrency> accounts_of(const Contract& contract) {
  std::vector<AccountAndCurrency> accounts;
  for (const auto& each : contract.accounts())
    accounts.emplace_back(each.account, contract.terms().currency);
  return accounts;
}

}  // namespace

Result<AccountsOfContracts> accounts_of_contracts(const Desk& desk, std::size_t per_load) {
  auto ids = [&]() -> Result<std::vector<ContractId>> {
    auto transaction = desk.begin(Access::read);
    if (!transaction) return transaction.error();
    return (*transaction)->contract_ids();
  }();
  if (!ids) return ids.error();
  AccountsOfContracts all;
  const auto load = [&](std::span<const ContractId> group) -> Result<AccountsOfContracts> {
    auto transaction = desk.begin(Access::read);
    if (!transaction) return transaction.error();
    if (auto loaded = (*transaction)->load(group, Part::contract); !loaded) return loaded.error();
    AccountsOfContracts accounts;
    for (const auto& id : group) {
      auto contract = (*transaction)->contract(id);
      if (!contract) return contract.error();
      accounts.emplace_back(id, accounts_of(*contract));
    }
    return accounts;
  };
  const auto unreadable = [](const ContractId& id, const Error&) -> Result<AccountsOfContracts> {
    return AccountsOfContracts{{id, {}}};
  };
  const auto take = [&](AccountsOfContracts loaded, std::size_t) -> Result<void> {
    all.insert(all.end(), loaded.begin(), loaded.end());
    return {};
  };
  if (auto done = in_groups<ContractId>(*ids, per_load, desk, load, unreadable, take); !done)
    return done.error();
  return all;
}

AccountId first_account(const std::vector<AccountAndCurrency>& accounts) {
  return std::min_element(accounts.begin(), accounts.end())->first;
}

}  // namespace app

Result<std::vector<AccountRange>> account_ranges(const Desk& desk, std::size_t contracts_each) {
  constexpr std::size_t per_load = 64;
  auto all = app::accounts_of_contracts(desk, per_load);
  if (!all) return all.error();
  std::map<AccountId, std::size_t> contracts;
  for (const auto& [id, accounts] : *all)
    if (!accounts.empty()) ++contracts[app::first_account(accounts)];
  std::vector<AccountRange> ranges{{}};
  std::size_t size = 0;
  for (const auto& [account, number] : contracts) {
    if (size > 0 && size + number > contracts_each) {
      ranges.back().to = account;
      ranges.push_back({.from = account});
      size = 0;
    }
    size += number;
  }
  return ranges;
}

}  // namespace billbyagent
