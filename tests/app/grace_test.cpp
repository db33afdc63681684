// Which machines are billed, night by night.

#include <sstream>

#include "app/world.hpp"

using namespace world;

namespace {

struct Night {
  int day;               ///< of June
  const char* machines;  ///< that the RMM shows, as `4` or with a serial number `4=A`
  const char* events;    ///< what is expected, as `+5 added, -4 removed`
  Units units;           ///< from that day on
};

struct Story {
  const char* what;
  CountRule rule;
  std::vector<Night> nights;
};

const CountRule grace{.grace_new_days = 3, .grace_gone_days = 5};
const CountRule no_grace{};
const Night base{1, "1 2 3 4=A", "+1 added, +2 added, +3 added, +4 added", 4};

void show(World& w, const std::string& machines) {
  while (w.rmm.agent_count() > 0)
    for (int id = 1; id <= 20; ++id) w.remove_machines(id, id);
  std::istringstream words{machines};
  for (std::string word; words >> word;) {
    const auto equals = word.find('=');
    auto one = machine(word.substr(0, equals), "acme", "acme.root");
    if (equals != std::string::npos) one.serial_number = "SN-" + word.substr(equals + 1);
    w.rmm.add(one);
  }
}

std::string text(const std::vector<MachineEvent>& events) {
  std::string all;
  for (const auto& event : events)
    all += (all.empty() ? "" : ", ") + std::string{sign_of(event.move)} + event.agent.text() + " " +
           std::string{to_string(event.move)};
  return all;
}

Date june(int day) { return Date{2026, 6, 1}.plus_days(day - 1); }

AgentScope with(const CountRule& rule) {
  AgentScope scope;
  scope.rule = rule;
  return scope;
}

std::vector<Machine> machines_of(World& w) {
  return w.store.begin(tenant, Access::read).value()->machines(key()).value();
}

std::vector<MachineEvent> events_of(World& w) {
  return w.store.begin(tenant, Access::read).value()->machine_events(key()).value();
}

Units units_now(World& w) {
  return get_units_now(w.desk(), w.rmm, key(), Deadline::clock::now() + std::chrono::hours{1})
      .value()
      .counted;
}

std::vector<Story> stories() {
  return {
      {"a new machine waits",
       grace,
       {base,
        {2, "1 2 3 4=A 5", "~5 waiting", 4},
        {4, "1 2 3 4=A 5", "", 4},
        {5, "1 2 3 4=A 5", "+5 added", 5},
        {6, "1 2 3 4=A 5", "", 5}}},
      {"the night on which the wait ends is skipped",
       grace,
       {base, {2, "1 2 3 4=A 5", "~5 waiting", 4}, {9, "1 2 3 4=A 5", "+5 added", 5}}},
      {"a waiting machine goes, comes back and waits from the beginning",
       grace,
       {base,
        {2, "1 2 3 4=A 5", "~5 waiting", 4},
        {4, "1 2 3 4=A", "-5 removed", 4},
        {5, "1 2 3 4=A 5", "~5 waiting", 4},
        {7, "1 2 3 4=A 5", "", 4},
        {8, "1 2 3 4=A 5", "+5 added", 5}}},
      {"back before the end of its grace",
       grace,
       {base,
        {2, "1 2 3", "~4 missing", 4},
        {6, "1 2 3 4=A", "~4 returned", 4},
        {7, "1 2 3 4=A", "", 4}}},
      {"missing to the end of its grace, back after it",
       grace,
       {base,
        {2, "1 2 3", "~4 missing", 4},
        {6, "1 2 3", "", 4},
        {7, "1 2 3", "-4 removed", 3},
        {8, "1 2 3 4=A", "~4 waiting", 3},
        {11, "1 2 3 4=A", "+4 added", 4}}},
      {"the night on which its grace ends is skipped",
       grace,
       {base, {2, "1 2 3", "~4 missing", 4}, {20, "1 2 3", "-4 removed", 3}}},
      {"back after its grace with no night that saw the end",
       grace,
       {base, {2, "1 2 3", "~4 missing", 4}, {20, "1 2 3 4=A", "~4 returned", 4}}},
      {"each absence has its own days",
       grace,
       {base,
        {2, "1 2 3", "~4 missing", 4},
        {4, "1 2 3 4=A", "~4 returned", 4},
        {6, "1 2 3", "~4 missing", 4},
        {10, "1 2 3", "", 4},
        {11, "1 2 3", "-4 removed", 3}}},
  };
}

/// The same hardware under another agent id.
std::vector<Story> stories_of_hardware() {
  return {
      {"a new agent on the hardware of a missing one is the same machine",
       grace,
       {base,
        {2, "1 2 3", "~4 missing", 4},
        {4, "1 2 3 9=A", "-4 removed, +9 added", 4},
        {9, "1 2 3 9=A", "", 4}}},
      {"a new agent in the same night", grace, {base, {2, "1 2 3 9=A", "-4 removed, +9 added", 4}}},
      {"a new agent after the grace is a new machine",
       grace,
       {base,
        {2, "1 2 3", "~4 missing", 4},
        {7, "1 2 3", "-4 removed", 3},
        {8, "1 2 3 9=A", "~9 waiting", 3}}},
      {"the new agent waits beside the old one, which then goes",
       grace,
       {base, {2, "1 2 3 4=A 9=A", "~9 waiting", 4}, {3, "1 2 3 9=A", "-4 removed, +9 added", 4}}},
      {"a waiting machine under a new agent does not wait again",
       grace,
       {base,
        {2, "1 2 3 4=A 5=B", "~5 waiting", 4},
        {4, "1 2 3 4=A 6=B", "-5 removed, ~6 waiting", 4},
        {5, "1 2 3 4=A 6=B", "+6 added", 5}}},
      {"without a serial number nothing is the same machine",
       grace,
       {base, {2, "1 2 4=A 9", "~3 missing, ~9 waiting", 4}}},
      {"two of the same hardware are replaced one by one, and the other one is not missing",
       grace,
       {{1, "1 2 7=C 8=C", "+1 added, +2 added, +7 added, +8 added", 4},
        {2, "1 2 10=C", "-7 removed, -8 removed, +10 added", 3},
        {3, "1 2 10=C 11=C", "~11 waiting", 3}}},
      {"hardware that becomes known is known when the machine comes back",
       grace,
       {base,
        {2, "1 2=B 3 4=A", "~2 identified", 4},
        {3, "1 2=B 3 4=A", "", 4},
        {4, "1 3 4=A", "~2 missing", 4},
        {5, "1 3 4=A 9=B", "-2 removed, +9 added", 4}}},
      {"hardware that is no longer told is not forgotten",
       grace,
       {base,
        {2, "1 2 3 4", "", 4},
        {3, "1 2 3", "~4 missing", 4},
        {4, "1 2 3 9=A", "-4 removed, +9 added", 4}}},
  };
}

std::vector<Story> stories_of_one_rule() {
  return {
      {"without grace days machines come and go at once",
       no_grace,
       {base,
        {2, "1 2 3 4=A 5", "+5 added", 5},
        {3, "1 2 3 5", "-4 removed", 4},
        {4, "1 2 3 4=A 5", "+4 added", 5},
        {5, "1 2 3 5 9=A", "-4 removed, +9 added", 5}}},
      {"grace for new machines alone",
       {.grace_new_days = 1},
       {base, {2, "1 2 3 5", "-4 removed, ~5 waiting", 3}, {3, "1 2 3 5", "+5 added", 4}}},
      {"grace for gone machines alone",
       {.grace_gone_days = 1},
       {base, {2, "1 2 3 5", "~4 missing, +5 added", 5}, {3, "1 2 3 5", "-4 removed", 4}}},
  };
}

}  // namespace

TEST_CASE("grace days, night by night, and every night twice") {
  auto all = stories();
  for (const auto& more : {stories_of_hardware(), stories_of_one_rule()})
    all.insert(all.end(), more.begin(), more.end());
  for (const auto& story : all) {
    CAPTURE(story.what);
    World w;
    w.save({ContractSpec{.services = {{.source = with(story.rule)}}}});
    for (const auto& night : story.nights) {
      CAPTURE(night.day);
      show(w, night.machines);
      w.clock.set_today(june(night.day));
      CHECK(units_now(w) == night.units);
      const auto report = w.run_night(june(night.day));
      REQUIRE_FALSE(report.services[0].error);
      CHECK(text(report.services[0].machines) == night.events);
      CHECK(w.units_on(june(night.day)) == night.units);
      CHECK(static_cast<Units>(machines_of(w).size()) == night.units);
      const auto events = events_of(w);
      CHECK(w.run_night(june(night.day)).services[0].machines.empty());
      CHECK(events_of(w) == events);
      CHECK(units_now(w) == night.units);
    }
  }
}

TEST_CASE("units change on the day the grace ends, and the evidence says what it was about") {
  World w;
  w.save({ContractSpec{.services = {{.source = with(grace)}}}});
  show(w, "1 2 3 4=A");
  w.run_night(june(1));
  show(w, "1 2 3 9=B");
  w.run_night(june(2));
  w.run_night(june(5));
  w.run_night(june(7));
  CHECK(w.units_on(june(4)) == 4);
  CHECK(w.units_on(june(5)) == 5);
  CHECK(w.units_on(june(7)) == 4);
  const auto events = events_of(w);
  REQUIRE(events.size() == 8);
  CHECK(events[4] ==
        MachineEvent{june(2), MachineMove::missing, AgentId{"4"}, "name-4", "", {"SN-A", ""}, {}});
  CHECK(events[5] ==
        MachineEvent{june(2), MachineMove::waiting, AgentId{"9"}, "name-9", "", {"SN-B", ""}, {}});
  CHECK(events[6].detail == "waiting since 2026-06-02");
  CHECK(events[7].detail == "missing since 2026-06-02");
  show(w, "1 2 3 10=B");
  w.run_night(june(8));
  CHECK(events_of(w)[8].detail == "replaced by 10");
  CHECK(events_of(w)[9].detail == "replaces 9");
}

TEST_CASE("a machine that is still there but no longer counts has no grace, and says why") {
  World w;
  CountRule rule = grace;
  rule.suspended = Counting::left_out;
  w.save({ContractSpec{.services = {{.source = with(rule)}}}});
  show(w, "1 2 3 4 5=A");
  w.run_night(june(1));
  w.rmm.find(AgentId{"4"})->state = AgentState::suspended;
  auto report = w.run_night(june(2));
  CHECK(text(report.services[0].machines) == "-4 moved_out");
  CHECK(report.services[0].machines[0].detail == "suspended");
  CHECK(w.units_on(june(2)) == 4);
  // Missing first, then seen elsewhere under another agent id.
  w.remove_machines(5, 5);
  CHECK(text(w.run_night(june(3)).services[0].machines) == "~5 missing");
  auto moved = machine("9", "beta", "beta.root");
  moved.serial_number = "SN-A";
  w.rmm.add(moved);
  report = w.run_night(june(4));
  CHECK(text(report.services[0].machines) == "-5 removed");
  CHECK(report.services[0].machines[0].detail ==
        "its hardware is agent 9 in beta.root, missing since 2026-06-03");
}

TEST_CASE("a machine that moves between services is never billed twice, nor for a while by none") {
  World w;
  w.save({ContractSpec{.id = "C-A", .services = {{.source = with(grace)}}},
          ContractSpec{.id = "C-B", .account = "beta", .services = {{.source = with(grace)}}}});
  show(w, "1 2 3 4=A");
  auto other = machine("20", "beta", "beta.root");
  w.rmm.add(other);
  const auto a = key("C-A");
  const auto b = key("C-B");
  w.run_night(june(1));
  REQUIRE(w.units_on(june(1), a) == 4);
  SUBCASE("as it is") {
    w.rmm.find(AgentId{"4"})->organization = OrganizationId{"beta"};
    w.rmm.find(AgentId{"4"})->group = MachineGroupId{"beta.root"};
    SUBCASE("in a night") {
      const auto report = w.run_night(june(2));
      CHECK(text(report.services[0].machines) == "-4 moved_out");
      CHECK(text(report.services[1].machines) == "+4 moved_in");
    }
    SUBCASE("and one service counted alone") {
      w.clock.set_today(june(2));
      w.night.deadline = Deadline::clock::now() + std::chrono::hours{1};
      const auto now = take_over_units_now(w.desk(), w.rmm, b, w.night).value();
      CHECK(text(now.services.at(0).machines) == "+4 moved_in");
      w.run_night(june(2));
    }
  }
  SUBCASE("under a new agent id") {
    w.remove_machines(4, 4);
    auto moved = machine("9", "beta", "beta.root");
    moved.serial_number = "SN-A";
    w.rmm.add(moved);
    const auto report = w.run_night(june(2));
    CHECK(text(report.services[0].machines) == "-4 removed");
    CHECK(text(report.services[1].machines) == "+9 moved_in");
  }
  CHECK(w.units_on(june(2), a) == 3);
  CHECK(w.units_on(june(2), b) == 2);
}

TEST_CASE("the guard looks at billed counts: an outage within the grace leaves no trace in units") {
  World w;
  w.save({ContractSpec{.services = {{.source = with(grace)}}}});
  show(w, "1 2 3 4 5 6");
  w.run_night(june(1));
  show(w, "1");
  CHECK(w.run_night(june(2)).services[0].status == SyncStatus::machines_changed);
  CHECK(w.units_on(june(2)) == 6);
  auto report = w.run_night(june(7));
  CHECK(report.services[0].status == SyncStatus::held);
  CHECK(report.services[0].held_why == "fell by more than 50 %: 6 -> 1");
  CHECK(w.units_on(june(7)) == 6);
  SUBCASE("back: the machines were missing all the time") {
    show(w, "1 2 3 4 5 6");
    report = w.run_night(june(8));
    CHECK(text(report.services[0].machines) ==
          "~2 returned, ~3 returned, ~4 returned, ~5 returned, ~6 returned");
    CHECK(w.units_on(june(8)) == 6);
  }
  SUBCASE("back, and a machine that began to wait while the count was held has waited") {
    show(w, "1 7");
    w.run_night(june(8));
    show(w, "1 2 3 4 5 6 7");
    SUBCASE("long enough") {
      report = w.run_night(june(11));
      CHECK(w.units_on(june(11)) == 7);
      CHECK(report.services[0].machines.back().detail == "waiting since 2026-06-08");
    }
    SUBCASE("not yet") {
      report = w.run_night(june(10));
      CHECK(w.units_on(june(10)) == 6);
      CHECK(report.services[0].machines.back().since == june(8));
      w.run_night(june(11));
      CHECK(w.units_on(june(11)) == 7);
    }
  }
  SUBCASE("confirmed, with a machine that began to wait while the count was held") {
    show(w, "1 7");
    w.run_night(june(8));
    w.run_night(june(9));
    CHECK(w.run_night(june(11)).services[0].counted == 2);
    const auto held = w.store.begin(tenant, Access::read).value()->held_readings(key()).value();
    REQUIRE(held.size() == 3);
    CHECK(text(held[1].machines) == "~7 waiting");
    CHECK(text(held[2].machines) == "+7 added");
    REQUIRE(confirm_held(w.desk(), key(), "ann"));
    CHECK(w.units_on(june(7)) == 1);
    CHECK(w.units_on(june(11)) == 2);
    CHECK(machines_of(w).size() == 2);
    CHECK(w.run_night(june(11)).services[0].status == SyncStatus::unchanged);
  }
}

TEST_CASE("the past of a machine explains itself with the machines that were billed") {
  World w;
  w.save({ContractSpec{.services = {{.source = with(grace)}}}});
  show(w, "1 2 3 4");
  w.run_night(june(1));
  show(w, "1 2 3 5");
  w.run_night(june(2));
  w.run_night(june(5));
  w.post(june(5));
  const auto lines = w.posted();
  REQUIRE(lines.size() == 2);
  const auto explanation = explain_line(w.desk(), lines[1].line.key);
  REQUIRE(explanation);
  CHECK(text(explanation->events) == "+5 added");
  CHECK(explanation->machines.size() == 5);
}

TEST_CASE("proposals keep the days of machines that wait in them") {
  World w;
  w.save({ContractSpec{.services = {{.source = with(grace)}}, .trust = Trust::propose}});
  show(w, "1 2");
  w.run_night(june(1));
  REQUIRE(confirm_held(w.desk(), key(), "ann"));
  show(w, "1 2 3");
  auto report = w.run_night(june(2));
  CHECK(report.services[0].status == SyncStatus::machines_changed);
  show(w, "1 2 3 4");
  w.run_night(june(4));
  report = w.run_night(june(5));
  CHECK(report.services[0].status == SyncStatus::proposed);
  CHECK(report.services[0].counted == 3);
  CHECK(text(report.services[0].machines) == "+3 added");
  report = w.run_night(june(7));
  CHECK(report.services[0].counted == 4);
  CHECK(text(report.services[0].machines) == "+3 added, +4 added");
  CHECK(units_now(w) == 4);
  REQUIRE(confirm_held(w.desk(), key(), "ann"));
  CHECK(w.units_on(june(4)) == 2);
  CHECK(w.units_on(june(5)) == 3);
  CHECK(w.units_on(june(7)) == 4);
  CHECK(w.run_night(june(7)).services[0].status == SyncStatus::unchanged);
}

TEST_CASE("each machine of a scope is listed with what became of it") {
  World w;
  CountRule rule = grace;
  rule.suspended = Counting::left_out;
  rule.duplicate = Counting::left_out;
  w.save({ContractSpec{.services = {{.source = with(rule)}}}});
  show(w, "1 2=B 3 4=A");
  w.run_night(june(1));
  show(w, "1 2=B 3 5 6=B");
  w.rmm.find(AgentId{"3"})->state = AgentState::suspended;
  w.run_night(june(2));
  const auto listed =
      machines_now(w.desk(), w.rmm, key(), Deadline::clock::now() + std::chrono::hours{1}).value();
  CHECK(listed.units.counted == 3);
  CHECK(listed.units.present == 3);
  Texts rows;
  for (const auto& each : listed.machines) rows.push_back(each.agent.text() + " " + text_of(each));
  CHECK(rows == Texts{"1 counted", "2 counted", "3 suspended",
                      "4 counted missing since 2026-06-02, billed until 2026-06-06",
                      "5 new_machine since 2026-06-02, billed from 2026-06-05",
                      "6 duplicate of 2"});
  const auto report = w.run_night(june(2));
  rows.clear();
  for (const auto& each : report.services[0].judged)
    rows.push_back(each.agent.text() + " " + std::string{to_string(each.verdict)});
  CHECK(rows == Texts{"3 suspended", "4 counted", "5 new_machine", "6 duplicate"});
}

TEST_CASE("coverage takes machines in their first days for left out, and bills by the same night") {
  World w;
  w.save({ContractSpec{.services = {{.source = with(grace)}}}});
  show(w, "1 2 3 4=A");
  w.run_night(june(1));
  show(w, "1 2 3 5 9=A");
  w.run_night(june(2));
  w.clock.set_today(june(2));
  const auto survey = [&] {
    return coverage_report(w.desk(), w.rmm, Deadline::clock::now() + std::chrono::hours{1}).value();
  };
  auto report = survey();
  CHECK(report.covered == 4);
  CHECK(report.unbilled_machines() == 0);
  REQUIRE(report.left_out.size() == 1);
  CHECK(report.left_out[0].machine.agent.text() == "5");
  CHECK(report.left_out[0].why == Verdict::new_machine);
  w.clock.set_today(june(5));
  report = survey();
  CHECK(report.covered == 5);
  CHECK(report.left_out.empty());
}
