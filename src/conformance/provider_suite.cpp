#include <algorithm>
#include <chrono>

#include "billbyagent/conformance/provider.hpp"
#include "conformance/behaviour.hpp"

namespace billbyagent::conformance {
namespace {

struct TestedProvider {
  const Sample& sample;
  ProviderUnderTest under_test;

  RmmProvider& provider() { return *under_test.provider; }
  const ProviderQuirks& quirks() const { return under_test.quirks; }
  const Estate& estate() const { return sample.estate; }
};

Behaviours<TestedProvider> here;

/// Keeps what a scan hands over.
class Collected final : public AgentSink {
 public:
  void restart() override { agents.clear(); }
  void page(std::span<const Agent> received) override {
    agents.insert(agents.end(), received.begin(), received.end());
  }
  std::vector<Agent> agents;
};

Deadline soon() { return Deadline::clock::now() + std::chrono::seconds{30}; }

template <class List>
auto sorted(List list) {
  std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return list;
}

std::vector<Agent> comparable(std::vector<Agent> agents, const ProviderQuirks& quirks) {
  if (!quirks.keeps_details)
    for (auto& agent : agents) {
      agent.operating_system = agent.serial_number = agent.mac_address = agent.device_type = {};
      agent.first_seen = agent.last_seen = std::nullopt;
    }
  return sorted(std::move(agents));
}

/// Everything that the sample can be asked.
std::vector<AgentScope> scopes_of(const Sample& sample) {
  std::vector<AgentScope> scopes;
  const auto ask = [&](const OrganizationId& organization) -> AgentScope& {
    scopes.emplace_back().organization = organization;
    return scopes.back();
  };
  ask(sample.first);
  ask(sample.second);
  ask(sample.without);
  ask(sample.first).group = sample.top;
  auto& without_sub_groups = ask(sample.first);
  without_sub_groups.group = sample.top;
  without_sub_groups.sub_groups = SubGroups::excluded;
  ask(sample.first).group = sample.lowest;
  for (const auto& view : {sample.across, sample.nothing})
    if (view) ask(sample.first).view = view;
  if (sample.across) {
    ask(sample.second).view = sample.across;
    auto& group_and_view = ask(sample.first);
    group_and_view.group = sample.middle;
    group_and_view.view = sample.across;
  }
  ask(sample.first).machines = sample.listed;
  ask(sample.first).rule = {Counting::left_out, Counting::left_out, Counting::left_out};
  ask(sample.first).rule = {Counting::counted, Counting::counted, Counting::counted};
  ask(sample.second).rule = {Counting::left_out, Counting::counted, Counting::left_out};
  return scopes;
}

std::string describe(const AgentScope& scope) {
  std::string text = "organization " + scope.organization->text();
  if (scope.group) text += ", group " + scope.group->text();
  if (scope.sub_groups == SubGroups::excluded) text += " without sub-groups";
  if (scope.view) text += ", view " + scope.view->text();
  if (!scope.machines.empty()) text += ", listed machines";
  if (!scope.operating_system_contains.empty()) text += ", " + scope.operating_system_contains;
  const auto mark = [](Counting counting) { return counting == Counting::counted ? "+" : "-"; };
  return text + ", states " + mark(scope.rule.suspended) + mark(scope.rule.never_checked_in) +
         mark(scope.rule.template_account);
}

/// Counted from the estate itself, by the same rule of the domain but over no wire.
std::int64_t expected_count(const AgentScope& scope, const Estate& estate) {
  const auto tree = GroupTree::build(estate.groups).value();
  std::int64_t count = 0;
  for (const auto& agent : estate.agents) {
    bool in_view = false;
    for (const auto& [view, members] : estate.views)
      if (scope.view == view.id) in_view = members.contains(agent.id);
    if (judge_alone(scope, agent, tree, in_view) == Verdict::counted) ++count;
  }
  return count;
}
}  // namespace

BEHAVIOUR("lists organizations, groups with their parents, and views, each once",
          TestedProvider& tested) {
  auto& provider = tested.provider();
  const Estate& estate = tested.estate();
  CHECK_FALSE(provider.name().empty());
  CHECK(sorted(must(provider.organizations(soon()))) == sorted(estate.organizations));
  CHECK(sorted(must(provider.machine_groups(soon()))) == sorted(estate.groups));
  std::vector<View> views;
  for (const auto& [view, members] : estate.views) views.push_back(view);
  CHECK(sorted(must(provider.views(soon()))) == sorted(views));
}

BEHAVIOUR("hands out every agent exactly once, and the same the next time",
          TestedProvider& tested) {
  for (int turn = 0; turn < 2; ++turn) {
    Collected all;
    CHECK(must(tested.provider().scan_agents({}, all, soon())) == tested.estate().agents.size());
    CHECK(comparable(all.agents, tested.quirks()) ==
          comparable(tested.estate().agents, tested.quirks()));
  }
}

BEHAVIOUR("hands out exactly the agents of a view, and an empty view is no error",
          TestedProvider& tested) {
  for (const auto& shown : tested.estate().views) {
    const auto& view = shown.first;
    const auto& members = shown.second;
    CAPTURE(view.name);
    std::vector<Agent> expected;
    for (const auto& agent : tested.estate().agents)
      if (members.contains(agent.id)) expected.push_back(agent);
    Collected seen;
    CHECK(must(tested.provider().scan_agents({view.id}, seen, soon())) == expected.size());
    CHECK(comparable(seen.agents, tested.quirks()) == comparable(expected, tested.quirks()));
  }
}

BEHAVIOUR("counts what a scan would count, for every scope", TestedProvider& tested) {
  auto scopes = scopes_of(tested.sample);
  if (tested.quirks().keeps_details) {
    auto by_system = scopes.front();
    by_system.operating_system_contains = tested.sample.system;
    scopes.push_back(by_system);
  }
  std::set<std::int64_t> counts;
  for (const auto& scope : scopes) {
    CAPTURE(describe(scope));
    const auto count = must(tested.provider().count_agents(scope, soon())).agents;
    CHECK(count == expected_count(scope, tested.estate()));
    counts.insert(count);
  }
  CHECK_MESSAGE(counts.size() > 5, "the estate must tell the scopes apart");
}

BEHAVIOUR("tells an organization, group or view that is gone from an empty one",
          TestedProvider& tested) {
  auto& provider = tested.provider();
  AgentScope scope;
  CHECK(errc_of(provider.count_agents(scope, soon())) == Errc::invalid_argument);
  scope.organization = OrganizationId{"7777"};
  CHECK(errc_of(provider.count_agents(scope, soon())) == Errc::organization_gone);
  scope.organization = tested.sample.first;
  scope.group = MachineGroupId{"7777"};
  CHECK(errc_of(provider.count_agents(scope, soon())) == Errc::machine_group_gone);
  scope.group = tested.sample.foreign;
  CHECK(errc_of(provider.count_agents(scope, soon())) == Errc::machine_group_gone);
  scope.group = std::nullopt;
  scope.view = ViewId{"7777"};
  CHECK(errc_of(provider.count_agents(scope, soon())) == Errc::view_gone);
  Collected seen;
  CHECK(errc_of(provider.scan_agents({ViewId{"7777"}}, seen, soon())) ==
        tested.quirks().unknown_view);
}

BEHAVIOUR("answers with an error, never with an empty list, when the RMM refuses",
          TestedProvider& tested) {
  if (!tested.quirks().break_down) {
    MESSAGE("not checked: this RMM cannot be made to refuse");
    return;
  }
  auto& provider = tested.provider();
  tested.quirks().break_down();
  AgentScope scope;
  scope.organization = tested.sample.first;
  Collected seen;
  CHECK_FALSE(provider.organizations(soon()).has_value());
  CHECK_FALSE(provider.machine_groups(soon()).has_value());
  if (!tested.estate().views.empty()) CHECK_FALSE(provider.views(soon()).has_value());
  CHECK_FALSE(provider.scan_agents({}, seen, soon()).has_value());
  CHECK_FALSE(provider.count_agents(scope, soon()).has_value());
}

BEHAVIOUR("fails a scan in which an agent comes twice", TestedProvider& tested) {
  if (!tested.quirks().repeat_an_agent) {
    MESSAGE("not checked: this RMM cannot be made to show an agent twice");
    return;
  }
  tested.quirks().repeat_an_agent();
  Collected seen;
  CHECK(errc_of(tested.provider().scan_agents({}, seen, soon())) == Errc::incomplete_scan);
}

BEHAVIOUR("ends by the deadline", TestedProvider& tested) {
  const auto past = Deadline::clock::now() - std::chrono::seconds{1};
  Collected seen;
  CHECK(errc_of(tested.provider().organizations(past)) == Errc::timed_out);
  CHECK(errc_of(tested.provider().scan_agents({}, seen, past)) == Errc::timed_out);
}

Suite provider_suite(const std::string& name, MakeProvider make, Sample sample) {
  Suite suite{name + " provider", {}};
  const auto shared = std::make_shared<const Sample>(std::move(sample));
  here.append_to(suite.behaviours, [make = std::move(make), shared] {
    return TestedProvider{*shared, make(shared->estate)};
  });
  return suite;
}

}  // namespace billbyagent::conformance
