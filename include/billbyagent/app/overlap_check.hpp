#pragma once

/// Whether two services could bill the same machine, as far as that shows without counting. Pure.

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "billbyagent/domain/contract.hpp"

namespace billbyagent {

/// Whether no machine can ever be in both scopes at once: different RMMs (their ids have nothing to
/// do with each other), different organizations, machine lists without a common machine, different
/// ones of the same machine classes, machine groups of which neither holds the other. Without the
/// RMM's `groups` different groups are taken for separate ones. Views, operating systems and states
/// prove nothing: what they hold changes.
bool provably_disjoint(const AgentScope& a, const AgentScope& b, const GroupTree* groups);

/// The machine groups of each RMM that was asked for them.
using GroupTrees = std::map<RmmId, GroupTree>;

/// Two services whose scopes are not provably disjoint on days that both are in force.
struct ScopeOverlap {
  ServiceKey first{};
  ServiceKey second{};
};

/// Among the services of these contracts, which belong to this account. By place in the list;
/// contracts that are not active and services with manual units are left out.
std::vector<ScopeOverlap> possible_overlaps(const std::vector<Contract>& contracts,
                                            const Account& account, const GroupTrees& groups);

namespace detail {

inline bool groups_disjoint(const AgentScope& a, const AgentScope& b, const GroupTree* groups) {
  if (!a.group || !b.group || *a.group == *b.group) return false;
  if (!groups) return true;
  const auto holds = [&](const AgentScope& outer, const AgentScope& inner) {
    return outer.sub_groups == SubGroups::included && groups->is_within(*inner.group, *outer.group);
  };
  return !holds(a, b) && !holds(b, a);
}

inline bool lists_disjoint(const std::vector<AgentId>& a, const std::vector<AgentId>& b) {
  if (a.empty() || b.empty()) return false;
  return std::none_of(a.begin(), a.end(), [&](const AgentId& id) {
    return std::find(b.begin(), b.end(), id) != b.end();
  });
}

/// A machine is of one class, whatever it is.
inline bool classes_disjoint(const AgentScope& a, const AgentScope& b) {
  return a.machine_class && b.machine_class && *a.machine_class != *b.machine_class &&
         a.classes == b.classes;
}

}  // namespace detail

inline bool provably_disjoint(const AgentScope& a, const AgentScope& b, const GroupTree* groups) {
  if (a.rmm != b.rmm) return true;
  if (a.organization && b.organization && *a.organization != *b.organization) return true;
  return detail::groups_disjoint(a, b, groups) || detail::lists_disjoint(a.machines, b.machines) ||
         detail::classes_disjoint(a, b);
}

inline std::vector<ScopeOverlap> possible_overlaps(const std::vector<Contract>& contracts,
                                                   const Account& account,
                                                   const GroupTrees& groups) {
  struct Placed {
    ServiceKey key;
    Period life;
    AgentScope scope;
  };
  std::vector<Placed> placed;
  for (const auto& contract : contracts) {
    if (contract.terms().status != ContractStatus::active) continue;
    for (const auto& service : contract.terms().services) {
      const auto life = contract.life_of(service);
      if (!service.agent_scope() || !life) continue;
      AgentScope scope = *service.agent_scope();
      if (!scope.organization) scope.organization = account.organization_in(scope.rmm);
      scope.classes = contract.terms().machine_classes;
      placed.push_back({{contract.id(), service.id()}, *life, std::move(scope)});
    }
  }
  const auto groups_of = [&](const AgentScope& scope) {
    const auto at = groups.find(scope.rmm);
    return at == groups.end() ? nullptr : &at->second;
  };
  std::vector<ScopeOverlap> overlaps;
  for (std::size_t i = 0; i < placed.size(); ++i)
    for (std::size_t j = i + 1; j < placed.size(); ++j)
      if (intersect(placed[i].life, placed[j].life) &&
          !provably_disjoint(placed[i].scope, placed[j].scope, groups_of(placed[i].scope)))
        overlaps.push_back({placed[i].key, placed[j].key});
  return overlaps;
}

}  // namespace billbyagent
