#include "billbyagent/app/rmm_reading.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace billbyagent {

namespace {

/// Shows a scan's progress on its way into the census.
class ObservedSink final : public AgentSink {
 public:
  ObservedSink(AgentSink& next, AgentSink* also, Observer* observer)
      : next_(next), also_(also), observer_(observer) {}
  void restart() override {
    received_ = 0;
    next_.restart();
    if (also_) also_->restart();
  }
  void page(std::span<const Agent> agents) override {
    next_.page(agents);
    if (also_) also_->page(agents);
    received_ += agents.size();
    if (observer_) observer_->progress("reading agents", received_, 0);
  }

 private:
  AgentSink& next_;
  AgentSink* also_;
  Observer* observer_;
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
  census_ = std::make_unique<AgentCensus>(*std::move(tree), today_);
  for (auto* scope : asked) ask(*scope, *views, deadline);
  ObservedSink sink{*census_, also, observer_};
  if (auto scanned = provider_.scan_agents(AgentQuery{}, sink, deadline); !scanned)
    return scanned.error();
  census_->settle();
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
  outcome.notes = provider.notes();
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
