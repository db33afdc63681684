#pragma once

/// The functions of `rmm_provider.hpp`.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/ports/rmm_provider.hpp"

namespace billbyagent {

namespace detail {

/// Passes pages on, with texts cut to the limit, and remembers the ids, so that no provider can
/// hand in a machine twice.
class CheckedSink final : public AgentSink {
 public:
  CheckedSink(AgentSink& next, TextLimit& text_limit) : next_(next), text_limit_(text_limit) {
    text_limit_.forget("agents");
  }
  void restart() override {
    text_limit_.forget("agents");
    seen_.clear();
    repeated_.reset();
    next_.restart();
  }
  void page(std::span<const Agent> agents) override {
    for (const auto& agent : agents)
      if (!seen_.insert(agent.id).second && !repeated_) repeated_ = agent.id;
    next_.page(text_limit_.page(agents, cut_));
  }
  Result<std::size_t> verdict() const {
    if (repeated_)
      return Error{Errc::incomplete_scan, "agent " + repeated_->text() + " came twice"};
    if (seen_.size() > limits::agents_per_scan_max)
      return Error{Errc::out_of_range, std::to_string(seen_.size()) + " agents in one scan"};
    return seen_.size();
  }

 private:
  AgentSink& next_;
  TextLimit& text_limit_;
  std::vector<Agent> cut_;
  std::unordered_set<AgentId> seen_;
  std::optional<AgentId> repeated_;
};

class CountingSink final : public AgentSink {
 public:
  CountingSink(const AgentScope& scope, const GroupTree& groups) : scope_(scope), groups_(groups) {}
  void restart() override {
    count_ = 0;
    facts_ = {};
  }
  void page(std::span<const Agent> agents) override {
    facts_.add(agents);
    for (const auto& agent : agents)
      if (judge_alone(scope_, agent, groups_, true) == Verdict::counted) ++count_;
  }
  Result<AgentCount> count() const {
    if (auto told = check_told(scope_, facts_); !told) return told.error();
    return AgentCount{count_};
  }

 private:
  const AgentScope& scope_;
  const GroupTree& groups_;
  std::int64_t count_ = 0;
  AgentFacts facts_;
};

}  // namespace detail

BILLBYAGENT_INLINE Result<std::size_t> RmmProvider::scan_agents(const AgentQuery& query,
                                                                AgentSink& sink,
                                                                Deadline deadline) {
  detail::CheckedSink checked{sink, text_limit_};
  auto scanned = guarded([&] { return do_scan_agents(query, checked, deadline); });
  if (!scanned) return scanned.error();
  return checked.verdict();
}

BILLBYAGENT_INLINE Result<AgentCount> RmmProvider::count_agents(const AgentScope& scope,
                                                                Deadline deadline) {
  if (!scope.organization)
    return Error{Errc::invalid_argument, "count_agents: the scope has no organization"};
  if (!judged_alone(scope))
    return Error{
        Errc::invalid_argument,
        "count_agents: the scope needs the day, machine classes, duplicates or grace days"};
  auto known_organizations = organizations(deadline);
  if (!known_organizations) return known_organizations.error();
  auto tree = group_tree(deadline);
  if (!tree) return tree.error();
  std::vector<View> known_views;
  if (scope.view) {
    auto listed = views(deadline);
    if (!listed) return listed.error();
    known_views = *std::move(listed);
  }
  const AgentScope asked = as_listed(scope, *known_organizations, *tree, known_views);
  if (auto exists = check_exists(asked, *known_organizations, *tree, known_views); !exists)
    return exists.error();
  if (auto askable = check_askable(asked); !askable) return askable.error();
  auto counted = guarded([&] { return do_count_agents(asked, *tree, deadline); });
  if (!counted) return counted.error();
  if (*counted) return **counted;
  return count_by_scan(asked, *tree, deadline);
}

BILLBYAGENT_INLINE AgentScope RmmProvider::as_listed(AgentScope scope,
                                                     const std::vector<Organization>& organizations,
                                                     const GroupTree& groups,
                                                     const std::vector<View>& views) const {
  if (scope.organization) scope.organization = as_listed(*scope.organization, organizations);
  if (scope.group) scope.group = as_listed(*scope.group, groups.all());
  if (scope.view) scope.view = as_listed(*scope.view, views);
  return scope;
}

BILLBYAGENT_INLINE Result<AgentCount> RmmProvider::count_by_scan(const AgentScope& scope,
                                                                 const GroupTree& groups,
                                                                 Deadline deadline) {
  detail::CountingSink sink{scope, groups};
  if (auto scanned = scan_agents(AgentQuery{scope.view}, sink, deadline); !scanned)
    return scanned.error();
  return sink.count();
}

}  // namespace billbyagent
