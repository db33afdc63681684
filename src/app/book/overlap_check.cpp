#include "billbyagent/app/overlap_check.hpp"

#include <algorithm>
#include <utility>

#include "billbyagent/domain/billed_life.hpp"

namespace billbyagent {

namespace {

bool groups_disjoint(const AgentScope& a, const AgentScope& b, const GroupTree* groups) {
  if (!a.group || !b.group || *a.group == *b.group) return false;
  if (!groups) return true;
  const auto holds = [&](const AgentScope& outer, const AgentScope& inner) {
    return outer.sub_groups == SubGroups::included && groups->is_within(*inner.group, *outer.group);
  };
  return !holds(a, b) && !holds(b, a);
}

bool lists_disjoint(const std::vector<AgentId>& a, const std::vector<AgentId>& b) {
  if (a.empty() || b.empty()) return false;
  return std::none_of(a.begin(), a.end(), [&](const AgentId& id) {
    return std::find(b.begin(), b.end(), id) != b.end();
  });
}

/// A machine is of one class, whatever it is.
bool classes_disjoint(const AgentScope& a, const AgentScope& b) {
  return a.machine_class && b.machine_class && *a.machine_class != *b.machine_class &&
         a.classes == b.classes;
}

}  // namespace

bool provably_disjoint(const AgentScope& a, const AgentScope& b, const GroupTree* groups) {
  if (a.rmm != b.rmm) return true;
  if (a.organization && b.organization && *a.organization != *b.organization) return true;
  return groups_disjoint(a, b, groups) || lists_disjoint(a.machines, b.machines) ||
         classes_disjoint(a, b);
}

std::vector<ScopeOverlap> possible_overlaps(const std::vector<Contract>& contracts,
                                            const Account& account, const GroupTrees& groups) {
  struct Placed {
    ServiceKey key;
    Period life;
    AgentScope scope;
  };
  std::vector<Placed> placed;
  for (const auto& contract : contracts) {
    for (const auto& service : contract.terms().services) {
      const auto life = billed_life(contract, service);
      if (!service.agent_scope() || !life) continue;
      AgentScope scope = *service.agent_scope();
      if (!scope.organization) scope.organization = account.organization_in(scope.rmm);
      scope.classes = contract.terms().machine_classes;
      placed.push_back({{contract.id(), service.id()}, life->whole, std::move(scope)});
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
