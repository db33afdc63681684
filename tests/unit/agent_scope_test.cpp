#include "billbyagent/domain/agent_scope.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

namespace {

const GroupTree& groups() {
  static const GroupTree tree =
      GroupTree::build(
          {{MachineGroupId{"g"}, "acme.g", OrganizationId{"O"}, {}},
           {MachineGroupId{"g1"}, "acme.g.1", OrganizationId{"O"}, MachineGroupId{"g"}}})
          .value();
  return tree;
}

Agent agent(const char* group = "g1", AgentState state = AgentState::online) {
  Agent made;
  made.id = AgentId{"1"};
  made.organization = OrganizationId{"O"};
  made.group = MachineGroupId{group};
  made.state = state;
  made.operating_system = "Windows Server 2022";
  return made;
}

AgentScope scope() {
  AgentScope made;
  made.organization = OrganizationId{"O"};
  return made;
}

AgentScope with(void (*edit)(AgentScope&)) {
  AgentScope made = scope();
  edit(made);
  return made;
}

const Date today{2026, 6, 30};

Instant noon(Date day) { return {day.epoch_days() * std::int64_t{86'400'000} + 43'200'000}; }

}  // namespace

TEST_CASE("which agents count, and why others do not") {
  struct Row {
    const char* what;
    AgentScope scope;
    Agent agent;
    bool in_view;
    Verdict verdict;
  };
  const auto in_group = [](SubGroups sub_groups) {
    AgentScope made = scope();
    made.group = MachineGroupId{"g"};
    made.sub_groups = sub_groups;
    return made;
  };
  const AgentScope viewed = with([](AgentScope& s) { s.view = ViewId{"v"}; });
  const AgentScope elsewhere = with([](AgentScope& s) { s.organization = OrganizationId{"P"}; });
  const AgentScope listed = with([](AgentScope& s) { s.machines = {AgentId{"2"}, AgentId{"1"}}; });
  const AgentScope unlisted = with([](AgentScope& s) { s.machines = {AgentId{"2"}}; });
  const AgentScope server =
      with([](AgentScope& s) { s.operating_system_contains = "windows SERVER"; });
  const AgentScope linux_only = with([](AgentScope& s) { s.operating_system_contains = "linux"; });
  const AgentScope strict = with([](AgentScope& s) { s.rule.suspended = Counting::left_out; });
  const AgentScope generous = with([](AgentScope& s) {
    s.rule.never_checked_in = Counting::counted;
    s.rule.template_account = Counting::counted;
  });
  const auto state = [](AgentState s) { return agent("g1", s); };
  Agent without_system = agent();
  without_system.operating_system.clear();
  Agent only_windows = agent();
  only_windows.operating_system = "windows";
  for (const auto& row : {
           Row{"organization", scope(), agent(), false, Verdict::counted},
           Row{"other organization", elsewhere, agent(), false, Verdict::outside},
           Row{"sub-group", in_group(SubGroups::included), agent(), false, Verdict::counted},
           Row{"sub-group out", in_group(SubGroups::excluded), agent(), false, Verdict::outside},
           Row{"group", in_group(SubGroups::excluded), agent("g"), false, Verdict::counted},
           Row{"other group", in_group(SubGroups::included), agent("h"), false, Verdict::outside},
           Row{"in view", viewed, agent(), true, Verdict::counted},
           Row{"not in view", viewed, agent(), false, Verdict::not_in_view},
           Row{"listed", listed, agent(), false, Verdict::counted},
           Row{"not listed", unlisted, agent(), false, Verdict::not_listed},
           Row{"system", server, agent(), false, Verdict::counted},
           Row{"other system", linux_only, agent(), false, Verdict::other_operating_system},
           Row{"system untold", linux_only, without_system, false,
               Verdict::operating_system_unknown},
           Row{"system half told", server, only_windows, false, Verdict::operating_system_unknown},
           Row{"offline", scope(), state(AgentState::offline), false, Verdict::counted},
           Row{"suspended", scope(), state(AgentState::suspended), false, Verdict::counted},
           Row{"suspended out", strict, state(AgentState::suspended), false, Verdict::suspended},
           Row{"never", scope(), state(AgentState::never_checked_in), false,
               Verdict::never_checked_in},
           Row{"template", scope(), state(AgentState::template_account), false,
               Verdict::template_account},
           Row{"never in", generous, state(AgentState::never_checked_in), false, Verdict::counted},
           Row{"template in", generous, state(AgentState::template_account), false,
               Verdict::counted},
       }) {
    CAPTURE(row.what);
    CHECK(to_string(judge(row.scope, row.agent, groups(), row.in_view, today)) ==
          to_string(row.verdict));
  }
}

TEST_CASE("what an agent is, when it was seen and its class decide too") {
  struct Row {
    const char* what;
    void (*scope)(AgentScope&);
    void (*agent)(Agent&);
    Verdict verdict;
  };
  const auto same = [](AgentScope&) {};
  const auto plain = [](Agent&) {};
  const auto marked = [](Agent& a) { a.marked_for_deletion = true; };
  const auto session = [](Agent& a) { a.ephemeral = true; };
  const auto within_30 = [](AgentScope& s) { s.rule.seen_within_days = 30; };
  const auto servers = [](AgentScope& s) { s.machine_class = "server"; };
  const auto desks = [](AgentScope& s) { s.machine_class = "workstation"; };
  using V = Verdict;
  for (const auto& row : {
           Row{"marked", same, marked, V::counted},
           Row{"marked out", [](AgentScope& s) { s.rule.marked_for_deletion = Counting::left_out; },
               marked, V::marked_for_deletion},
           Row{"session", same, session, V::ephemeral},
           Row{"session in", [](AgentScope& s) { s.rule.ephemeral = Counting::counted; }, session,
               V::counted},
           Row{"online", within_30, [](Agent& a) { a.state = AgentState::online; }, V::counted},
           Row{"unknown when seen", within_30, plain, V::last_seen_unknown},
           Row{"seen today", within_30, [](Agent& a) { a.last_seen = noon(today); }, V::counted},
           Row{"seen tomorrow", within_30, [](Agent& a) { a.last_seen = noon(today.next()); },
               V::counted},
           Row{"seen 30 days before", within_30,
               [](Agent& a) { a.last_seen = noon(today.plus_days(-30)); }, V::counted},
           Row{"seen 31 days before", within_30,
               [](Agent& a) { a.last_seen = noon(today.plus_days(-31)); }, V::not_seen_lately},
           Row{"its class", servers, plain, V::counted},
           Row{"a class before its own", desks, [](Agent& a) { a.device_type = "workstation"; },
               V::other_class},
           Row{"by device type", desks,
               [](Agent& a) {
                 a.operating_system = "Windows 11";
                 a.device_type = "WorkStation";
               },
               V::counted},
           Row{"no class", desks, [](Agent& a) { a.operating_system = "ESXi"; }, V::no_class},
           Row{"no class, but not billed anyhow", desks,
               [](Agent& a) {
                 a.operating_system = "ESXi";
                 a.ephemeral = true;
               },
               V::ephemeral},
       }) {
    CAPTURE(row.what);
    AgentScope judged = scope();
    judged.classes = {{"server", {"windows SERVER"}, {}}, {"workstation", {}, {"workstation"}}};
    row.scope(judged);
    Agent one = agent("g1", AgentState::offline);
    row.agent(one);
    auto verdict = judge(judged, one, groups(), false, today);
    if (verdict == V::counted) verdict = judge_class(judged, one);
    CHECK(to_string(verdict) == to_string(row.verdict));
    if (judged_alone(judged))
      CHECK(to_string(judge_alone(judged, one, groups(), false)) == to_string(row.verdict));
  }
}

TEST_CASE("scopes that need the day, the class or other machines are not judged alone") {
  CHECK(judged_alone(scope()));
  CHECK(judged_alone(with([](AgentScope& s) { s.rule.ephemeral = Counting::counted; })));
  for (const auto edit : std::initializer_list<void (*)(AgentScope&)>{
           [](AgentScope& s) { s.machine_class = "server"; },
           [](AgentScope& s) { s.rule.seen_within_days = 1; },
           [](AgentScope& s) { s.rule.duplicate = Counting::left_out; },
           [](AgentScope& s) { s.rule.grace_new_days = 1; },
           [](AgentScope& s) { s.rule.grace_gone_days = 1; }})
    CHECK_FALSE(judged_alone(with(edit)));
}

TEST_CASE("an open organization is the account's, or an error") {
  CHECK(resolved({}, OrganizationId{"L"}, "acme", {}).value().organization == OrganizationId{"L"});
  CHECK(resolved(scope(), OrganizationId{"L"}, "acme", {}).value().organization ==
        OrganizationId{"O"});
  CHECK(resolved(scope(), {}, "acme", {{"server", {"x"}, {}}}).value().classes[0].name == "server");
  CHECK(resolved({}, std::nullopt, "acme", {}).error() ==
        Error{Errc::organization_not_linked, "account acme"});
  AgentScope mesh;
  mesh.rmm = RmmId{"mesh"};
  CHECK(resolved(mesh, std::nullopt, "acme", {}).error() ==
        Error{Errc::organization_not_linked, "account acme, RMM mesh"});
}

TEST_CASE("a scope that the RMM no longer shows is named, and not zero") {
  const std::vector<Organization> organizations{{OrganizationId{"O"}, "Acme", ""},
                                                {OrganizationId{"P"}, "Other", ""}};
  const std::vector<View> views{{ViewId{"v"}, "View"}};
  const auto check = [&](const AgentScope& s) {
    return check_exists(s, organizations, groups(), views);
  };
  CHECK(check(with([](AgentScope& s) {
    s.group = MachineGroupId{"g1"};
    s.view = ViewId{"v"};
  })));
  CHECK(check(with([](AgentScope& s) { s.organization = OrganizationId{"Q"}; })).error() ==
        Error{Errc::organization_gone, "organization Q"});
  CHECK(check(with([](AgentScope& s) { s.group = MachineGroupId{"h"}; })).error() ==
        Error{Errc::machine_group_gone, "machine group h"});
  CHECK(check(with([](AgentScope& s) {
          s.organization = OrganizationId{"P"};
          s.group = MachineGroupId{"g"};
        })).error() ==
        Error{Errc::machine_group_gone, "machine group acme.g now belongs to organization O"});
  CHECK(check(with([](AgentScope& s) { s.view = ViewId{"w"}; })).error() ==
        Error{Errc::view_gone, "view w"});
}
