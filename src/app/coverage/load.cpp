// What a coverage report is made from: the services in force, and the agents of each RMM.

#include <algorithm>
#include <iterator>

#include "app/coverage/survey.hpp"
#include "app/derived_services.hpp"

namespace billbyagent::app {
namespace {

/// So that an account is found by what the RMM calls its organization today.
void link_as_listed(Account& account, const RmmId& rmm, const RmmReading& reading) {
  const auto link = account.organization_in(rmm);
  if (!link) return;
  if (rmm.empty())
    account.organization = reading.as_listed(*link);
  else
    account.links.insert_or_assign(rmm, reading.as_listed(*link));
}

}  // namespace

Result<void> CoverageSurvey::load_services(Transaction& transaction, const Contract& contract) {
  for (auto& derived : derived_in_force(contract, accounts_, today_)) {
    const ServiceKey key{contract.id(), derived.service->id()};
    auto history = transaction.unit_history(key);
    if (!history) return history.error();
    auto known = load_known_machines(transaction, key, derived.service->agent_scope()->rule);
    if (!known) return known.error();
    auto machines = billed(*known);
    counted_before_[derived.rmm].add(key, machines);
    services_.push_back({std::move(static_cast<AskedScope&>(derived)),
                         key,
                         contracts_.size() - 1,
                         *std::move(history),
                         std::move(machines),
                         *std::move(known),
                         {}});
  }
  return {};
}

Result<void> CoverageSurvey::load() {
  auto transaction = desk_.begin(Access::read);
  if (!transaction) return transaction.error();
  auto accounts = (*transaction)->accounts();
  if (!accounts) return accounts.error();
  for (auto& account : *accounts) accounts_.emplace(account.id, account);
  auto ids = (*transaction)->contract_ids();
  if (!ids) return ids.error();
  for (const auto& id : *ids) {
    auto contract = (*transaction)->contract(id);
    if (!contract) return contract.error();
    if (contract->status_on(today_) != ContractStatus::active) continue;
    contracts_.push_back(*std::move(contract));
    if (auto loaded = load_services(**transaction, contracts_.back()); !loaded) return loaded;
  }
  std::sort(services_.begin(), services_.end(),
            [](const CoveredService& a, const CoveredService& b) { return a.key < b.key; });
  return {};
}

Result<void> CoverageSurvey::read_rmms() {
  std::vector<AskedScope*> asked;
  for (auto& service : services_) asked.push_back(&service);
  std::map<RmmId, AgentList> lists;
  readings_.read(asked, std::nullopt, time_,
                 [&](const RmmId& rmm) { return &lists.try_emplace(rmm, rmm).first->second; });
  if (auto error = readings_.nothing_read()) return *error;
  for (const auto& outcome : readings_.outcomes()) {
    if (outcome.error) continue;
    for (auto& [id, account] : accounts_)
      link_as_listed(account, outcome.rmm, readings_.of(outcome.rmm));
    auto list = std::move(lists.at(outcome.rmm)).by_id();
    std::move(list.begin(), list.end(), std::back_inserter(agents_));
  }
  return {};
}

}  // namespace billbyagent::app
