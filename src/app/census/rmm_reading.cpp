#include "billbyagent/app/rmm_reading.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

namespace billbyagent {

namespace {

/// Agents whose organization or group the RMM does not list: no service can count them, and nobody
/// would miss them.
class Strays final : public AgentSink {
 public:
  Strays(const std::vector<Organization>& organizations, const GroupTree& groups)
      : groups_(groups) {
    for (const auto& organization : organizations) organizations_.insert(organization.id);
  }
  void restart() override {
    without_organization_ = {};
    without_group_ = {};
  }
  void page(std::span<const Agent> agents) override {
    for (const auto& agent : agents) {
      if (!organizations_.contains(agent.organization))
        without_organization_.add(agent, agent.organization.text());
      if (!groups_.find(agent.group)) without_group_.add(agent, agent.group.text());
    }
  }
  std::vector<std::string> notes() const {
    std::vector<std::string> lines;
    without_organization_.tell("organization", lines);
    without_group_.tell("machine group", lines);
    return lines;
  }

 private:
  struct Those {
    std::size_t number = 0;
    std::string first{};

    void add(const Agent& agent, const std::string& place) {
      constexpr std::size_t shown_max = 5;
      if (++number <= shown_max)
        first += (first.empty() ? "" : ", ") + agent.name + " (" + agent.id.text() + ") in " +
                 (place.empty() ? "none" : place);
    }
    void tell(const char* what, std::vector<std::string>& lines) const {
      if (number == 0) return;
      lines.push_back(std::to_string(number) + (number == 1 ? " agent has" : " agents have") +
                      " no " + what + " that the RMM lists, such as " + first);
    }
  };

  const GroupTree& groups_;
  std::unordered_set<OrganizationId> organizations_;
  Those without_organization_;
  Those without_group_;
};

/// Shows a scan's progress on its way into the census.
class ObservedSink final : public AgentSink {
 public:
  ObservedSink(AgentSink& next, AgentSink* also, Observer* observer, Strays& strays)
      : next_(next), also_(also), observer_(observer), strays_(strays) {}
  void restart() override {
    received_ = 0;
    next_.restart();
    if (also_) also_->restart();
    strays_.restart();
  }
  void page(std::span<const Agent> agents) override {
    next_.page(agents);
    if (also_) also_->page(agents);
    strays_.page(agents);
    received_ += agents.size();
    if (observer_) observer_->progress("reading agents", received_, 0);
  }

 private:
  AgentSink& next_;
  AgentSink* also_;
  Observer* observer_;
  Strays& strays_;
  std::size_t received_ = 0;
};

}  // namespace

const Result<ViewMembers>& RmmReading::members_of(const View& view, Deadline deadline) {
  if (const auto known = views_.find(view.id); known != views_.end()) return known->second;
  if (observer_) observer_->progress("reading view " + view.name, 0, 0);
  ViewMembers members;
  auto scanned = provider_.scan_agents(AgentQuery{view.id}, members, deadline);
  auto result = scanned ? Result<ViewMembers>{std::move(members)}
                        : Result<ViewMembers>{within("view " + view.name, scanned.error())};
  return views_.emplace(view.id, std::move(result)).first->second;
}

void RmmReading::ask(AskedScope& asked, const std::vector<View>& views, Deadline deadline) {
  if (!asked.scope) return;
  asked.scope = provider_.as_listed(*asked.scope, organizations_, census_->groups(), views);
  const AgentScope& scope = *asked.scope;
  if (auto exists = check_exists(scope, organizations_, census_->groups(), views); !exists) {
    asked.scope = exists.error();
    return;
  }
  if (auto askable = provider_.check_askable(scope); !askable) {
    asked.scope = askable.error();
    return;
  }
  const ViewMembers* members = nullptr;
  for (const auto& view : views) {
    if (scope.view != view.id) continue;
    const auto& read = members_of(view, deadline);
    if (!read) {
      asked.scope = read.error();
      return;
    }
    members = &*read;
  }
  asked.index = census_->ask(scope, members);
}

Result<void> RmmReading::read(const std::vector<AskedScope*>& asked, Deadline deadline,
                              AgentSink* also) {
  auto organizations = provider_.organizations(deadline);
  if (!organizations) return organizations.error();
  organizations_ = *std::move(organizations);
  auto tree = provider_.group_tree(deadline);
  if (!tree) return tree.error();
  auto views = provider_.views(deadline);
  if (!views) return views.error();
  census_ = std::make_unique<AgentCensus>(*std::move(tree), today_, provider_.hardware_stand_ins());
  for (auto* scope : asked) ask(*scope, *views, deadline);
  Strays strays{organizations_, census_->groups()};
  ObservedSink sink{*census_, also, observer_, strays};
  if (auto scanned = provider_.scan_agents(AgentQuery{}, sink, deadline); !scanned)
    return scanned.error();
  census_->settle();
  notes_ = provider_.notes();
  for (auto& lines : {strays.notes(), census_->notes()})
    notes_.insert(notes_.end(), lines.begin(), lines.end());
  for (auto* scope : asked) {
    if (!scope->index) continue;
    auto told = check_told(*scope->scope, census_->facts());
    if (told) continue;
    scope->scope = told.error();
    scope->index.reset();
  }
  return {};
}

void RmmReadings::read_one(const RmmId& rmm, RmmProvider& provider,
                           const std::vector<AskedScope*>& asked, Deadline deadline,
                           AgentSink* also) {
  RmmOutcome outcome{.rmm = rmm, .provider = provider.name(), .started = clock_.now()};
  RmmReading& reading = readings_.try_emplace(rmm, provider, today_, observer_).first->second;
  if (auto read = reading.read(asked, deadline, also); !read) {
    outcome.error = rmm.empty() ? read.error() : within(name_of(rmm), read.error());
    for (auto* scope : asked) {
      if (scope->scope) scope->scope = *outcome.error;
      scope->index.reset();
    }
  } else {
    outcome.agents = reading.census().agents();
  }
  outcome.notes = outcome.error ? provider.notes() : reading.notes();
  outcome.ended = clock_.now();
  outcomes_.push_back(std::move(outcome));
}

void RmmReadings::read(const std::vector<AskedScope*>& asked, const std::optional<RmmId>& only,
                       const ReadingTime& time,
                       const std::function<AgentSink*(const RmmId&)>& also) {
  std::map<RmmId, std::vector<AskedScope*>> by_rmm;
  for (auto* scope : asked) {
    if (auto known = rmms_.find(scope->rmm); known)
      by_rmm[scope->rmm].push_back(scope);
    else if (scope->scope)
      scope->scope = known.error();
  }
  for (const auto& [rmm, provider] : rmms_)
    if (!only || *only == rmm)
      read_one(rmm, *provider, by_rmm[rmm], time.of_next(), also ? also(rmm) : nullptr);
}

bool RmmReadings::was_read(const RmmId& rmm) const noexcept {
  return std::any_of(outcomes_.begin(), outcomes_.end(), [&](const RmmOutcome& outcome) {
    return outcome.rmm == rmm && !outcome.error;
  });
}

std::size_t RmmReadings::agents() const noexcept {
  std::size_t agents = 0;
  for (const auto& outcome : outcomes_) agents += outcome.agents;
  return agents;
}

std::optional<Error> RmmReadings::nothing_read() const {
  for (const auto& outcome : outcomes_)
    if (!outcome.error) return std::nullopt;
  return outcomes_.empty() ? std::nullopt : outcomes_.front().error;
}

}  // namespace billbyagent
