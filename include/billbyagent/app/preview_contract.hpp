#pragma once

/// The preview of a saved contract: what it owes as it is against what it would owe. Reads only,
/// from the store and, for machines of another scope, from the RMM.

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/app/preview.hpp"
#include "billbyagent/app/rmm_reading.hpp"
#include "billbyagent/domain/book.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent {

struct PreviewRequest {
  ContractId contract{};
  /// In the place of the saved contract, on the side after the change; its services keep the
  /// history of the saved service of the same id.
  std::optional<Contract> replacement{};
  /// What the replacement's services begin with that were never counted.
  std::vector<FirstUnits> first_units{};
  std::vector<WhatIf> what_if{};  ///< then this
  std::optional<Date> from{};     ///< in the first billing period; nothing: today
  int periods = 3;
};

/// Errors: `not_found`, what `suppose` and `preview` say, what the store says.
Result<Preview> preview_contract(Store& store, const Clock& clock, const TenantId& tenant,
                                 const PreviewRequest& request);

/// The saved contract with its histories and machines, as it is.
Result<PreviewSide> load_preview_side(Store& store, const TenantId& tenant,
                                      const ContractId& contract);

/// The machines that count on the day `today` for each of the scopes (`resolved` ones), in one pass
/// over the agents of each RMM; by agent id. Errors: `organization_gone`, `machine_group_gone`,
/// `view_gone`, `rmm_not_configured` and whatever an RMM says.
Result<std::vector<std::vector<Machine>>> machines_of(const RmmSet& rmms,
                                                      const std::vector<AgentScope>& scopes,
                                                      Date today, Deadline deadline);

/// The scope moved to another machine group of its RMM, with its sub-groups, whatever organization
/// that is in; a list of single machines is dropped, view and other conditions stay. `group` is an
/// id or, when only one group has it, a name. `machine_group_gone` otherwise.
Result<AgentScope> moved_to_group(AgentScope scope, const std::string& group, const RmmSet& rmms,
                                  Deadline deadline);

/// The scopes of the replacement's services that derive their units in another way than the saved
/// ones do, or that are new: what has to be counted in the RMM for a preview. Of other machine
/// classes each scope with a class is another one. `account` is the replacement's.
/// `organization_not_linked` names the service.
Result<std::map<ServiceId, AgentScope>> other_scopes(const Contract& saved,
                                                     const Contract& replacement,
                                                     const Account& account);

inline Result<PreviewSide> load_preview_side(Store& store, const TenantId& tenant,
                                             const ContractId& id) {
  auto transaction = store.begin(tenant, Access::read);
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

namespace detail {

/// The side with the other contract around its histories.
inline Result<PreviewSide> replaced(PreviewSide side, const Contract& replacement,
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

}  // namespace detail

inline Result<Preview> preview_contract(Store& store, const Clock& clock, const TenantId& tenant,
                                        const PreviewRequest& request) {
  auto before = load_preview_side(store, tenant, request.contract);
  if (!before) return before.error();
  auto after = request.replacement
                   ? detail::replaced(*before, *request.replacement, request.first_units)
                   : before;
  if (!after) return after.error();
  after = suppose(*std::move(after), request.what_if);
  if (!after) return after.error();
  return preview(*before, *after, request.from.value_or(clock.today()), request.periods);
}

inline Result<std::vector<std::vector<Machine>>> machines_of(const RmmSet& rmms,
                                                             const std::vector<AgentScope>& scopes,
                                                             Date today, Deadline deadline) {
  SilentObserver observer;
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
    RmmReading reading{**provider, today, observer};
    if (auto read = reading.read(all, deadline); !read) return read.error();
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (!asked[i].scope) return asked[i].scope.error();
      machines[places[i]] = reading.census().counted(*asked[i].index);
    }
  }
  return machines;
}

inline Result<AgentScope> moved_to_group(AgentScope scope, const std::string& group,
                                         const RmmSet& rmms, Deadline deadline) {
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

inline Result<std::map<ServiceId, AgentScope>> other_scopes(const Contract& saved,
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
