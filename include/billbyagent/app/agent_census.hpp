#pragma once

/// Counts every scope that a contract asks about in one pass over the agents, and remembers which
/// agents they were (D9). The cost follows the number of agents, not of contracts. Threads: one at
/// a time.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "billbyagent/domain/agent_facts.hpp"
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

/// A machine of a scope, and what became of it.
struct JudgedMachine {
  AgentId agent{};
  std::string name{};
  Verdict verdict = Verdict::counted;
  std::string detail{};  ///< such as the agent it is a duplicate of; may be empty

  friend bool operator==(const JudgedMachine&, const JudgedMachine&) = default;
};

/// `duplicate of 102`
inline std::string text_of(const JudgedMachine& machine) {
  return std::string{to_string(machine.verdict)} +
         (machine.detail.empty() ? "" : " " + machine.detail);
}

class AgentCensus final : public AgentSink {
 public:
  using ScopeIndex = std::size_t;

  /// `today`: the day of the count.
  AgentCensus(GroupTree groups, Date today) : groups_(std::move(groups)), today_(today) {}

  /// Before the scan. The scope's organization must be set; `members` belongs to the scope's view
  /// and must outlive the census (null without a view).
  ScopeIndex ask(AgentScope scope, const ViewMembers* members);

  void restart() override;
  void page(std::span<const Agent> agents) override;

  /// After a successful scan, once: tells duplicates from machines. What follows needs it.
  void settle();

  /// The machines that count for the scope, by agent id; their grace days are not looked at.
  const std::vector<Machine>& counted(ScopeIndex scope) const { return settled(scope).counted; }
  /// The machines of the scope's organization or group that do not count, by agent id.
  const std::vector<JudgedMachine>& not_counted(ScopeIndex scope) const {
    return settled(scope).not_counted;
  }
  /// The entry of `not_counted`; null when the machine counts or is not there.
  const JudgedMachine* why_not(ScopeIndex scope, const AgentId& agent) const;
  std::size_t agents() const noexcept { return places_.size(); }
  /// What the agents of the scan tell at all.
  const AgentFacts& facts() const noexcept { return facts_; }
  /// The name of the machine group the agent is in, or null when the RMM no longer shows the agent.
  const std::string* place_of(const AgentId& agent) const;
  /// Another agent on the same hardware, anywhere in the RMM, or null. Known only when a scope is
  /// asked about that tells machines by their hardware.
  const AgentId* other_agent_on(const Machine& machine) const;
  const GroupTree& groups() const noexcept { return groups_; }

 private:
  /// A machine that counts unless it is a duplicate or of the wrong class.
  struct Candidate {
    Machine machine;
    Verdict of_class = Verdict::counted;
    std::string class_name{};
    std::int64_t seen_day = 0;
  };
  struct Question {
    AgentScope scope;
    const ViewMembers* view_members = nullptr;
    std::unordered_set<AgentId> listed;
    std::vector<Candidate> candidates;  ///< until duplicates are known
    std::vector<Machine> counted;
    std::vector<JudgedMachine> not_counted;
  };
  void answer(Question& question, const Agent& agent);
  static void judge_candidate(Question& question, Candidate candidate);
  static void leave_duplicates_out(Question& question);
  const Question& settled(ScopeIndex scope) const {
    ensure(settled_, "AgentCensus: not settled");
    return questions_[scope];
  }

  GroupTree groups_;
  Date today_;
  bool settled_ = false;
  AgentFacts facts_;
  bool tells_hardware_ = false;
  HardwareIndex<AgentId> hardware_;
  std::vector<Question> questions_;
  // Only the questions that an agent's organization or group can concern are asked about it.
  std::unordered_map<OrganizationId, std::vector<ScopeIndex>> by_organization_;
  std::unordered_map<MachineGroupId, std::vector<ScopeIndex>> by_group_;
  std::unordered_map<AgentId, std::uint32_t> places_;
  std::vector<std::string> place_names_;
  std::unordered_map<MachineGroupId, std::uint32_t> place_numbers_;
};

namespace detail {
/// Days of UTC since 1970; a machine that is online is seen today.
inline std::int64_t day_last_seen(const Agent& agent, Date today) {
  if (agent.state == AgentState::online) return today.epoch_days();
  if (!agent.last_seen) return std::numeric_limits<std::int32_t>::min();
  const auto ms = agent.last_seen->ms;
  return ms / day_ms - (ms % day_ms < 0 ? 1 : 0);
}
}  // namespace detail

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
  tells_hardware_ = tells_hardware_ || tells_hardware(scope.rule);
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
    question.candidates.clear();
    question.counted.clear();
    question.not_counted.clear();
  }
  places_.clear();
  hardware_.clear();
  facts_ = {};
}

inline void AgentCensus::answer(Question& question, const Agent& agent) {
  const AgentScope& scope = question.scope;
  const bool in_view = question.view_members && question.view_members->contains(agent.id);
  Verdict verdict = judge(scope, agent, groups_, in_view, today_);
  if (verdict == Verdict::outside) return;
  if (!question.listed.empty() && !question.listed.contains(agent.id))
    verdict = Verdict::not_listed;
  if (verdict != Verdict::counted) {
    question.not_counted.push_back({agent.id, agent.name, verdict, {}});
    return;
  }
  Candidate candidate{.machine = {agent.id, agent.name, {}}, .of_class = judge_class(scope, agent)};
  if (candidate.of_class == Verdict::other_class)
    candidate.class_name = class_of(scope.classes, agent)->name;
  if (tells_hardware(scope.rule)) candidate.machine.hardware = hardware_of(agent);
  if (scope.rule.duplicate == Counting::counted)
    return judge_candidate(question, std::move(candidate));
  candidate.seen_day = detail::day_last_seen(agent, today_);
  question.candidates.push_back(std::move(candidate));
}

inline void AgentCensus::judge_candidate(Question& question, Candidate candidate) {
  auto& machine = candidate.machine;
  if (candidate.of_class == Verdict::counted)
    question.counted.push_back(std::move(machine));
  else
    question.not_counted.push_back({std::move(machine.agent), std::move(machine.name),
                                    candidate.of_class, std::move(candidate.class_name)});
}

inline void AgentCensus::page(std::span<const Agent> agents) {
  facts_.add(agents);
  for (const auto& agent : agents) {
    const auto next_number = static_cast<std::uint32_t>(place_names_.size());
    const auto [place, is_new] = place_numbers_.try_emplace(agent.group, next_number);
    if (is_new) place_names_.push_back(groups_.name_of(agent.group));
    places_.insert_or_assign(agent.id, place->second);
    if (tells_hardware_) hardware_.add(hardware_of(agent), agent.id);
    if (const auto asked = by_organization_.find(agent.organization);
        asked != by_organization_.end())
      for (const ScopeIndex index : asked->second) answer(questions_[index], agent);
    if (const auto asked = by_group_.find(agent.group); asked != by_group_.end())
      for (const ScopeIndex index : asked->second) answer(questions_[index], agent);
  }
}

inline void AgentCensus::leave_duplicates_out(Question& question) {
  auto& candidates = question.candidates;
  // By day, so that two that are both alive do not take turns. Those with a serial number first:
  // a machine without one can only be told to be one of them.
  const auto comes_first = [](const Candidate& a, const Candidate& b) {
    const bool a_last = a.machine.hardware.serial.empty();
    const bool b_last = b.machine.hardware.serial.empty();
    return std::tie(a_last, b.seen_day, a.machine.agent) <
           std::tie(b_last, a.seen_day, b.machine.agent);
  };
  std::sort(candidates.begin(), candidates.end(), comes_first);
  HardwareIndex<AgentId> chosen;
  for (auto& candidate : candidates) {
    auto& machine = candidate.machine;
    if (const AgentId* first = chosen.find(machine.hardware)) {
      question.not_counted.push_back(
          {machine.agent, machine.name, Verdict::duplicate, "of " + first->text()});
      continue;
    }
    chosen.add(machine.hardware, machine.agent);
    judge_candidate(question, std::move(candidate));
  }
  candidates.clear();
}

inline void AgentCensus::settle() {
  ensure(!settled_, "AgentCensus: settled twice");
  settled_ = true;
  for (auto& question : questions_) {
    leave_duplicates_out(question);
    std::sort(question.counted.begin(), question.counted.end(), by_agent);
    std::sort(question.not_counted.begin(), question.not_counted.end(),
              [](const auto& a, const auto& b) { return a.agent < b.agent; });
  }
}

inline const JudgedMachine* AgentCensus::why_not(ScopeIndex scope, const AgentId& agent) const {
  const auto& all = not_counted(scope);
  const auto before = [](const JudgedMachine& entry, const AgentId& id) {
    return entry.agent < id;
  };
  const auto at = std::lower_bound(all.begin(), all.end(), agent, before);
  return at == all.end() || at->agent != agent ? nullptr : &*at;
}

inline const AgentId* AgentCensus::other_agent_on(const Machine& machine) const {
  return hardware_.find(machine.hardware,
                        [&](const AgentId& agent) { return agent != machine.agent; });
}

inline const std::string* AgentCensus::place_of(const AgentId& agent) const {
  const auto at = places_.find(agent);
  return at == places_.end() ? nullptr : &place_names_[at->second];
}

}  // namespace billbyagent
