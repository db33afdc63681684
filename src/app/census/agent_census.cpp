#include "billbyagent/app/agent_census.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace billbyagent {

namespace {

/// Days of UTC since 1970; a machine that is online is seen today.
std::int64_t day_last_seen(const Agent& agent, Date today) {
  if (agent.state == AgentState::online) return today.epoch_days();
  if (!agent.last_seen) return std::numeric_limits<std::int32_t>::min();
  const auto ms = agent.last_seen->ms;
  return ms / day_ms - (ms % day_ms < 0 ? 1 : 0);
}

}  // namespace

AgentCensus::ScopeIndex AgentCensus::ask(AgentScope scope, const ViewMembers* members) {
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

void AgentCensus::restart() {
  for (auto& question : questions_) {
    question.candidates.clear();
    question.counted.clear();
    question.not_counted.clear();
  }
  place_of_agent_.clear();
  told_apart_.clear();
  shared_.clear();
  facts_ = {};
}

void AgentCensus::answer(Question& question, const Agent& agent) {
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
  if (tells_hardware(scope.rule)) candidate.machine.hardware = hardware_of(agent, stand_ins_);
  if (scope.rule.duplicate == Counting::counted)
    return judge_candidate(question, std::move(candidate));
  candidate.seen_day = day_last_seen(agent, today_);
  question.candidates.push_back(std::move(candidate));
}

void AgentCensus::judge_candidate(Question& question, Candidate candidate) {
  auto& machine = candidate.machine;
  if (candidate.of_class == Verdict::counted)
    question.counted.push_back(std::move(machine));
  else
    question.not_counted.push_back({std::move(machine.agent), std::move(machine.name),
                                    candidate.of_class, std::move(candidate.class_name)});
}

void AgentCensus::page(std::span<const Agent> agents) {
  facts_.add(agents, stand_ins_);
  for (const auto& agent : agents) {
    const auto next_number = static_cast<std::uint32_t>(group_names_.size());
    const auto [number, is_new] =
        place_numbers_.try_emplace({agent.organization, agent.group}, next_number);
    if (is_new) {
      group_names_.push_back(groups_.name_of(agent.group));
      organizations_.push_back(agent.organization);
    }
    place_of_agent_.insert_or_assign(agent.id, number->second);
    if (tells_hardware_) {
      told_apart_.push_back({agent.id, {}, hardware_of(agent, stand_ins_)});
      shared_.add(agent, told_apart_.back().hardware);
    }
    if (const auto asked = by_organization_.find(agent.organization);
        asked != by_organization_.end())
      for (const ScopeIndex index : asked->second) answer(questions_[index], agent);
    if (const auto asked = by_group_.find(agent.group); asked != by_group_.end())
      for (const ScopeIndex index : asked->second) answer(questions_[index], agent);
  }
}

void AgentCensus::leave_duplicates_out(Question& question) {
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

void AgentCensus::leave_shared_hardware_out() {
  const auto keep_own = [&](Machine& machine) {
    machine.hardware = shared_.own(std::move(machine.hardware));
  };
  for (auto& machine : std::exchange(told_apart_, {})) {
    keep_own(machine);
    hardware_.add(machine.hardware, std::move(machine.agent));
  }
  for (auto& question : questions_) {
    for (auto& candidate : question.candidates) keep_own(candidate.machine);
    for (auto& machine : question.counted) keep_own(machine);
  }
}

void AgentCensus::settle() {
  ensure(!settled_, "AgentCensus: settled twice");
  settled_ = true;
  leave_shared_hardware_out();
  for (auto& question : questions_) {
    leave_duplicates_out(question);
    std::sort(question.counted.begin(), question.counted.end(), by_agent);
    std::sort(question.not_counted.begin(), question.not_counted.end(),
              [](const auto& a, const auto& b) { return a.agent < b.agent; });
  }
}

const JudgedMachine* AgentCensus::why_not(ScopeIndex scope, const AgentId& agent) const {
  const auto& all = not_counted(scope);
  const auto before = [](const JudgedMachine& entry, const AgentId& id) {
    return entry.agent < id;
  };
  const auto at = std::lower_bound(all.begin(), all.end(), agent, before);
  return at == all.end() || at->agent != agent ? nullptr : &*at;
}

const AgentId* AgentCensus::other_agent_on(const Machine& machine) const {
  return hardware_.find(machine.hardware,
                        [&](const AgentId& agent) { return agent != machine.agent; });
}

const std::string* AgentCensus::group_name_of(const AgentId& agent) const {
  const auto at = place_of_agent_.find(agent);
  return at == place_of_agent_.end() ? nullptr : &group_names_[at->second];
}

const OrganizationId* AgentCensus::organization_of(const AgentId& agent) const {
  const auto at = place_of_agent_.find(agent);
  return at == place_of_agent_.end() ? nullptr : &organizations_[at->second];
}

}  // namespace billbyagent
