#include "billbyagent/app/agent_census.hpp"

#include <stdexcept>

#include "world.hpp"

using namespace world;

namespace {

constexpr std::int64_t day_ms = 86'400'000;
const Date census_day{2026, 6, 10};

/// acme with its servers below the root, and beta.
GroupTree tree() {
  return GroupTree::build({group("acme.root", "acme"), group("acme.servers", "acme", "acme.root"),
                           group("beta.root", "beta")})
      .value();
}

AgentScope of_organization(const std::string& id = "acme") {
  AgentScope scope;
  scope.organization = OrganizationId{id};
  return scope;
}

AgentScope of_group(const std::string& id, SubGroups sub_groups) {
  AgentScope scope = group_scope(id, sub_groups);
  scope.organization = OrganizationId{"acme"};
  return scope;
}

Agent with_serial(Agent agent, const std::string& serial, const std::string& mac = {}) {
  agent.serial_number = serial;
  agent.mac_address = mac;
  return agent;
}

/// Offline since that day before census_day.
Agent seen(Agent agent, int days_ago) {
  agent.state = AgentState::offline;
  agent.last_seen = Instant{(census_day.epoch_days() - days_ago) * day_ms + day_ms / 2};
  return agent;
}

/// `1 2 | 3 duplicate of 1`: those that count, and why the others do not.
std::string text_of(const AgentCensus& census, AgentCensus::ScopeIndex index) {
  std::string text;
  for (const auto& machine : census.counted(index)) text += machine.agent.text() + " ";
  text += "|";
  for (const auto& machine : census.not_counted(index))
    text += " " + machine.agent.text() + " " + billbyagent::text_of(machine) + ",";
  return text;
}

std::string counted(const AgentScope& scope, const std::vector<Agent>& agents,
                    const std::vector<Agent>* in_view = nullptr) {
  ViewMembers members;
  if (in_view) members.page(*in_view);
  AgentCensus census{tree(), census_day};
  const auto index = census.ask(scope, in_view ? &members : nullptr);
  census.page(agents);
  census.settle();
  return text_of(census, index);
}

}  // namespace

TEST_CASE("a census counts the machines of an organization or of a group, by agent id") {
  const std::vector<Agent> agents{
      machine("4", "beta", "beta.root"), machine("3", "acme", "acme.servers"),
      machine("1", "acme", "acme.root"), machine("2", "acme", "acme.servers")};
  struct Row {
    AgentScope scope;
    const char* counted;
  };
  for (const auto& row : {Row{of_organization(), "1 2 3 |"}, Row{of_organization("beta"), "4 |"},
                          Row{of_organization("gamma"), "|"},
                          Row{of_group("acme.root", SubGroups::included), "1 2 3 |"},
                          Row{of_group("acme.root", SubGroups::excluded), "1 |"},
                          Row{of_group("acme.servers", SubGroups::included), "2 3 |"}})
    CHECK(counted(row.scope, agents) == row.counted);
}

TEST_CASE("a census says of each machine of the place why it does not count") {
  struct Row {
    const char* what;
    void (*scope)(AgentScope&);
    void (*agent)(Agent&);
    const char* counted;
  };
  const auto nothing = [](auto&) {};
  for (const auto& row :
       {Row{"plain", nothing, nothing, "7 |"},
        Row{"listed", [](AgentScope& s) { s.machines = {AgentId{"7"}}; }, nothing, "7 |"},
        Row{"not listed", [](AgentScope& s) { s.machines = {AgentId{"8"}}; }, nothing,
            "| 7 not_listed,"},
        Row{"another system", [](AgentScope& s) { s.operating_system_contains = "linux"; }, nothing,
            "| 7 other_operating_system,"},
        Row{"never checked in", nothing, [](Agent& a) { a.state = AgentState::never_checked_in; },
            "| 7 never_checked_in,"},
        Row{"suspended", nothing, [](Agent& a) { a.state = AgentState::suspended; }, "7 |"},
        Row{"suspended, not billed", [](AgentScope& s) { s.rule.suspended = Counting::left_out; },
            [](Agent& a) { a.state = AgentState::suspended; }, "| 7 suspended,"},
        Row{"seen in time", [](AgentScope& s) { s.rule.seen_within_days = 3; },
            [](Agent& a) { a = seen(a, 3); }, "7 |"},
        Row{"not seen in time", [](AgentScope& s) { s.rule.seen_within_days = 3; },
            [](Agent& a) { a = seen(a, 4); }, "| 7 not_seen_lately,"},
        Row{"of the class",
            [](AgentScope& s) {
              s.classes = standard_machine_classes();
              s.machine_class = "workstation";
            },
            nothing, "7 |"},
        Row{"of another class",
            [](AgentScope& s) {
              s.classes = standard_machine_classes();
              s.machine_class = "server";
            },
            nothing, "| 7 other_class workstation,"},
        Row{"of no class",
            [](AgentScope& s) {
              s.classes = standard_machine_classes();
              s.machine_class = "server";
            },
            [](Agent& a) { a.operating_system = "Plan 9"; }, "| 7 no_class,"}}) {
    CAPTURE(row.what);
    AgentScope scope = of_organization();
    row.scope(scope);
    Agent agent = machine("7", "acme", "acme.root");
    row.agent(agent);
    CHECK(counted(scope, {agent}) == row.counted);
  }
}

TEST_CASE("a census counts of a view what the view shows") {
  AgentScope scope = of_organization();
  scope.view = ViewId{"v"};
  const auto a = machine("1", "acme", "acme.root");
  const auto b = machine("2", "acme", "acme.root");
  const std::vector<Agent> in_view{b, machine("3", "beta", "beta.root")};
  CHECK(counted(scope, {a, b}, &in_view) == "2 | 1 not_in_view,");
}

TEST_CASE("of the machines on one hardware the census counts the one seen on the latest day") {
  const auto at = [](const char* id) { return machine(id, "acme", "acme.root"); };
  struct Row {
    const char* what;
    std::vector<Agent> agents;
    const char* counted;
  };
  const std::vector<Row> rows{
      {"no hardware", {at("1"), at("2")}, "1 2 |"},
      {"the lowest id of those seen today",
       {with_serial(at("2"), "S1234"), with_serial(at("1"), "S1234")},
       "1 | 2 duplicate of 1,"},
      {"the one that is online",
       {seen(with_serial(at("1"), "S1234"), 1), with_serial(at("2"), "S1234")},
       "2 | 1 duplicate of 2,"},
      {"by day, not by hour",
       {seen(with_serial(at("2"), "S1234"), 0), with_serial(at("1"), "S1234")},
       "1 | 2 duplicate of 1,"},
      {"the MAC address where a serial number lacks; one with a number comes first",
       {with_serial(at("1"), {}, "00:16:3E:11:22:33"),
        with_serial(at("2"), "S1234", "00:16:3E:11:22:33")},
       "2 | 1 duplicate of 2,"},
      {"a duplicate of a machine that is of another group",
       {with_serial(at("1"), "S1234"), with_serial(machine("2", "acme", "acme.servers"), "S1234")},
       "1 | 2 duplicate of 1,"},
      {"not of one that the scope does not count",
       {with_serial(machine("1", "beta", "beta.root"), "S1234"), with_serial(at("2"), "S1234")},
       "2 |"}};
  AgentScope scope = of_organization();
  for (const auto& row : rows) {
    CAPTURE(row.what);
    scope.rule.duplicate = Counting::left_out;
    CHECK(counted(scope, row.agents) == row.counted);
  }
  CHECK(counted(of_organization(), rows[1].agents) == "1 2 |");
}

TEST_CASE("what three agents of the RMM share tells none of them apart") {
  AgentScope scope = of_organization();
  scope.rule.duplicate = Counting::left_out;
  AgentScope waiting = of_organization();
  waiting.rule.grace_new_days = 3;
  const auto in_acme = [](const char* id) { return machine(id, "acme", "acme.root"); };
  // Also where the third is of another customer.
  const std::vector<Agent> three{
      with_serial(in_acme("1"), "SER-1"), with_serial(in_acme("2"), "SER-1", "00:11:22:33:44:55"),
      with_serial(machine("3", "beta", "beta.root"), "ser-1", "00:11:22:33:44:55")};
  HardwareStandIns stand_ins;
  stand_ins.add("SER 1");
  for (const bool listed : {false, true}) {
    CAPTURE(listed);
    AgentCensus census{tree(), census_day, listed ? stand_ins : HardwareStandIns{}};
    const auto index = census.ask(scope, nullptr);
    const auto with_grace = census.ask(waiting, nullptr);
    // What was read before the scan began anew is forgotten.
    census.page(three);
    census.restart();
    census.page(three);
    census.settle();
    CHECK(text_of(census, index) == "1 2 |");
    CHECK(census.counted(index).at(1).hardware == Hardware{"", "001122334455"});
    CHECK(census.counted(with_grace).at(0).hardware == Hardware{});
    CHECK(!census.other_agent_on(Machine{AgentId{"1"}, "", {"SER-1", ""}}));
    REQUIRE(census.notes().size() == 1);
    CHECK(census.notes()[0].find(listed ? "SER-1 of 2 agents" : "SER-1 of 3 agents") !=
          std::string::npos);
  }
  const std::vector<Agent> two{three[0], three[1]};
  CHECK(counted(scope, two) == "1 | 2 duplicate of 1,");
}

TEST_CASE("one pass answers every scope, and knows where each agent is") {
  AgentCensus census{tree(), census_day};
  AgentScope with_grace = of_organization();
  with_grace.rule.grace_gone_days = 3;
  const auto whole = census.ask(with_grace, nullptr);
  const auto servers = census.ask(of_group("acme.servers", SubGroups::included), nullptr);
  census.page(std::vector{with_serial(machine("1", "acme", "acme.root"), "S1234"),
                          machine("2", "acme", "acme.servers")});
  census.page(std::vector{with_serial(machine("3", "beta", "beta.root"), "S1234")});
  census.settle();

  CHECK(text_of(census, whole) == "1 2 |");
  CHECK(text_of(census, servers) == "2 |");
  CHECK(census.agents() == 3);
  REQUIRE(census.group_name_of(AgentId{"2"}));
  CHECK(*census.group_name_of(AgentId{"2"}) == "acme.servers");
  CHECK(census.group_name_of(AgentId{"9"}) == nullptr);
  const auto other = census.other_agent_on(census.counted(whole).front());
  REQUIRE(other);
  CHECK(other->text() == "3");
  CHECK(!census.other_agent_on(census.counted(whole).back()));
}

TEST_CASE("a scan that starts over leaves nothing of its first pages in the census") {
  AgentCensus census{tree(), census_day};
  AgentScope scope = of_organization();
  scope.rule.suspended = Counting::left_out;
  const auto index = census.ask(scope, nullptr);
  auto suspended = machine("1", "acme", "acme.root");
  suspended.state = AgentState::suspended;
  census.page(std::vector{suspended, machine("2", "acme", "acme.root")});
  census.restart();
  census.page(std::vector{machine("3", "acme", "acme.root")});
  census.settle();
  CHECK(text_of(census, index) == "3 |");
  CHECK(census.agents() == 1);
  CHECK(!census.why_not(index, AgentId{"1"}));
}

TEST_CASE("a census is asked for results only once it is settled, and settles once") {
  AgentCensus census{tree(), census_day};
  const auto index = census.ask(of_organization(), nullptr);
  CHECK_THROWS_AS((void)census.counted(index), std::logic_error);
  census.settle();
  CHECK(census.counted(index).empty());
  CHECK_THROWS_AS(census.settle(), std::logic_error);
  CHECK_THROWS_AS((void)census.ask(AgentScope{}, nullptr), std::logic_error);
}
