#include "cli/names.hpp"

namespace billbyagent::cli {
namespace {

template <class Id>
std::string name_or_id(const std::map<Id, std::string>& names, const Id& id) {
  const auto at = names.find(id);
  return at == names.end() || at->second.empty() ? id.text() : at->second;
}

}  // namespace

Names Names::read(const Desk& desk, const std::vector<ContractId>& contracts) {
  Names names;
  const auto transaction = desk.begin(Access::read);
  if (!transaction) return names;
  if (const auto accounts = (*transaction)->accounts(); accounts)
    for (const auto& account : *accounts) names.accounts_.emplace(account.id, account.name);
  if (!(*transaction)->load(contracts, Part::contract)) return names;
  for (const auto& id : contracts)
    if (const auto contract = (*transaction)->contract(id); contract)
      names.contracts_.emplace(id, contract->name_on(desk.clock.today()));
  return names;
}

std::string Names::of(const AccountId& account) const { return name_or_id(accounts_, account); }
std::string Names::of(const ContractId& contract) const { return name_or_id(contracts_, contract); }

}  // namespace billbyagent::cli
