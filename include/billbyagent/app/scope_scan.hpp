#pragma once

/// One scope read from the RMM the way the nightly job reads all of them, for what a person asks
/// about one service.

#include <memory>
#include <utility>
#include <vector>

#include "billbyagent/app/agent_census.hpp"
#include "billbyagent/app/grace.hpp"
#include "billbyagent/ports/rmm_provider.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent {

struct ScopeScan {
  std::unique_ptr<ViewMembers> members{};  ///< of the scope's view, which the census looks at
  std::unique_ptr<AgentCensus> census{};   ///< settled
  AgentCensus::ScopeIndex index = 0;
};

/// Scans all agents once. The scope must be `resolved`; its organization, group and view are
/// checked to exist. `beside`, when given, receives the agents too.
Result<ScopeScan> scan_scope(RmmProvider& provider, const AgentScope& scope, Date today,
                             Deadline deadline, AgentSink* beside = nullptr);

namespace detail {

class TwoSinks final : public AgentSink {
 public:
  TwoSinks(AgentSink& one, AgentSink* other) : one_(one), other_(other) {}
  void restart() override {
    one_.restart();
    if (other_) other_->restart();
  }
  void page(std::span<const Agent> agents) override {
    one_.page(agents);
    if (other_) other_->page(agents);
  }

 private:
  AgentSink& one_;
  AgentSink* other_;
};

/// The machines behind the units of a service. Only grace days need the whole past.
inline Result<Standing> load_standing(Transaction& transaction, const ServiceKey& key,
                                      const CountRule& rule) {
  if (rule.grace_new_days == 0 && rule.grace_gone_days == 0) {
    auto machines = transaction.machines(key);
    if (!machines) return machines.error();
    return standing_of(*machines);
  }
  auto events = transaction.machine_events(key);
  if (!events) return events.error();
  return standing_after(Standing{}, *events);
}

}  // namespace detail

inline Result<ScopeScan> scan_scope(RmmProvider& provider, const AgentScope& scope, Date today,
                                    Deadline deadline, AgentSink* beside) {
  auto organizations = provider.organizations(deadline);
  if (!organizations) return organizations.error();
  auto groups = provider.machine_groups(deadline);
  if (!groups) return groups.error();
  auto tree = GroupTree::build(*std::move(groups));
  if (!tree) return tree.error();
  auto views =
      scope.view ? provider.views(deadline) : Result<std::vector<View>>{std::vector<View>{}};
  if (!views) return views.error();
  if (auto exists = check_exists(scope, *organizations, *tree, *views); !exists)
    return exists.error();
  ScopeScan scan;
  if (scope.view) {
    scan.members = std::make_unique<ViewMembers>();
    auto scanned = provider.scan_agents(AgentQuery{scope.view}, *scan.members, deadline);
    if (!scanned) return within("view " + scope.view->text(), scanned.error());
  }
  scan.census = std::make_unique<AgentCensus>(*std::move(tree), today);
  scan.index = scan.census->ask(scope, scan.members.get());
  detail::TwoSinks sinks{*scan.census, beside};
  if (auto scanned = provider.scan_agents(AgentQuery{}, sinks, deadline); !scanned)
    return scanned.error();
  scan.census->settle();
  return scan;
}

}  // namespace billbyagent
