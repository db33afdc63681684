#pragma once

/// Counts every scope that a contract asks about in one pass over the agents, and remembers which
/// agents they were (D9). The cost follows the number of agents, not of contracts. Threads: one at
/// a time.

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "billbyagent/app/judged_machine.hpp"
#include "billbyagent/domain/agent_facts.hpp"
#include "billbyagent/domain/agent_scope.hpp"
#include "billbyagent/domain/evidence.hpp"
#include "billbyagent/domain/shared_hardware.hpp"
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

  /// `today`: the day of the count. `stand_ins`: what is no hardware in this RMM.
  AgentCensus(GroupTree groups, Date today, HardwareStandIns stand_ins = {})
      : groups_(std::move(groups)), today_(today), stand_ins_(std::move(stand_ins)) {}

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
  std::size_t agents() const noexcept { return place_of_agent_.size(); }
  /// What the agents of the scan tell at all.
  const AgentFacts& facts() const noexcept { return facts_; }
  /// The name of the machine group the agent is in, or null when the RMM no longer shows the agent.
  const std::string* group_name_of(const AgentId& agent) const;
  /// The organization the agent is in, or null when the RMM no longer shows the agent.
  const OrganizationId* organization_of(const AgentId& agent) const;
  /// Another agent on the same hardware, anywhere in the RMM, or null. Known only when a scope is
  /// asked about that tells machines by their hardware.
  const AgentId* other_agent_on(const Machine& machine) const;
  const GroupTree& groups() const noexcept { return groups_; }
  /// What somebody should know about how machines were told apart.
  std::vector<std::string> notes() const { return shared_.notes(); }

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
  void leave_shared_hardware_out();
  static void leave_duplicates_out(Question& question);
  const Question& settled(ScopeIndex scope) const {
    ensure(settled_, "AgentCensus: not settled");
    return questions_[scope];
  }

  GroupTree groups_;
  Date today_;
  HardwareStandIns stand_ins_;
  bool settled_ = false;
  AgentFacts facts_;
  bool tells_hardware_ = false;
  std::vector<Machine> told_apart_;  ///< all agents, until it is known what they share
  SharedHardware shared_;
  HardwareIndex<AgentId> hardware_;
  std::vector<Question> questions_;
  // Only the questions that an agent's organization or group can concern are asked about it.
  std::unordered_map<OrganizationId, std::vector<ScopeIndex>> by_organization_;
  std::unordered_map<MachineGroupId, std::vector<ScopeIndex>> by_group_;
  struct Place {
    OrganizationId organization;
    MachineGroupId group;
    bool operator==(const Place&) const = default;
  };
  struct PlaceHash {
    std::size_t operator()(const Place& place) const noexcept {
      const std::size_t organization = std::hash<OrganizationId>{}(place.organization);
      return organization * 31 + std::hash<MachineGroupId>{}(place.group);
    }
  };
  std::unordered_map<AgentId, std::uint32_t> place_of_agent_;
  std::vector<std::string> group_names_;  ///< by the place's number
  std::vector<OrganizationId> organizations_;
  std::unordered_map<Place, std::uint32_t, PlaceHash> place_numbers_;
};

}  // namespace billbyagent
