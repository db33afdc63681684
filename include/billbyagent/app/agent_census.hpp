#pragma once

/// Counts every scope that a contract asks about in one pass over the agents, and remembers which
/// agents they were (D9). The cost follows the number of agents, not of contracts. Agents are
/// numbers inside, so that a million of them take some tens of megabytes; what is asked for is made
/// of texts again. Threads: one at a time.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "billbyagent/app/judged_machine.hpp"
#include "billbyagent/base/text_numbers.hpp"
#include "billbyagent/domain/agent_facts.hpp"
#include "billbyagent/domain/agent_scope.hpp"
#include "billbyagent/domain/evidence.hpp"
#include "billbyagent/domain/machines_digest.hpp"
#include "billbyagent/domain/shared_hardware.hpp"
#include "billbyagent/ports/changes.hpp"
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
  /// Of an agent, from 0 on, in the order of the scan.
  using Number = TextNumbers::Number;

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
  std::vector<Machine> counted(ScopeIndex scope) const;
  std::size_t count(ScopeIndex scope) const { return settled(scope).counted.size(); }
  /// The numbers of their agents, in the same order.
  std::span<const Number> counted_agents(ScopeIndex scope) const { return settled(scope).counted; }
  /// Whether their hardware tells them apart; otherwise it is left out.
  bool tells_hardware_of(ScopeIndex scope) const {
    return tells_hardware(questions_[scope].scope.rule);
  }
  /// Their digest.
  MachinesDigest digest(ScopeIndex scope) const;
  /// The machines of the scope's organization or group that do not count, by agent id.
  std::vector<JudgedMachine> not_counted(ScopeIndex scope) const;
  /// The entry of `not_counted`; nothing when the machine counts or is not there.
  std::optional<JudgedMachine> why_not(ScopeIndex scope, const AgentId& agent) const;
  std::size_t agents() const noexcept { return agents_.size(); }
  /// Of all agents of the scan, their names and places, in whatever order they came.
  ScanDigest shown() const;
  /// `TextNumbers::none` when the RMM does not show it.
  Number number_of(const AgentId& agent) const { return agents_.find(agent.text()); }
  /// What the agents of the scan tell at all.
  const AgentFacts& facts() const noexcept { return facts_; }
  /// The name of the machine group the agent is in, or null when the RMM no longer shows the agent.
  const std::string* group_name_of(const AgentId& agent) const;
  /// The organization the agent is in, or null when the RMM no longer shows the agent.
  const OrganizationId* organization_of(const AgentId& agent) const;
  /// Another agent on the same hardware, anywhere in the RMM. Known only when a scope is asked
  /// about that tells machines by their hardware.
  std::optional<AgentId> other_agent_on(const Machine& machine) const;
  const GroupTree& groups() const noexcept { return groups_; }
  /// What somebody should know about how machines were told apart.
  std::vector<std::string> notes() const { return shared_.notes(); }

 private:
  using Place = TextBlocks::Place;

  /// What is kept of an agent, by its number.
  struct Seen {
    Place name = TextBlocks::empty;
    std::uint32_t home = 0;
  };
  /// Where scopes tell machines by it; once it is settled, without what others share.
  struct Identity {
    Place serial = TextBlocks::empty;
    Place mac = TextBlocks::empty;
  };
  /// A machine that counts unless it is a duplicate or of the wrong class.
  struct Candidate {
    Number agent = 0;
    Verdict of_class = Verdict::counted;
    Number detail = TextNumbers::none;
    std::int64_t seen_day = 0;
  };
  struct NotCounted {
    Number agent = 0;
    Number detail = TextNumbers::none;
    Verdict verdict = Verdict::counted;
  };
  struct Question {
    AgentScope scope;
    const ViewMembers* view_members = nullptr;
    std::unordered_set<AgentId> listed;
    std::vector<Candidate> candidates;  ///< until duplicates are known
    std::vector<Number> counted;
    std::vector<NotCounted> not_counted;
  };
  /// An organization and group, and the questions that can concern their agents.
  struct Home {
    OrganizationId organization;
    MachineGroupId group;
    std::string group_name;
    std::vector<ScopeIndex> asked;
  };

  std::uint32_t home_of(const Agent& agent);
  void answer(Question& question, const Agent& agent, Number number);
  static void judge_candidate(Question& question, const Candidate& candidate);
  void leave_shared_hardware_out();
  void leave_duplicates_out(Question& question);
  bool comes_first(const Candidate& a, const Candidate& b) const;
  Hardware hardware(Number agent) const;
  AgentId id(Number agent) const { return AgentId{std::string{agents_.text(agent)}}; }
  std::string name(Number agent) const { return std::string{texts_.text(seen_[agent].name)}; }
  JudgedMachine judged(const NotCounted& entry) const;
  const Home* home_of(const AgentId& agent) const;
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
  TextNumbers agents_;
  TextBlocks texts_;
  TextNumbers details_;  ///< why machines do not count
  std::vector<Seen> seen_;
  std::vector<Identity> identities_;
  SharedHardware shared_;
  HardwareIndex<Number> hardware_;
  std::vector<Question> questions_;
  // Only the questions that an agent's organization or group can concern are asked about it.
  std::unordered_map<OrganizationId, std::vector<ScopeIndex>> by_organization_;
  std::unordered_map<MachineGroupId, std::vector<ScopeIndex>> by_group_;
  std::vector<Home> homes_;
  std::unordered_map<std::string, std::uint32_t> home_numbers_;
  std::uint32_t last_home_ = 0;
};

}  // namespace billbyagent
