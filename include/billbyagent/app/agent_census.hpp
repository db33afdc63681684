#pragma once

/// Counts every scope that a contract asks about in one pass over the agents, and remembers which
/// agents they were (D9). The cost follows the number of agents, not of contracts. Threads: one at
/// a time.

#include <algorithm>
#include <cstdint>
#include <optional>
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
    std::string name;
    Verdict why;
  };

  /// `today`: the day of the count.
  AgentCensus(GroupTree groups, Date today) : groups_(std::move(groups)), today_(today) {}

  /// Before the scan. The scope's organization must be set; `members` belongs to the scope's view
  /// and must outlive the census (null without a view).
  ScopeIndex ask(AgentScope scope, const ViewMembers* members);

  void restart() override;
  void page(std::span<const Agent> agents) override;

  /// After a successful scan, once: tells duplicates from machines. What follows needs it.
  void settle();

  /// The machines that count for the scope, by agent id.
  const std::vector<Machine>& counted(ScopeIndex scope) const { return settled(scope).counted; }
  /// The machines of the scope's organization or group that do not count, with the reason, by
  /// agent id.
  const std::vector<NotCounted>& not_counted(ScopeIndex scope) const {
    return settled(scope).not_counted;
  }
  /// Why the machine of the scope's organization or group does not count; null when it counts or is
  /// not there.
  const NotCounted* why_not(ScopeIndex scope, const AgentId& agent) const;
  /// The machines that would count if they were of a class of the contract.
  std::vector<Machine> unclassified(ScopeIndex scope) const;
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
    std::vector<std::optional<Instant>> last_seen;  ///< of `counted`, when duplicates are left out
    std::vector<NotCounted> not_counted;
  };
  void answer(Question& question, const Agent& agent);
  static void leave_duplicates_out(Question& question);
  const Question& settled(ScopeIndex scope) const {
    ensure(settled_, "AgentCensus: not settled");
    return questions_[scope];
  }

  GroupTree groups_;
  Date today_;
  bool settled_ = false;
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
    question.last_seen.clear();
    question.not_counted.clear();
  }
  places_.clear();
}

inline void AgentCensus::answer(Question& question, const Agent& agent) {
  const bool in_view = question.view_members && question.view_members->contains(agent.id);
  Verdict verdict = judge(question.scope, agent, groups_, in_view, today_);
  if (verdict == Verdict::outside) return;
  if (!question.listed.empty() && !question.listed.contains(agent.id))
    verdict = Verdict::not_listed;
  if (verdict != Verdict::counted) {
    question.not_counted.push_back({agent.id, agent.name, verdict});
    return;
  }
  question.counted.push_back({agent.id, agent.name, hardware_of(agent)});
  if (question.scope.rule.duplicate == Counting::left_out)
    question.last_seen.push_back(agent.last_seen);
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

inline void AgentCensus::leave_duplicates_out(Question& question) {
  auto& machines = question.counted;
  const auto comes_first = [&](std::size_t a, std::size_t b) {
    if (question.last_seen[a] != question.last_seen[b])
      return question.last_seen[a] > question.last_seen[b];  // never seen: last of all
    return machines[a].agent < machines[b].agent;
  };
  std::unordered_map<std::string_view, std::size_t> chosen;
  for (std::size_t i = 0; i < machines.size(); ++i) {
    if (machines[i].hardware.empty()) continue;
    const auto [at, is_new] = chosen.try_emplace(machines[i].hardware, i);
    if (!is_new && comes_first(i, at->second)) at->second = i;
  }
  std::vector<Machine> left;
  for (std::size_t i = 0; i < machines.size(); ++i) {
    const auto at = chosen.find(machines[i].hardware);
    if (at == chosen.end() || at->second == i)
      left.push_back(machines[i]);
    else
      question.not_counted.push_back({machines[i].agent, machines[i].name, Verdict::duplicate});
  }
  machines = std::move(left);
}

inline void AgentCensus::settle() {
  ensure(!settled_, "AgentCensus: settled twice");
  settled_ = true;
  const auto by_agent = [](const auto& a, const auto& b) { return a.agent < b.agent; };
  for (auto& question : questions_) {
    if (question.scope.rule.duplicate == Counting::left_out) leave_duplicates_out(question);
    std::sort(question.counted.begin(), question.counted.end(), by_agent);
    std::sort(question.not_counted.begin(), question.not_counted.end(), by_agent);
  }
}

inline const AgentCensus::NotCounted* AgentCensus::why_not(ScopeIndex scope,
                                                           const AgentId& agent) const {
  const auto& all = not_counted(scope);
  const auto before = [](const NotCounted& entry, const AgentId& id) { return entry.agent < id; };
  const auto at = std::lower_bound(all.begin(), all.end(), agent, before);
  return at == all.end() || at->agent != agent ? nullptr : &*at;
}

inline std::vector<Machine> AgentCensus::unclassified(ScopeIndex scope) const {
  std::vector<Machine> found;
  for (const auto& entry : not_counted(scope))
    if (entry.why == Verdict::no_class) found.push_back({entry.agent, entry.name, {}});
  return found;
}

inline const std::string* AgentCensus::place_of(const AgentId& agent) const {
  const auto at = places_.find(agent);
  return at == places_.end() ? nullptr : &place_names_[at->second];
}

}  // namespace billbyagent
