#include "cli/names.hpp"

#include "documents/words.hpp"

namespace billbyagent::cli {

Names Names::read(const Desk& desk, const std::vector<ContractId>& contracts) {
  Names names;
  names.today_ = desk.clock.today();
  const auto transaction = desk.begin(Access::read);
  if (!transaction) return names;
  if (const auto accounts = (*transaction)->accounts(); accounts)
    for (const auto& account : *accounts) names.accounts_.emplace(account.id, account.name);
  if (!(*transaction)->load(contracts, Part::contract)) return names;
  for (const auto& id : contracts)
    if (auto contract = (*transaction)->contract(id); contract)
      names.contracts_.emplace(id, *std::move(contract));
  return names;
}

std::string Names::of(const AccountId& account) const {
  const auto at = accounts_.find(account);
  return documents::name_or_id(at == accounts_.end() ? "" : at->second, account);
}

std::string Names::of(const ContractId& contract) const {
  const Contract* found = find(contract);
  return documents::name_or_id(found ? found->name_on(today_) : "", contract);
}

const Contract* Names::find(const ContractId& contract) const {
  const auto at = contracts_.find(contract);
  return at == contracts_.end() ? nullptr : &at->second;
}

}  // namespace billbyagent::cli
