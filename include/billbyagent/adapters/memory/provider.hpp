#pragma once

/// An RMM in memory whose machines come, go and move by function calls, and whose calls fail when
/// told to. Threads: one call at a time.

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/base/names.hpp"
#include "billbyagent/ports/rmm_provider.hpp"

namespace billbyagent {

class MemoryProvider final : public RmmProvider {
  template <class List, class Id>
  static auto* find_in(List& list, const Id& id) {
    const auto at =
        std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.id == id; });
    return at == list.end() ? nullptr : &*at;
  }

 public:
  /// The calls that reach the RMM; `count_agents` makes several.
  enum class Call : std::uint8_t { organizations, machine_groups, views, scan, count };

  std::string name() const override { return "memory"; }

  // What the RMM shows. Adding an id again adds a second entry, as a faulty RMM would show it.
  void add(Organization organization) { organizations_.push_back(std::move(organization)); }
  void add(MachineGroup group) { groups_.push_back(std::move(group)); }
  void add(Agent agent) { agents_.push_back(std::move(agent)); }
  /// A view is its members; ids of agents that do not exist are passed over.
  void add(View view, std::set<AgentId> members) {
    members_[view.id] = std::move(members);
    views_.push_back(std::move(view));
  }
  /// False when there is nothing of that id.
  bool remove(const OrganizationId& id) { return erase(organizations_, id); }
  bool remove(const MachineGroupId& id) { return erase(groups_, id); }
  bool remove(const ViewId& id) {
    members_.erase(id);
    return erase(views_, id);
  }
  bool remove(const AgentId& id) { return erase(agents_, id); }

  /// To move, rename or suspend it in place; null when there is none.
  Agent* find(const AgentId& id) { return find_in(agents_, id); }
  MachineGroup* find(const MachineGroupId& id) { return find_in(groups_, id); }
  /// The ids in a view; null when there is no such view.
  std::set<AgentId>* members(const ViewId& id) {
    const auto at = members_.find(id);
    return at == members_.end() ? nullptr : &at->second;
  }
  std::size_t agent_count() const noexcept { return agents_.size(); }

  // What goes wrong.
  /// Every such call answers `error` until `recover`.
  void fail(Call call, Error error) { errors_[index(call)] = std::move(error); }
  /// Scans of this view alone fail.
  void fail_view(const ViewId& id, Error error) { view_errors_[id] = std::move(error); }
  void recover() {
    errors_.fill(std::nullopt);
    view_errors_.clear();
  }
  /// The next scans first hand over half of the agents and then start over.
  void restart_scans(int times) { restarts_ = times; }
  void set_page_size(std::size_t agents) { page_size_ = std::max<std::size_t>(agents, 1); }
  /// Whether `count_agents` is answered here, as by an RMM that counts, or by a scan: the default.
  void set_counts_itself(bool counts) { counts_itself_ = counts; }

  /// How often the call reached this provider, failed ones included.
  int calls(Call call) const noexcept { return calls_[index(call)]; }
  void reset_calls() { calls_.fill(0); }

 private:
  static constexpr std::size_t call_kinds = 5;
  static constexpr std::size_t index(Call call) noexcept { return static_cast<std::size_t>(call); }

  template <class List, class Id>
  static bool erase(List& list, const Id& id) {
    return std::erase_if(list, [&](const auto& item) { return item.id == id; }) > 0;
  }

  Result<void> arrive(Call call, Deadline deadline) {
    ++calls_[index(call)];
    if (errors_[index(call)]) return *errors_[index(call)];
    if (deadline < Deadline::clock::now()) return Error{Errc::timed_out, "memory provider"};
    return {};
  }
  template <class List>
  Result<List> listed(Call call, const List& list, Deadline deadline) {
    if (auto arrived = arrive(call, deadline); !arrived) return arrived.error();
    return list;
  }
  Result<std::vector<Organization>> do_organizations(Deadline deadline) override {
    return listed(Call::organizations, organizations_, deadline);
  }
  Result<std::vector<MachineGroup>> do_machine_groups(Deadline deadline) override {
    return listed(Call::machine_groups, groups_, deadline);
  }
  Result<std::vector<View>> do_views(Deadline deadline) override {
    return listed(Call::views, views_, deadline);
  }
  Result<void> do_scan_agents(const AgentQuery& query, AgentSink& sink, Deadline deadline) override;
  Result<std::optional<AgentCount>> do_count_agents(const AgentScope& scope,
                                                    const GroupTree& groups,
                                                    Deadline deadline) override;
  void hand_over(std::span<const Agent> agents, AgentSink& sink) const;
  bool is_member(const std::optional<ViewId>& view, const AgentId& agent) const {
    if (!view) return true;
    const auto at = members_.find(*view);
    return at != members_.end() && at->second.contains(agent);
  }

  std::vector<Organization> organizations_;
  std::vector<MachineGroup> groups_;
  std::vector<View> views_;
  std::vector<Agent> agents_;
  std::map<ViewId, std::set<AgentId>> members_;
  std::array<std::optional<Error>, call_kinds> errors_;
  std::map<ViewId, Error> view_errors_;
  std::array<int, call_kinds> calls_{};
  std::size_t page_size_ = 100;
  int restarts_ = 0;
  bool counts_itself_ = false;
};
template <>
inline constexpr NameTable<5> names_of<MemoryProvider::Call>{"organizations", "machine_groups",
                                                             "views", "scan", "count"};

inline void MemoryProvider::hand_over(std::span<const Agent> agents, AgentSink& sink) const {
  while (!agents.empty()) {
    const auto page = agents.first(std::min(page_size_, agents.size()));
    sink.page(page);
    agents = agents.subspan(page.size());
  }
}

inline Result<void> MemoryProvider::do_scan_agents(const AgentQuery& query, AgentSink& sink,
                                                   Deadline deadline) {
  if (auto arrived = arrive(Call::scan, deadline); !arrived) return arrived.error();
  if (query.view) {
    const auto failing = view_errors_.find(*query.view);
    if (failing != view_errors_.end()) return failing->second;
    if (!find_in(views_, *query.view)) return Error{Errc::view_gone, "view " + query.view->text()};
  }
  std::vector<Agent> found;
  std::copy_if(agents_.begin(), agents_.end(), std::back_inserter(found),
               [&](const Agent& agent) { return is_member(query.view, agent.id); });
  if (restarts_ > 0) {
    --restarts_;
    hand_over(std::span<const Agent>{found}.first(found.size() / 2), sink);
    sink.restart();
  }
  hand_over(found, sink);
  return {};
}

inline Result<std::optional<AgentCount>> MemoryProvider::do_count_agents(const AgentScope& scope,
                                                                         const GroupTree& groups,
                                                                         Deadline deadline) {
  if (auto arrived = arrive(Call::count, deadline); !arrived) return arrived.error();
  if (!counts_itself_) return std::optional<AgentCount>{};
  AgentCount count;
  for (const auto& agent : agents_)
    if (judge_alone(scope, agent, groups, is_member(scope.view, agent.id)) == Verdict::counted)
      ++count.agents;
  return std::optional{count};
}

}  // namespace billbyagent
