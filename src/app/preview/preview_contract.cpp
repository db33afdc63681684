#include "billbyagent/app/preview_contract.hpp"

#include <map>
#include <utility>

#include "billbyagent/app/rmm_reading.hpp"

namespace billbyagent {

Result<PreviewSide> load_preview_side(const Desk& desk, const ContractId& id) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  auto contract = (*transaction)->contract(id);
  if (!contract) return contract.error();
  PreviewSide side{*std::move(contract), {}, {}};
  for (const auto& service : side.contract.terms().services) {
    const ServiceKey key{id, service.id()};
    auto history = (*transaction)->unit_history(key);
    if (!history) return history.error();
    auto events = (*transaction)->machine_events(key);
    if (!events) return events.error();
    side.histories.emplace(service.id(), *std::move(history));
    side.events.emplace(service.id(), *std::move(events));
  }
  return side;
}

namespace {

/// The side with the other contract around its histories.
Result<PreviewSide> replaced(PreviewSide side, const Contract& replacement,
                             const std::vector<FirstUnits>& first_units) {
  side.contract = replacement;
  for (const auto& first : first_units) {
    const Service* service = replacement.find_service(first.key.service);
    if (first.key.contract != replacement.id() || !service) continue;
    UnitHistory& history = side.histories[first.key.service];
    if (!history.empty()) continue;
    if (auto recorded = history.record(service->terms().effective, first.units); !recorded)
      return within("service " + first.key.service.text(), recorded.error());
  }
  return side;
}

}  // namespace

Result<Preview> preview_contract(const Desk& desk, const PreviewRequest& request) {
  auto before = load_preview_side(desk, request.contract);
  if (!before) return before.error();
  auto after =
      request.replacement ? replaced(*before, *request.replacement, request.first_units) : before;
  if (!after) return after.error();
  after = suppose(*std::move(after), request.what_if);
  if (!after) return after.error();
  return preview(*before, *after, request.from.value_or(desk.clock.today()), request.periods);
}

Result<std::vector<std::vector<Machine>>> machines_of(const RmmSet& rmms,
                                                      const std::vector<AgentScope>& scopes,
                                                      Date today, Deadline deadline) {
  std::map<RmmId, std::vector<std::size_t>> by_rmm;
  for (std::size_t i = 0; i < scopes.size(); ++i) by_rmm[scopes[i].rmm].push_back(i);
  std::vector<std::vector<Machine>> machines(scopes.size());
  for (const auto& [rmm, places] : by_rmm) {
    auto provider = rmms.find(rmm);
    if (!provider) return provider.error();
    std::vector<AskedScope> asked;
    for (const auto place : places) asked.push_back({rmm, scopes[place], std::nullopt});
    std::vector<AskedScope*> all;
    for (auto& each : asked) all.push_back(&each);
    RmmReading reading{**provider, today, nullptr};
    if (auto read = reading.read(all, deadline); !read) return read.error();
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (!asked[i].scope) return asked[i].scope.error();
      machines[places[i]] = reading.census().counted(*asked[i].index);
    }
  }
  return machines;
}

Result<AgentScope> moved_to_group(AgentScope scope, const std::string& group, const RmmSet& rmms,
                                  Deadline deadline) {
  auto provider = rmms.find(scope.rmm);
  if (!provider) return provider.error();
  auto groups = (*provider)->group_tree(deadline);
  if (!groups) return groups.error();
  const MachineGroup* found = groups->find(MachineGroupId{group});
  const bool is_id = found != nullptr;
  for (const auto& candidate : groups->all()) {
    if (is_id || candidate.name != group) continue;
    if (found) return Error{Errc::machine_group_gone, "several machine groups are named " + group};
    found = &candidate;
  }
  if (!found) return Error{Errc::machine_group_gone, "machine group " + group};
  scope.organization = found->organization;
  scope.group = found->id;
  scope.sub_groups = SubGroups::included;
  scope.machines.clear();
  return scope;
}

Result<std::map<ServiceId, AgentScope>> other_scopes(const Contract& saved,
                                                     const Contract& replacement,
                                                     const Account& account) {
  std::map<ServiceId, AgentScope> scopes;
  for (const auto& service : replacement.terms().services) {
    const AgentScope* scope = service.agent_scope();
    const Service* as_saved = saved.find_service(service.id());
    if (!scope) continue;
    const auto& classes = replacement.terms().machine_classes;
    const bool same = as_saved && as_saved->terms().unit_source == service.terms().unit_source;
    if (same && (!scope->machine_class || classes == saved.terms().machine_classes)) continue;
    auto whole = resolved(*scope, account.organization_in(scope->rmm), account.id.text(), classes);
    if (!whole) return within("service " + service.id().text(), whole.error());
    scopes.emplace(service.id(), *std::move(whole));
  }
  return scopes;
}

}  // namespace billbyagent
