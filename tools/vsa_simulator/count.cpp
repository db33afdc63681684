#include "vsa_simulator/count.hpp"

namespace billbyagent::vsa_simulator {
namespace {

bool lies_within(const Estate& estate, std::string group_id, const std::string& top,
                 bool with_subgroups) {
  while (group_id != top) {
    const auto& parent = estate.groups().at(group_id)->record.parent_id;
    if (!with_subgroups || !parent) return false;
    group_id = *parent;
  }
  return true;
}

}  // namespace

ViewMembers::ViewMembers(const View& view) : ids_(view.agent_ids) {
  if (!view.filter.empty()) rule_ = Filter::parse(view.filter, infos_of<Agent>());
}

bool ViewMembers::contains(const Agent& agent) const {
  return ids_.contains(agent.id) || (rule_ && rule_->matches(reader_of(agent)));
}

std::size_t count_agents(const Estate& estate, const CountQuery& query) {
  std::string organization_id;
  std::string group_id;
  std::optional<ViewMembers> view;
  if (!query.organization.empty()) organization_id = estate.organization(query.organization).id;
  if (!query.group.empty()) group_id = estate.group(query.group).id;
  if (!query.view.empty()) view.emplace(estate.view(query.view));
  std::size_t count = 0;
  for (const auto& [id, row] : estate.agents()) {
    const Agent& agent = row->record;
    if (!organization_id.empty() && agent.organization_id != organization_id) continue;
    if (!group_id.empty() && !lies_within(estate, agent.group_id, group_id, query.with_subgroups)) {
      continue;
    }
    if (!query.with_suspended && agent.online == online::suspended) continue;
    if (!query.with_never_checked_in && agent.online == online::never_checked_in) continue;
    if (view && !view->contains(agent)) continue;
    ++count;
  }
  return count;
}

}  // namespace billbyagent::vsa_simulator
