#include "conformance/provider_suite.hpp"

namespace conformance {
namespace {

template <class T>
T must(Result<T> result) {
  REQUIRE_MESSAGE(result.has_value(), to_string(result.error()));
  return *std::move(result);
}
template <class T>
Errc errc_of(const Result<T>& result) {
  REQUIRE_FALSE(result.has_value());
  return result.error().code;
}

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
  ask(sample.first).view = sample.across;
  ask(sample.second).view = sample.across;
  ask(sample.first).view = sample.nothing;
  auto& group_and_view = ask(sample.first);
  group_and_view.group = sample.middle;
  group_and_view.view = sample.across;
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

void check_lists(const Estate& estate, ProviderUnderTest under_test) {
  auto& provider = *under_test.provider;
  CHECK_FALSE(provider.name().empty());
  CHECK(sorted(must(provider.organizations(soon()))) == sorted(estate.organizations));
  CHECK(sorted(must(provider.machine_groups(soon()))) == sorted(estate.groups));
  std::vector<View> views;
  for (const auto& [view, members] : estate.views) views.push_back(view);
  CHECK(sorted(must(provider.views(soon()))) == sorted(views));
}

void check_scans(const Estate& estate, ProviderUnderTest under_test) {
  auto& provider = *under_test.provider;
  const auto& quirks = under_test.quirks;
  for (int turn = 0; turn < 2; ++turn) {
    Collected all;
    CHECK(must(provider.scan_agents({}, all, soon())) == estate.agents.size());
    CHECK(comparable(all.agents, quirks) == comparable(estate.agents, quirks));
  }
  for (const auto& shown : estate.views) {
    const auto& view = shown.first;
    const auto& members = shown.second;
    CAPTURE(view.name);
    std::vector<Agent> expected;
    for (const auto& agent : estate.agents)
      if (members.contains(agent.id)) expected.push_back(agent);
    Collected seen;
    CHECK(must(provider.scan_agents({view.id}, seen, soon())) == expected.size());
    CHECK(comparable(seen.agents, quirks) == comparable(expected, quirks));
  }
}

void check_counts(const Sample& sample, ProviderUnderTest under_test) {
  auto scopes = scopes_of(sample);
  if (under_test.quirks.keeps_details) {
    auto by_system = scopes.front();
    by_system.operating_system_contains = sample.system;
    scopes.push_back(by_system);
  }
  std::set<std::int64_t> counts;
  for (const auto& scope : scopes) {
    CAPTURE(describe(scope));
    const auto count = must(under_test.provider->count_agents(scope, soon())).agents;
    CHECK(count == expected_count(scope, sample.estate));
    counts.insert(count);
  }
  CHECK_MESSAGE(counts.size() > 5, "the estate must tell the scopes apart");
}

void check_what_is_gone(const Sample& sample, ProviderUnderTest under_test) {
  auto& provider = *under_test.provider;
  AgentScope scope;
  CHECK(errc_of(provider.count_agents(scope, soon())) == Errc::invalid_argument);
  scope.organization = OrganizationId{"7777"};
  CHECK(errc_of(provider.count_agents(scope, soon())) == Errc::organization_gone);
  scope.organization = sample.first;
  scope.group = MachineGroupId{"7777"};
  CHECK(errc_of(provider.count_agents(scope, soon())) == Errc::machine_group_gone);
  scope.group = sample.foreign;
  CHECK(errc_of(provider.count_agents(scope, soon())) == Errc::machine_group_gone);
  scope.group = std::nullopt;
  scope.view = ViewId{"7777"};
  CHECK(errc_of(provider.count_agents(scope, soon())) == Errc::view_gone);
  Collected seen;
  CHECK(errc_of(provider.scan_agents({ViewId{"7777"}}, seen, soon())) ==
        under_test.quirks.unknown_view);
}

void check_an_error_is_no_zero(const Sample& sample, ProviderUnderTest under_test) {
  if (!under_test.quirks.break_down) return;
  auto& provider = *under_test.provider;
  under_test.quirks.break_down();
  AgentScope scope;
  scope.organization = sample.first;
  Collected seen;
  CHECK_FALSE(provider.organizations(soon()).has_value());
  CHECK_FALSE(provider.machine_groups(soon()).has_value());
  CHECK_FALSE(provider.views(soon()).has_value());
  CHECK_FALSE(provider.scan_agents({}, seen, soon()).has_value());
  CHECK_FALSE(provider.count_agents(scope, soon()).has_value());
}

void check_repeated_ids(ProviderUnderTest under_test) {
  if (!under_test.quirks.repeat_an_agent) return;
  under_test.quirks.repeat_an_agent();
  Collected seen;
  CHECK(errc_of(under_test.provider->scan_agents({}, seen, soon())) == Errc::incomplete_scan);
}

void check_deadline(ProviderUnderTest under_test) {
  const auto past = Deadline::clock::now() - std::chrono::seconds{1};
  Collected seen;
  CHECK(errc_of(under_test.provider->organizations(past)) == Errc::timed_out);
  CHECK(errc_of(under_test.provider->scan_agents({}, seen, past)) == Errc::timed_out);
}

}  // namespace

Sample sample() {
  const OrganizationId acme{"1001"};
  const OrganizationId beta{"1002"};
  const MachineGroupId root{"2001"};
  const MachineGroupId servers{"2002"};
  const MachineGroupId racks{"2003"};
  const MachineGroupId beta_root{"2004"};
  Estate estate;
  estate.organizations = {{acme, "Acme", "acme"},
                          {beta, "B\xC3\xA9ta & Sons", "beta"},
                          {OrganizationId{"1003"}, "Empty", "empty"}};
  estate.groups = {{root, "acme.root", acme, std::nullopt},
                   {servers, "acme.root.servers", acme, root},
                   {racks, "acme.root.servers.racks", acme, servers},
                   {beta_root, "beta.root", beta, std::nullopt}};
  const auto add = [&](int number, const OrganizationId& organization, const MachineGroupId& group,
                       AgentState state, const char* system) {
    const std::string digits = std::to_string(number);
    estate.agents.push_back({AgentId{"40" + digits}, "pc" + digits, organization, group, state,
                             system, "SN" + digits, "00:00:5E:00:53:" + digits,
                             Instant{1'700'000'000'000}, Instant{1'780'000'000'000}});
  };
  using enum AgentState;
  add(11, acme, root, online, "Windows 11");
  add(12, acme, root, offline, "Windows 11");
  add(13, acme, root, suspended, "Windows 11");
  add(14, acme, servers, online, "Windows Server 2022");
  add(15, acme, servers, never_checked_in, "Windows Server 2022");
  add(16, acme, racks, online, "Linux");
  add(17, acme, racks, template_account, "Linux");
  add(18, acme, racks, offline, "Windows Server 2019");
  add(21, beta, beta_root, online, "Windows 10");
  add(22, beta, beta_root, suspended, "macOS 14");
  add(23, beta, beta_root, never_checked_in, "Windows 10");
  estate.views = {{{ViewId{"3001"}, "Everywhere"},
                   {AgentId{"4011"}, AgentId{"4014"}, AgentId{"4016"}, AgentId{"4021"}}},
                  {{ViewId{"3002"}, "Nothing"}, {}}};
  return {.estate = std::move(estate),
          .first = acme,
          .second = beta,
          .without = OrganizationId{"1003"},
          .top = root,
          .middle = servers,
          .lowest = racks,
          .foreign = beta_root,
          .across = ViewId{"3001"},
          .nothing = ViewId{"3002"},
          .listed = {AgentId{"4011"}, AgentId{"4015"}, AgentId{"4018"}, AgentId{"4021"},
                     AgentId{"9999"}},
          .system = "windows SERVER"};
}

void check_provider(const MakeProvider& make, const Sample& sample) {
  const Estate& estate = sample.estate;
  check_lists(estate, make(estate));
  check_scans(estate, make(estate));
  check_counts(sample, make(estate));
  check_what_is_gone(sample, make(estate));
  check_an_error_is_no_zero(sample, make(estate));
  check_repeated_ids(make(estate));
  check_deadline(make(estate));
}

}  // namespace conformance
