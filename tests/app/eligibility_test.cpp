// Which machines count on a day: classes, duplicates, when they were seen.

#include "app/world.hpp"

using namespace world;

namespace {

const Date june_1{2026, 6, 1};
const Date june_10{2026, 6, 10};

Instant noon(Date day) { return {day.epoch_days() * std::int64_t{86'400'000} + 43'200'000}; }

AgentScope of_class(const std::string& name) {
  AgentScope scope;
  scope.machine_class = name;
  return scope;
}

Units units_now(World& w, const ServiceKey& of) {
  return get_units_now(w.store, w.rmm, w.clock, tenant, of,
                       Deadline::clock::now() + std::chrono::hours{1})
      .value()
      .counted;
}

/// A contract that bills servers and desks apart: machines 1 to 3 are desks, 4 and 5 servers.
struct ClassWorld : World {
  ClassWorld() {
    add_machines(1, 5);
    for (const char* id : {"4", "5"}) rmm.find(AgentId{id})->operating_system = "Windows Server";
    save(
        {ContractSpec{.services = {{.id = "servers", .source = of_class("server")},
                                   {.id = "desks", .source = of_class("desk")}},
                      .machine_classes = {{"server", {"server"}, {}}, {"desk", {"windows"}, {}}}}});
  }
};

}  // namespace

TEST_CASE("classes split a customer's machines, and what is of no class is told") {
  ClassWorld w;
  w.add_machines(6, 7);
  for (const char* id : {"6", "7"}) w.rmm.find(AgentId{id})->operating_system = "ESXi";
  w.rmm.find(AgentId{"7"})->state = AgentState::never_checked_in;
  auto report = w.run_night(june_1);
  REQUIRE(report.services.size() == 2);
  CHECK(w.units_on(june_1, key("C-1", "servers")) == 2);
  CHECK(w.units_on(june_1, key("C-1", "desks")) == 3);
  for (const auto& service : report.services)
    CHECK(service.unclassified == std::vector<Machine>{{AgentId{"6"}, "name-6", {}}});
  CHECK(report.unclassified() == 1);
  CHECK(summary(report).ends_with(", 1 machines of no class"));
  CHECK(units_now(w, key("C-1", "desks")) == 3);

  SUBCASE("a machine that changes its class moves from one service to the other") {
    w.rmm.find(AgentId{"1"})->operating_system = "Windows Server";
    report = w.run_night(june_10);
    CHECK(report.services[0].machines[0].move == MachineMove::moved_in);
    CHECK(report.services[1].machines[0].detail == "other_class");
    CHECK(w.units_on(june_10, key("C-1", "servers")) == 3);
    CHECK(w.units_on(june_10, key("C-1", "desks")) == 2);
  }
  SUBCASE("a class of its own ends the question") {
    w.save({ContractSpec{
        .services = {{.id = "servers", .source = of_class("server")},
                     {.id = "desks", .source = of_class("desk")},
                     {.id = "hosts", .source = of_class("host")}},
        .machine_classes = {
            {"server", {"server"}, {}}, {"desk", {"windows"}, {}}, {"host", {"ESX"}, {}}}}});
    report = w.run_night(june_10);
    CHECK(report.unclassified() == 0);
    CHECK(summary(report).find("of no class") == std::string::npos);
    CHECK(w.units_on(june_10, key("C-1", "hosts")) == 1);
  }
}

TEST_CASE("of duplicates the one seen last counts, then the lowest id") {
  struct Case {
    const char* what;
    std::optional<Instant> seen_1, seen_2;
    const char* counts;
  };
  for (const auto& test :
       {Case{"later", noon(june_1), noon(june_1.next()), "2"},
        Case{"earlier", noon(june_1.next()), noon(june_1), "1"},
        Case{"the same", noon(june_1), noon(june_1), "1"}, Case{"unknown", {}, {}, "1"},
        Case{"one unknown", {}, noon(june_1), "2"}}) {
    CAPTURE(test.what);
    World w;
    w.add_machines(1, 4);
    w.rmm.find(AgentId{"1"})->serial_number = "X-1";
    w.rmm.find(AgentId{"1"})->last_seen = test.seen_1;
    w.rmm.find(AgentId{"2"})->serial_number = "x-1 ";
    w.rmm.find(AgentId{"2"})->last_seen = test.seen_2;
    AgentScope scope;
    scope.rule.duplicate = Counting::left_out;
    w.save({ContractSpec{.services = {{.id = "once", .source = scope}, {.id = "all"}}}});
    const auto report = w.run_night(june_1);
    CHECK(w.units_on(june_1, key("C-1", "once")) == 3);
    CHECK(w.units_on(june_1, key("C-1", "all")) == 4);
    CHECK(units_now(w, key("C-1", "once")) == 3);
    CHECK(report.services[1].machines[0].agent.text() == test.counts);
  }
}

TEST_CASE("a duplicate that is not counted for another reason leaves the other one alone") {
  World w;
  w.add_machines(1, 2);
  for (const char* id : {"1", "2"}) {
    w.rmm.find(AgentId{id})->serial_number = "X-1";
    w.rmm.find(AgentId{id})->last_seen = noon(june_1);
  }
  w.rmm.find(AgentId{"1"})->state = AgentState::never_checked_in;
  AgentScope scope;
  scope.rule.duplicate = Counting::left_out;
  w.save({ContractSpec{.services = {{.source = scope}}}});
  CHECK(w.run_night(june_1).services[0].machines[0].agent.text() == "2");
}

TEST_CASE("a machine that was not seen lately is not billed, by a day that Get Units Now knows") {
  World w;
  w.add_machines(1, 3);
  for (const char* id : {"1", "2", "3"}) w.rmm.find(AgentId{id})->last_seen = noon(june_1);
  AgentScope scope;
  scope.rule.seen_within_days = 5;
  w.save({ContractSpec{.services = {{.source = scope}}}});
  w.rmm.find(AgentId{"1"})->last_seen = noon(june_1.plus_days(-5));
  w.run_night(june_1);
  CHECK(w.units_on(june_1) == 3);
  w.clock.set_today(june_1.next());
  CHECK(units_now(w, key()) == 2);
  const auto report = w.run_night(june_1.next());
  CHECK(w.units_on(june_1.next()) == 2);
  CHECK(report.services[0].machines[0].detail == "not_seen_lately");
}

TEST_CASE("a provider refuses to count what it cannot know") {
  ClassWorld w;
  w.rmm.set_counts_itself(true);
  auto scope = of_class("desk");
  scope.organization = OrganizationId{"acme"};
  const auto deadline = Deadline::clock::now() + std::chrono::hours{1};
  CHECK(w.rmm.count_agents(scope, deadline).error().code == Errc::invalid_argument);
  CHECK(units_now(w, key("C-1", "desks")) == 3);
  CHECK(w.rmm.calls(MemoryProvider::Call::count) == 0);
}

TEST_CASE("Get Units Now by a scan says what is wrong as a night does") {
  AgentScope scope = view_scope("v");
  scope.rule.grace_new_days = 1;
  World w;
  w.save({ContractSpec{.services = {{.source = scope}}}});
  const auto code = [&] {
    return get_units_now(w.store, w.rmm, w.clock, tenant, key(),
                         Deadline::clock::now() + std::chrono::hours{1})
        .error()
        .code;
  };
  w.rmm.fail_view(ViewId{"v"}, Error{Errc::forbidden, "told to"});
  CHECK(code() == Errc::forbidden);
  w.rmm.remove(ViewId{"v"});
  CHECK(code() == Errc::view_gone);
  w.rmm.fail(MemoryProvider::Call::scan, Error{Errc::timed_out, "told to"});
  CHECK(code() == Errc::view_gone);
  w.rmm.remove(OrganizationId{"acme"});
  CHECK(code() == Errc::organization_gone);
}
