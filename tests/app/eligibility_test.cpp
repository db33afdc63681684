// Which machines count on a day: classes, duplicates, when they were seen.

#include "app/world.hpp"

using namespace world;

namespace {

Instant noon(Date day) { return {day.epoch_days() * std::int64_t{86'400'000} + 43'200'000}; }

AgentScope of_class(const std::string& name) {
  AgentScope scope;
  scope.machine_class = name;
  return scope;
}

Units units_now(World& w, const ServiceKey& of) {
  return get_units_now(w.desk(), w.rmm, of, Deadline::clock::now() + std::chrono::hours{1})
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
  CHECK(report.unclassified() == std::vector<Machine>{{AgentId{"6"}, "name-6", {}}});
  CHECK(summary(report).ends_with(", 1 machines of no class"));
  CHECK(units_now(w, key("C-1", "desks")) == 3);

  SUBCASE("a machine that changes its class moves from one service to the other") {
    w.rmm.find(AgentId{"1"})->operating_system = "Windows Server";
    report = w.run_night(june_10);
    CHECK(report.services[0].machines[0].move == MachineMove::moved_in);
    CHECK(report.services[1].machines[0].detail == "other_class server");
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
    CHECK(report.unclassified().empty());
    CHECK(summary(report).find("of no class") == std::string::npos);
    CHECK(w.units_on(june_10, key("C-1", "hosts")) == 1);
  }
}

TEST_CASE("of duplicates the one seen on the latest day counts, then the lowest id") {
  struct Case {
    const char* what;
    std::optional<Instant> seen_1, seen_2;
    bool online;
    const char* counts;
  };
  for (const auto& test :
       {Case{"later", noon(june_1), noon(june_1.next()), false, "2"},
        Case{"earlier", noon(june_1.next()), noon(june_1), false, "1"},
        Case{"the same day", noon(june_1), Instant{noon(june_1).ms + 1}, false, "1"},
        Case{"both online", noon(june_1), noon(june_1.next()), true, "1"},
        Case{"unknown", {}, {}, false, "1"}, Case{"one unknown", {}, noon(june_1), false, "2"}}) {
    CAPTURE(test.what);
    World w;
    w.add_machines(1, 4);
    w.rmm.find(AgentId{"1"})->serial_number = "XY-1";
    w.rmm.find(AgentId{"1"})->last_seen = test.seen_1;
    w.rmm.find(AgentId{"2"})->serial_number = "xy-1 ";
    w.rmm.find(AgentId{"2"})->last_seen = test.seen_2;
    for (const char* id : {"1", "2"})
      w.rmm.find(AgentId{id})->state = test.online ? AgentState::online : AgentState::offline;
    AgentScope scope;
    scope.rule.duplicate = Counting::left_out;
    w.save({ContractSpec{.services = {{.id = "once", .source = scope}, {.id = "all"}}}});
    const auto report = w.run_night(june_1);
    CHECK(w.units_on(june_1, key("C-1", "once")) == 3);
    CHECK(w.units_on(june_1, key("C-1", "all")) == 4);
    CHECK(units_now(w, key("C-1", "once")) == 3);
    CHECK(report.services[0].machines[0].agent.text() == test.counts);
  }
}

TEST_CASE("a duplicate that is not counted for another reason leaves the other one alone") {
  World w;
  w.add_machines(1, 2);
  for (const char* id : {"1", "2"}) {
    w.rmm.find(AgentId{id})->serial_number = "XY-1";
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
  for (const char* id : {"1", "2", "3"}) {
    w.rmm.find(AgentId{id})->state = AgentState::offline;
    w.rmm.find(AgentId{id})->last_seen = noon(june_1);
  }
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
    return get_units_now(w.desk(), w.rmm, key(), Deadline::clock::now() + std::chrono::hours{1})
        .error()
        .code;
  };
  w.rmm.fail_view(ViewId{"v"}, Error{Errc::forbidden, "told to"});
  CHECK(code() == Errc::forbidden);
  w.rmm.remove(ViewId{"v"});
  CHECK(code() == Errc::view_gone);
  w.rmm.fail(MemoryProvider::Call::scan, Error{Errc::timed_out, "told to"});
  CHECK(code() == Errc::timed_out);
  w.rmm.recover();
  w.rmm.remove(OrganizationId{"acme"});
  CHECK(code() == Errc::organization_gone);
}

TEST_CASE("what no machine of the RMM tells is an error and not a count") {
  struct Case {
    const char* said;
    void (*ask)(AgentScope&);
    void (*forget)(Agent&);
  };
  const Case cases[] = {
      {"tells its operating system, which the scope narrows by",
       [](AgentScope& scope) { scope.operating_system_contains = "windows"; },
       [](Agent& agent) { agent.operating_system.clear(); }},
      {"tells when it was last seen", [](AgentScope& scope) { scope.rule.seen_within_days = 30; },
       [](Agent& agent) { agent.last_seen.reset(); }},
      {"tells its hardware", [](AgentScope& scope) { scope.rule.duplicate = Counting::left_out; },
       [](Agent& agent) { agent.serial_number.clear(); }},
      {"tells its device type, which machine class server goes by",
       [](AgentScope& scope) { scope.machine_class = "desk"; },
       [](Agent& agent) { agent.device_type.clear(); }},
  };
  for (const auto& test : cases) {
    CAPTURE(std::string{test.said});
    World w;
    w.add_machines(1, 4);
    for (const char* id : {"1", "2", "3", "4"}) {
      Agent& agent = *w.rmm.find(AgentId{id});
      agent.state = AgentState::offline;
      agent.last_seen = noon(june_1);
      agent.serial_number = std::string{"SN-"} + id;
      agent.device_type = "desktop";
    }
    w.rmm.find(AgentId{"4"})->state = AgentState::never_checked_in;
    AgentScope scope;
    test.ask(scope);
    w.save({ContractSpec{.services = {{.source = scope}},
                         .machine_classes = {{"server", {}, {"server"}}, {"desk", {"win"}, {}}}}});
    w.run_night(june_1);
    CHECK(w.units_on(june_1) == 3);

    // As long as one tells it, the others are judged by what is known of them.
    for (const char* id : {"2", "3"}) test.forget(*w.rmm.find(AgentId{id}));
    CHECK_FALSE(w.run_night(june_10).services[0].error);
    test.forget(*w.rmm.find(AgentId{"1"}));
    const Units before = w.units_on(june_10);
    const auto report = w.run_night(june_10.next());
    REQUIRE(report.services[0].error);
    CHECK(report.services[0].error->code == Errc::invalid_argument);
    CHECK(report.services[0].error->context.find(test.said) != std::string::npos);
    CHECK(w.units_on(june_10.next()) == before);
    CHECK(get_units_now(w.desk(), w.rmm, key(), Deadline::clock::now() + std::chrono::hours{1})
              .error() == *report.services[0].error);
  }
}

TEST_CASE("a duplicate of another class is not billed by that class") {
  World w;
  w.add_machines(1, 3);
  for (const char* id : {"1", "2"}) {
    w.rmm.find(AgentId{id})->serial_number = "XY-1";
    w.rmm.find(AgentId{id})->state = AgentState::offline;
  }
  w.rmm.find(AgentId{"1"})->last_seen = noon(june_1);
  // Installed anew as a server.
  w.rmm.find(AgentId{"2"})->operating_system = "Windows Server";
  w.rmm.find(AgentId{"2"})->last_seen = noon(june_1.next());
  const auto once = [](const std::string& name) {
    AgentScope scope = of_class(name);
    scope.rule.duplicate = Counting::left_out;
    return scope;
  };
  w.save(
      {ContractSpec{.services = {{.id = "servers", .source = once("server")},
                                 {.id = "desks", .source = once("desk")}},
                    .machine_classes = {{"server", {"server"}, {}}, {"desk", {"windows"}, {}}}}});
  const auto report = w.run_night(june_1);
  CHECK(w.units_on(june_1, key("C-1", "servers")) == 1);
  CHECK(w.units_on(june_1, key("C-1", "desks")) == 1);
  REQUIRE(report.services[1].judged.size() == 1);
  CHECK(report.services[1].judged[0].detail == "of 2");
}

TEST_CASE("a machine that has no serial number yet is told by its MAC address") {
  World w;
  w.add_machines(1, 4);
  const auto set = [&](const char* id, const char* serial, const char* mac) {
    w.rmm.find(AgentId{id})->serial_number = serial;
    w.rmm.find(AgentId{id})->mac_address = mac;
  };
  set("1", "SN-1", "00:11:22:33:44:55");
  set("2", "SN-2", "00:11:22:33:44:55");
  set("3", "", "00-11-22-33-44-55");
  AgentScope scope;
  scope.rule.duplicate = Counting::left_out;
  w.save({ContractSpec{.services = {{.source = scope}}}});
  const auto report = w.run_night(june_1);
  CHECK(w.units_on(june_1) == 3);
  REQUIRE(report.services[0].judged.size() == 1);
  CHECK(report.services[0].judged[0].agent.text() == "3");
}

TEST_CASE("coverage shows machines of no class and of a class without a service as unbilled") {
  ClassWorld w;
  w.add_machines(6, 6);
  w.rmm.find(AgentId{"6"})->operating_system = "ESXi";
  w.run_night(june_1);
  const auto report =
      coverage_report(w.desk(), w.rmm, Deadline::clock::now() + std::chrono::hours{1}).value();
  CHECK(report.covered == 5);
  CHECK(report.left_out.empty());
  CHECK(report.overlaps.empty());
  REQUIRE(report.unbilled.size() == 1);
  CHECK(report.unbilled[0].machines.size() == 1);
  CHECK(report.unbilled[0].worth_unknown ==
        "they are of no machine class that a service there bills");
}

TEST_CASE("services for different classes of one contract do not overlap") {
  const ClassWorld w;
  Book book;
  book.accounts = {{AccountId{"acme"}, "Acme", OrganizationId{"acme"}, Overlaps::refused}};
  const std::vector<MachineClass> classes{{"server", {"server"}, {}}, {"desk", {"windows"}, {}}};
  const ContractSpec split{.services = {{.id = "servers", .source = of_class("server")},
                                        {.id = "desks", .source = of_class("desk")}},
                           .machine_classes = classes};
  const auto refused = [&](const ContractSpec& spec) {
    MemoryStore store;
    book.contracts = {contract(spec)};
    return import_book({store, tenant, w.clock}, book, "ann", ImportMode::write).value().refused;
  };
  CHECK(refused(split).empty());
  auto with_all = split;
  with_all.services.push_back({.id = "all"});
  CHECK(refused(with_all).size() == 2);
}
