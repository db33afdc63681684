// What a coverage report is made from: the services in force, and the agents of each RMM.

#include <algorithm>
#include <iterator>

#include "app/coverage/survey.hpp"

namespace billbyagent::app {

Result<void> CoverageSurvey::load_services(Transaction& transaction, const Contract& contract) {
  const auto account = accounts_.find(contract.terms().account);
  for (const auto& service : contract.terms().services) {
    const auto life = contract.life_of(service);
    if (!service.agent_scope() || !life || !life->contains(today_)) continue;
    const RmmId& rmm = service.agent_scope()->rmm;
    const auto link =
        account == accounts_.end() ? std::nullopt : account->second.organization_in(rmm);
    const ServiceKey key{contract.id(), service.id()};
    auto history = transaction.unit_history(key);
    if (!history) return history.error();
    auto standing = load_standing(transaction, key, service.agent_scope()->rule);
    if (!standing) return standing.error();
    auto machines = billed(*standing);
    counted_before_[rmm].add(key, machines);
    auto scope = resolved(*service.agent_scope(), link, contract.terms().account.text(),
                          contract.terms().machine_classes);
    services_.push_back({{rmm, std::move(scope), std::nullopt},
                         key,
                         contracts_.size() - 1,
                         *std::move(history),
                         std::move(machines),
                         *std::move(standing),
                         {}});
  }
  return {};
}

Result<void> CoverageSurvey::load() {
  auto transaction = store_.begin(tenant_, Access::read);
  if (!transaction) return transaction.error();
  auto accounts = (*transaction)->accounts();
  if (!accounts) return accounts.error();
  for (auto& account : *accounts) accounts_.emplace(account.id, account);
  auto ids = (*transaction)->contract_ids();
  if (!ids) return ids.error();
  for (const auto& id : *ids) {
    auto contract = (*transaction)->contract(id);
    if (!contract) return contract.error();
    if (contract->terms().status != ContractStatus::active) continue;
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
    auto list = std::move(lists.at(outcome.rmm)).by_id();
    std::move(list.begin(), list.end(), std::back_inserter(agents_));
  }
  return {};
}

}  // namespace billbyagent::app
