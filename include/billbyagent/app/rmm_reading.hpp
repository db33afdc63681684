#pragma once

/// Reads RMMs, each once for all scopes that are asked about in it (D9), and each on its own: all
/// or nothing, and what fails in one says nothing of another (D10). Threads: one at a time.

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/app/agent_census.hpp"
#include "billbyagent/app/observer.hpp"
#include "billbyagent/app/rmm_set.hpp"
#include "billbyagent/ports/clock.hpp"

namespace billbyagent {

/// A scope on its way through the reading of its RMM.
struct AskedScope {
  RmmId rmm{};
  Result<AgentScope> scope;                        ///< an error: it can't be counted
  std::optional<AgentCensus::ScopeIndex> index{};  ///< in the RMM's census, once that was read
};

/// How the reading of one RMM went.
struct RmmOutcome {
  RmmId rmm{};
  std::string provider{};  ///< what kind of RMM it is, as the provider calls itself
  std::size_t agents = 0;  ///< in the scan
  Instant started{};
  Instant ended{};
  std::optional<Error> error{};  ///< it could not be read as a whole
};

inline std::size_t count_failed(const std::vector<RmmOutcome>& outcomes) noexcept {
  return static_cast<std::size_t>(
      std::count_if(outcomes.begin(), outcomes.end(),
                    [](const RmmOutcome& outcome) { return outcome.error.has_value(); }));
}

/// How long reading may take.
struct ReadingTime {
  ReadingTime(Deadline by, std::optional<Deadline::duration> for_each = {})
      : all(by), each(for_each) {}

  Deadline all;  ///< by when everything must be read
  /// For each RMM, so that a slow one leaves time for those after it; nothing: no more than `all`.
  std::optional<Deadline::duration> each;

  Deadline of_next() const { return each ? std::min(all, Deadline::clock::now() + *each) : all; }
};

/// One RMM.
class RmmReading {
 public:
  /// `today`: the day of the count.
  RmmReading(RmmProvider& provider, Date today, Observer& observer)
      : provider_(provider), today_(today), observer_(observer) {}

  /// Asks about the scopes, reads the lists, the views that they use and all agents. Scopes whose
  /// organization, group or view is gone, or that ask for what no agent tells (see `check_told`),
  /// become errors, the others get their index. `also`, unless
  /// null, receives the agents too. An error: nothing of this RMM can be used.
  Result<void> read(const std::vector<AskedScope*>& asked, Deadline deadline,
                    AgentSink* also = nullptr);

  // After a successful reading:
  const AgentCensus& census() const { return *census_; }
  const std::vector<Organization>& organizations() const noexcept { return organizations_; }

 private:
  const Result<ViewMembers>& members_of(const View& view, Deadline deadline);
  void ask(AskedScope& asked, const std::vector<View>& views, Deadline deadline);

  RmmProvider& provider_;
  Date today_;
  Observer& observer_;
  std::vector<Organization> organizations_;
  std::map<ViewId, Result<ViewMembers>> views_;
  std::unique_ptr<AgentCensus> census_;
};

/// The RMMs of a set, one after the other.
class RmmReadings {
 public:
  RmmReadings(const RmmSet& rmms, const Clock& clock, Observer& observer)
      : rmms_(rmms), clock_(clock), today_(clock.today()), observer_(observer) {}

  /// Reads each RMM, or `only` that one, for those of `asked` that belong to it; `also` makes the
  /// sink that receives an RMM's agents too, or null. Scopes of an RMM that could not be read, or
  /// that is not in the set, become errors.
  template <class MakeSink>
  void read(const std::vector<AskedScope*>& asked, const std::optional<RmmId>& only,
            const ReadingTime& time, MakeSink also);
  void read(const std::vector<AskedScope*>& asked, const std::optional<RmmId>& only,
            const ReadingTime& time) {
    read(asked, only, time, [](const RmmId&) { return static_cast<AgentSink*>(nullptr); });
  }

  /// By name.
  const std::vector<RmmOutcome>& outcomes() const noexcept { return outcomes_; }
  /// What was read of an RMM whose outcome has no error.
  const RmmReading& of(const RmmId& rmm) const { return readings_.at(rmm); }
  const AgentCensus& census(const RmmId& rmm) const { return of(rmm).census(); }
  /// In the scans of all RMMs.
  std::size_t agents() const noexcept;
  /// When no RMM could be read at all: what the first one said.
  std::optional<Error> nothing_read() const;

 private:
  void read_one(const RmmId& rmm, RmmProvider& provider, const std::vector<AskedScope*>& asked,
                Deadline deadline, AgentSink* also);

  const RmmSet& rmms_;
  const Clock& clock_;
  Date today_;
  Observer& observer_;
  std::map<RmmId, RmmReading> readings_;
  std::vector<RmmOutcome> outcomes_;
};

namespace detail {

/// Shows a scan's progress on its way into the census.
class ObservedSink final : public AgentSink {
 public:
  ObservedSink(AgentSink& next, AgentSink* also, Observer& observer)
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
    observer_.progress("reading agents", received_, 0);
  }

 private:
  AgentSink& next_;
  AgentSink* also_;
  Observer& observer_;
  std::size_t received_ = 0;
};

}  // namespace detail

inline const Result<ViewMembers>& RmmReading::members_of(const View& view, Deadline deadline) {
  if (const auto known = views_.find(view.id); known != views_.end()) return known->second;
  observer_.progress("reading view " + view.name, 0, 0);
  ViewMembers members;
  auto scanned = provider_.scan_agents(AgentQuery{view.id}, members, deadline);
  auto result = scanned ? Result<ViewMembers>{std::move(members)}
                        : Result<ViewMembers>{within("view " + view.name, scanned.error())};
  return views_.emplace(view.id, std::move(result)).first->second;
}

inline void RmmReading::ask(AskedScope& asked, const std::vector<View>& views, Deadline deadline) {
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

inline Result<void> RmmReading::read(const std::vector<AskedScope*>& asked, Deadline deadline,
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
  detail::ObservedSink sink{*census_, also, observer_};
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

inline void RmmReadings::read_one(const RmmId& rmm, RmmProvider& provider,
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
  outcome.ended = clock_.now();
  outcomes_.push_back(std::move(outcome));
}

template <class MakeSink>
void RmmReadings::read(const std::vector<AskedScope*>& asked, const std::optional<RmmId>& only,
                       const ReadingTime& time, MakeSink also) {
  std::map<RmmId, std::vector<AskedScope*>> by_rmm;
  for (auto* scope : asked) {
    if (auto known = rmms_.find(scope->rmm); known)
      by_rmm[scope->rmm].push_back(scope);
    else if (scope->scope)
      scope->scope = known.error();
  }
  for (const auto& [rmm, provider] : rmms_)
    if (!only || *only == rmm) read_one(rmm, *provider, by_rmm[rmm], time.of_next(), also(rmm));
}

inline std::size_t RmmReadings::agents() const noexcept {
  std::size_t agents = 0;
  for (const auto& outcome : outcomes_) agents += outcome.agents;
  return agents;
}

inline std::optional<Error> RmmReadings::nothing_read() const {
  for (const auto& outcome : outcomes_)
    if (!outcome.error) return std::nullopt;
  return outcomes_.empty() ? std::nullopt : outcomes_.front().error;
}

}  // namespace billbyagent
