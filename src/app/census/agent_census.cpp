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
  agents_.clear();
  texts_.clear();
  details_.clear();
  seen_.clear();
  identities_.clear();
  shared_.clear();
  facts_ = {};
}

void AgentCensus::answer(Question& question, const Agent& agent, Number number) {
  const AgentScope& scope = question.scope;
  const bool in_view = question.view_members && question.view_members->contains(agent.id);
  Verdict verdict = judge(scope, agent, groups_, in_view, today_);
  if (verdict == Verdict::outside) return;
  if (!question.listed.empty() && !question.listed.contains(agent.id))
    verdict = Verdict::not_listed;
  if (verdict != Verdict::counted) {
    question.not_counted.push_back({number, TextNumbers::none, verdict});
    return;
  }
  Candidate candidate{.agent = number, .of_class = judge_class(scope, agent)};
  if (candidate.of_class == Verdict::other_class)
    candidate.detail = details_.add(class_of(scope.classes, agent)->name).first;
  if (scope.rule.duplicate == Counting::counted) return judge_candidate(question, candidate);
  candidate.seen_day = day_last_seen(agent, today_);
  question.candidates.push_back(candidate);
}

void AgentCensus::judge_candidate(Question& question, const Candidate& candidate) {
  if (candidate.of_class == Verdict::counted)
    question.counted.push_back(candidate.agent);
  else
    question.not_counted.push_back({candidate.agent, candidate.detail, candidate.of_class});
}

/// Agents of one home often come one after another.
std::uint32_t AgentCensus::home_of(const Agent& agent) {
  if (last_home_ < homes_.size() && homes_[last_home_].organization == agent.organization &&
      homes_[last_home_].group == agent.group)
    return last_home_;
  // The length keeps two homes apart whose texts are the same one behind the other.
  const auto& organization = agent.organization.text();
  const auto key = std::to_string(organization.size()) + ' ' + organization + agent.group.text();
  const auto [at, is_new] =
      home_numbers_.try_emplace(key, static_cast<std::uint32_t>(homes_.size()));
  if (is_new) {
    Home home{agent.organization, agent.group, groups_.name_of(agent.group), {}};
    if (const auto asked = by_organization_.find(agent.organization);
        asked != by_organization_.end())
      home.asked = asked->second;
    if (const auto asked = by_group_.find(agent.group); asked != by_group_.end())
      home.asked.insert(home.asked.end(), asked->second.begin(), asked->second.end());
    homes_.push_back(std::move(home));
  }
  return last_home_ = at->second;
}

void AgentCensus::page(std::span<const Agent> agents) {
  facts_.add(agents, stand_ins_);
  for (const auto& agent : agents) {
    const auto [number, is_new] = agents_.add(agent.id.text());
    if (is_new) seen_.emplace_back();
    const auto home = home_of(agent);
    seen_[number] = {texts_.add(agent.name), home};
    if (tells_hardware_) {
      const Hardware own = hardware_of(agent, stand_ins_);
      identities_.resize(seen_.size());
      identities_[number] = {texts_.add(own.serial), texts_.add(own.mac)};
      shared_.add(agent, own);
    }
    for (const ScopeIndex index : homes_[home].asked) answer(questions_[index], agent, number);
  }
}

Hardware AgentCensus::hardware(Number agent) const {
  if (agent >= identities_.size()) return {};
  const auto [serial, mac] = identities_[agent];
  return {std::string{texts_.text(serial)}, std::string{texts_.text(mac)}};
}

/// By day, so that two that are both alive do not take turns. Those with a serial number first: a
/// machine without one can only be told to be one of them.
bool AgentCensus::comes_first(const Candidate& a, const Candidate& b) const {
  const bool a_last = identities_[a.agent].serial == TextBlocks::empty;
  const bool b_last = identities_[b.agent].serial == TextBlocks::empty;
  return std::tuple{a_last, b.seen_day, agents_.text(a.agent)} <
         std::tuple{b_last, a.seen_day, agents_.text(b.agent)};
}

void AgentCensus::leave_duplicates_out(Question& question) {
  auto& candidates = question.candidates;
  std::sort(candidates.begin(), candidates.end(),
            [this](const Candidate& a, const Candidate& b) { return comes_first(a, b); });
  HardwareIndex<Number> chosen;
  for (const auto& candidate : candidates) {
    const Hardware own = hardware(candidate.agent);
    if (const Number* first = chosen.find(own)) {
      const auto detail = details_.add("of " + std::string{agents_.text(*first)}).first;
      question.not_counted.push_back({candidate.agent, detail, Verdict::duplicate});
      continue;
    }
    chosen.add(own, candidate.agent);
    judge_candidate(question, candidate);
  }
  candidates = {};
}

void AgentCensus::leave_shared_hardware_out() {
  for (Number agent = 0; agent < identities_.size(); ++agent) {
    const Hardware own = shared_.own(hardware(agent));
    if (own.serial.empty()) identities_[agent].serial = TextBlocks::empty;
    if (own.mac.empty()) identities_[agent].mac = TextBlocks::empty;
    hardware_.add(own, agent);
  }
}

void AgentCensus::settle() {
  ensure(!settled_, "AgentCensus: settled twice");
  settled_ = true;
  leave_shared_hardware_out();
  const auto by_id = [this](Number a, Number b) { return agents_.text(a) < agents_.text(b); };
  for (auto& question : questions_) {
    leave_duplicates_out(question);
    std::sort(question.counted.begin(), question.counted.end(), by_id);
    std::sort(question.not_counted.begin(), question.not_counted.end(),
              [&](const auto& a, const auto& b) { return by_id(a.agent, b.agent); });
  }
}

std::vector<Machine> AgentCensus::counted(ScopeIndex scope) const {
  const Question& question = settled(scope);
  const bool by_hardware = tells_hardware_of(scope);
  std::vector<Machine> machines;
  machines.reserve(question.counted.size());
  for (const Number agent : question.counted)
    machines.push_back({id(agent), name(agent), by_hardware ? hardware(agent) : Hardware{}});
  return machines;
}

MachinesDigest AgentCensus::digest(ScopeIndex scope) const {
  const Question& question = settled(scope);
  const bool by_hardware = tells_hardware_of(scope);
  MachinesDigester digester;
  for (const Number agent : question.counted) {
    const Identity known = by_hardware ? identities_[agent] : Identity{};
    digester.add(agents_.text(agent), texts_.text(known.serial), texts_.text(known.mac));
  }
  return digester.digest();
}

JudgedMachine AgentCensus::judged(const NotCounted& entry) const {
  const auto detail =
      entry.detail == TextNumbers::none ? std::string_view{} : details_.text(entry.detail);
  return {id(entry.agent), name(entry.agent), entry.verdict, std::string{detail}};
}

ScanDigest AgentCensus::shown() const {
  std::vector<Fnv::Bits> places;
  for (const auto& home : homes_) {
    Fnv place;
    place.add(home.organization.text());
    place.add(home.group.text());
    places.push_back(place.value());
  }
  Fnv::Bits sum = 0;
  for (Number number = 0; number < seen_.size(); ++number) {
    Fnv agent;
    agent.add(agents_.text(number));
    agent.add(texts_.text(seen_[number].name));
    agent.add(places[seen_[number].home]);
    sum += agent.value();
  }
  Fnv all;
  all.add(static_cast<std::int64_t>(seen_.size()));
  all.add(sum);
  return ScanDigest{all.hex()};
}

std::vector<JudgedMachine> AgentCensus::not_counted(ScopeIndex scope) const {
  std::vector<JudgedMachine> machines;
  for (const auto& entry : settled(scope).not_counted) machines.push_back(judged(entry));
  return machines;
}

std::optional<JudgedMachine> AgentCensus::why_not(ScopeIndex scope, const AgentId& agent) const {
  const auto& all = settled(scope).not_counted;
  const auto before = [this](const NotCounted& entry, std::string_view text) {
    return agents_.text(entry.agent) < text;
  };
  const auto at = std::lower_bound(all.begin(), all.end(), std::string_view{agent.text()}, before);
  if (at == all.end() || agents_.text(at->agent) != agent.text()) return std::nullopt;
  return judged(*at);
}

std::optional<AgentId> AgentCensus::other_agent_on(const Machine& machine) const {
  const Number* other = hardware_.find(
      machine.hardware, [&](Number agent) { return agents_.text(agent) != machine.agent.text(); });
  return other ? std::optional{id(*other)} : std::nullopt;
}

const AgentCensus::Home* AgentCensus::home_of(const AgentId& agent) const {
  const Number number = number_of(agent);
  return number == TextNumbers::none ? nullptr : &homes_[seen_[number].home];
}

const std::string* AgentCensus::group_name_of(const AgentId& agent) const {
  const Home* home = home_of(agent);
  return home ? &home->group_name : nullptr;
}

const OrganizationId* AgentCensus::organization_of(const AgentId& agent) const {
  const Home* home = home_of(agent);
  return home ? &home->organization : nullptr;
}

}  // namespace billbyagent
