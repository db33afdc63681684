#include "billbyagent/app/rmm_recording.hpp"

#include <algorithm>
#include <utility>

namespace billbyagent {

namespace {

class KeepingSink final : public AgentSink {
 public:
  explicit KeepingSink(AgentKeeper& keeper) : keeper_(keeper) {}
  void restart() override {
    kept_ = {};
    keeper_.restart();
  }
  void page(std::span<const Agent> agents) override {
    if (kept_) kept_ = keeper_.page(agents);
  }
  const Result<void>& kept() const noexcept { return kept_; }

 private:
  AgentKeeper& keeper_;
  Result<void> kept_{};
};

class IdSink final : public AgentSink {
 public:
  void restart() override { ids_.clear(); }
  void page(std::span<const Agent> agents) override {
    for (const auto& agent : agents) ids_.push_back(agent.id);
  }
  std::vector<AgentId> ids() && { return std::move(ids_); }

 private:
  std::vector<AgentId> ids_;
};

Result<std::vector<AgentId>> members_of(RmmProvider& provider, const ViewId& view,
                                        Deadline deadline) {
  IdSink sink;
  auto scanned = provider.scan_agents(AgentQuery{view}, sink, deadline);
  if (!scanned) return scanned.error();
  return std::move(sink).ids();
}

}  // namespace

Result<RecordedLists> record(RmmProvider& provider, const std::vector<ViewId>& views,
                             AgentKeeper& keeper, Deadline deadline) {
  RecordedLists lists;
  auto organizations = provider.organizations(deadline);
  if (!organizations) return organizations.error();
  lists.organizations = *std::move(organizations);
  // As a tree, so that what is no tree fails here as it would in a night of one.
  auto tree = provider.group_tree(deadline);
  if (!tree) return tree.error();
  lists.groups = tree->all();
  auto listed = provider.views(deadline);
  if (!listed) return listed.error();
  lists.views = *std::move(listed);
  for (const auto& asked : views) {
    const auto id = provider.as_listed(asked, lists.views);
    const auto is_it = [&](const View& view) { return view.id == id; };
    if (!lists.members.contains(id) && std::any_of(lists.views.begin(), lists.views.end(), is_it))
      lists.members.emplace(id, members_of(provider, id, deadline));
  }
  KeepingSink sink{keeper};
  auto scanned = provider.scan_agents(AgentQuery{}, sink, deadline);
  if (!scanned) return scanned.error();
  if (!sink.kept()) return sink.kept().error();
  lists.agents = *scanned;
  lists.notes = provider.notes();
  return lists;
}

RecordedRmm::RecordedRmm(const RmmProvider& recorded, Result<RecordedLists> lists, Agents agents)
    : recorded_(recorded), lists_(std::move(lists)), agents_(std::move(agents)) {}

Result<std::vector<Organization>> RecordedRmm::do_organizations(Deadline) {
  if (!lists_) return lists_.error();
  return lists_->organizations;
}

Result<std::vector<MachineGroup>> RecordedRmm::do_machine_groups(Deadline) {
  if (!lists_) return lists_.error();
  return lists_->groups;
}

Result<std::vector<View>> RecordedRmm::do_views(Deadline) {
  if (!lists_) return lists_.error();
  return lists_->views;
}

Result<void> RecordedRmm::do_scan_agents(const AgentQuery& query, AgentSink& sink, Deadline) {
  if (!lists_) return lists_.error();
  if (!query.view) return agents_(sink);
  const auto members = lists_->members.find(*query.view);
  if (members == lists_->members.end())
    return Error{Errc::incomplete_scan, "nobody asked for it when the RMM was read"};
  if (!members->second) return members->second.error();
  std::vector<Agent> agents;
  for (const auto& id : *members->second) agents.push_back(Agent{.id = id});
  sink.page(agents);
  return {};
}

std::vector<std::string> RecordedRmm::do_notes() const {
  return lists_ ? lists_->notes : std::vector<std::string>{};
}

}  // namespace billbyagent
