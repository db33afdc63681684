#pragma once

/// Counts every scope that a contract asks about in one pass over the agents, and remembers which
/// agents they were (D9). The cost follows the number of agents, not of contracts. Threads: one at
/// a time.

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "billbyagent/domain/agent_scope.hpp"
#include "billbyagent/domain/evidence.hpp"
#include "billbyagent/ports/rmm_provider.hpp"

namespace billbyagent {

/// The ids of a view's agents.
class ViewMembers final : public AgentSink {
 public:
  void restart() override { ids_.clear(); }
  void page(std::span<const Agent> agents) override {
    for (const auto& agent : agents) ids_.insert(agent.id);
  }
  bool contains(const AgentId& id) const { return ids_.contains(id); }

 private:
  std::unordered_set<AgentId> ids_;
};

class AgentCensus final : public AgentSink {
 public:
  using ScopeIndex = std::size_t;
  struct NotCounted {
    AgentId agent;
    Verdict why;
  };

  explicit AgentCensus(GroupTree groups) : groups_(std::move(groups)) {}

  /// Before the scan. The scope's organization must be set; `members` belongs to the scope's view
  /// and must outlive the census (null without a view).
  ScopeIndex ask(AgentScope scope, const ViewMembers* members);

  void restart() override;
  void page(std::span<const Agent> agents) override;

  // After a successful scan:

  /// The machines that count for the scope, by agent id.
  std::vector<Machine> counted(ScopeIndex scope) const;
  /// The machines of the scope's organization or group that do not count, with the reason.
  const std::vector<NotCounted>& not_counted(ScopeIndex scope) const {
    return questions_[scope].not_counted;
  }
  std::size_t agents() const noexcept { return places_.size(); }
  /// The name of the machine group the agent is in, or null when the RMM no longer shows the agent.
  const std::string* place_of(const AgentId& agent) const;
  const GroupTree& groups() const noexcept { return groups_; }

 private:
  struct Question {
    AgentScope scope;
    const ViewMembers* view_members = nullptr;
    std::unordered_set<AgentId> listed;
    std::vector<Machine> counted;
    std::vector<NotCounted> not_counted;
  };
  void answer(Question& question, const Agent& agent);

  GroupTree groups_;
  std::vector<Question> questions_;
  // Only the questions that an agent's organization or group can concern are asked about it.
  std::unordered_map<OrganizationId, std::vector<ScopeIndex>> by_organization_;
  std::unordered_map<MachineGroupId, std::vector<ScopeIndex>> by_group_;
  std::unordered_map<AgentId, std::uint32_t> places_;
  std::vector<std::string> place_names_;
  std::unordered_map<MachineGroupId, std::uint32_t> place_numbers_;
};

inline AgentCensus::ScopeIndex AgentCensus::ask(AgentScope scope, const ViewMembers* members) {
  ensure(scope.organization.has_value(), "AgentCensus: the scope has no organization");
  const ScopeIndex index = questions_.size();
  if (!scope.group)
    by_organization_[*scope.organization].push_back(index);
  else if (scope.sub_groups == SubGroups::included)
    for (const auto& group : groups_.with_sub_groups(*scope.group))
      by_group_[group].push_back(index);
  else
    by_group_[*scope.group].push_back(index);
  Question question;
  question.view_members = members;
  question.listed.insert(scope.machines.begin(), scope.machines.end());
  scope.machines.clear();
  question.scope = std::move(scope);
  questions_.push_back(std::move(question));
  return index;
}

inline void AgentCensus::restart() {
  for (auto& question : questions_) {
    question.counted.clear();
    question.not_counted.clear();
  }
  places_.clear();
}

inline void AgentCensus::answer(Question& question, const Agent& agent) {
  const bool in_view = question.view_members && question.view_members->contains(agent.id);
  Verdict verdict = judge(question.scope, agent, groups_, in_view);
  if (verdict == Verdict::outside) return;
  if (!question.listed.empty() && !question.listed.contains(agent.id))
    verdict = Verdict::not_listed;
  if (verdict == Verdict::counted)
    question.counted.push_back({agent.id, agent.name});
  else
    question.not_counted.push_back({agent.id, verdict});
}

inline void AgentCensus::page(std::span<const Agent> agents) {
  for (const auto& agent : agents) {
    const auto next_number = static_cast<std::uint32_t>(place_names_.size());
    const auto [place, is_new] = place_numbers_.try_emplace(agent.group, next_number);
    if (is_new) place_names_.push_back(groups_.name_of(agent.group));
    places_.insert_or_assign(agent.id, place->second);
    if (const auto asked = by_organization_.find(agent.organization);
        asked != by_organization_.end())
      for (const ScopeIndex index : asked->second) answer(questions_[index], agent);
    if (const auto asked = by_group_.find(agent.group); asked != by_group_.end())
      for (const ScopeIndex index : asked->second) answer(questions_[index], agent);
  }
}

inline std::vector<Machine> AgentCensus::counted(ScopeIndex scope) const {
  auto machines = questions_[scope].counted;
  std::sort(machines.begin(), machines.end(), by_agent);
  return machines;
}

inline const std::string* AgentCensus::place_of(const AgentId& agent) const {
  const auto at = places_.find(agent);
  return at == places_.end() ? nullptr : &place_names_[at->second];
}

}  // namespace billbyagent
