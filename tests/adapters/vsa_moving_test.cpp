#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "vsa_fixture.hpp"

namespace billbyagent {
namespace {

using tests::Collected;
using tests::in_time;
using tests::VsaFixture;
using vsa_simulator::Event;
using vsa_simulator::Fault;
using vsa_simulator::FaultKind;

constexpr std::size_t machines = 1'000;

/// The names of all agents in the server's order.
std::vector<std::string> names(VsaFixture& vsa) {
  std::vector<std::string> all;
  vsa.server.with_estate([&](const vsa_simulator::Estate& estate) {
    for (const auto& [id, row] : estate.agents()) all.push_back(row->record.name);
  });
  std::sort(all.begin(), all.end());
  return all;
}

Event event(const std::string& action, const std::string& agent) {
  Event one;
  one.action = action;
  one.agent = agent;
  return one;
}

Event added(const std::string& name) {
  Event one;
  one.action = "add_agent";
  one.name = name;
  one.group = "unnamed.root";
  return one;
}

/// The scan must hand over exactly what the server holds in the end.
void check_whole(VsaFixture& vsa, const Collected& sink) {
  std::set<std::string> got;
  for (const Agent& agent : sink.agents) got.insert(agent.id.text());
  std::set<std::string> held;
  vsa.server.with_estate([&](const vsa_simulator::Estate& estate) {
    for (const auto& [id, row] : estate.agents()) held.insert(id);
  });
  CHECK(got == held);
  CHECK(got.size() == sink.agents.size());
}

}  // namespace

TEST_CASE("Rows that move while they are read are read again") {
  // One connection, so that it is known which pages come before the edit.
  const auto scan_with = [](VsaFixture& vsa, std::vector<Event> events, Collected& sink) {
    Fault edit{FaultKind::edit, "/agents"};
    edit.after = 4;
    edit.count = 1;
    edit.events = std::move(events);
    vsa.fault(edit);
    auto options = vsa.options();
    options.connections = 1;
    return make_kaseya_vsa(options).value()->scan_agents({}, sink, in_time());
  };
  VsaFixture vsa{machines};
  const auto sorted = names(vsa);
  std::vector<Event> events;
  int restarts = 1;
  SUBCASE("deleted before the place") { events = {event("delete_agent", sorted[10])}; }
  SUBCASE("deleted behind the place") { events = {event("delete_agent", sorted[900])}; }
  SUBCASE("added before the place") { events = {added("aaa")}; }
  SUBCASE("added behind the place") { events = {added("zzz")}; }
  SUBCASE("one deleted before and one added behind: the total stays the same") {
    events = {event("delete_agent", sorted[10]), added("zzz")};
  }
  SUBCASE("one added before and one deleted behind: the total stays the same") {
    events = {added("aaa"), event("delete_agent", sorted[900])};
  }
  SUBCASE("renamed from before to behind") {
    Event rename = event("rename_agent", sorted[10]);
    rename.name = "zzz";
    events = {rename};
  }
  SUBCASE("renamed from behind to before") {
    Event rename = event("rename_agent", sorted[900]);
    rename.name = "aaa";
    events = {rename};
  }
  SUBCASE("two change places across the place: no row in between moves, one comes twice") {
    Event back = event("rename_agent", sorted[10]);
    back.name = "zzz";
    Event forth = event("rename_agent", sorted[900]);
    forth.name = "aaa";
    events = {back, forth};
  }
  SUBCASE("a change that moves no row") {
    Event suspend = event("set_online", sorted[10]);
    suspend.online = 198;
    events = {suspend};
    restarts = 0;
  }
  Collected sink;
  const auto scanned = scan_with(vsa, events, sink);
  REQUIRE(scanned);
  CHECK(sink.restarts == restarts);
  CHECK(*scanned == names(vsa).size());
  check_whole(vsa, sink);
}

TEST_CASE("A list that contradicts itself every time is an error with figures") {
  struct Case {
    FaultKind kind;
    std::int64_t value;
  };
  for (const Case& one : {Case{FaultKind::wrong_total, 5}, Case{FaultKind::wrong_total, -5},
                          Case{FaultKind::wrong_total, 100}, Case{FaultKind::wrong_total, -100},
                          Case{FaultKind::repeated_row, 1}, Case{FaultKind::repeated_row, 99},
                          Case{FaultKind::missing_row, 1}, Case{FaultKind::missing_row, 50}}) {
    CAPTURE(static_cast<int>(one.kind));
    CAPTURE(one.value);
    VsaFixture vsa{machines};
    Fault fault{one.kind, "/agents"};
    fault.value = one.value;
    vsa.fault(fault);
    Collected sink;
    const auto scanned = vsa.provider()->scan_agents({}, sink, in_time());
    REQUIRE_FALSE(scanned);
    CHECK(scanned.error().code == Errc::incomplete_scan);
    CHECK(scanned.error().context.find("read 3 times") != std::string::npos);
    CHECK(sink.restarts == 2);
  }
}

TEST_CASE("A total that is that of the page is not taken for the list's") {
  for (const std::size_t agents : {101U, 199U, 250U, 1'000U}) {
    CAPTURE(agents);
    VsaFixture vsa{agents};
    vsa.fault({FaultKind::page_total, "/agents"});
    Collected sink;
    const auto scanned = vsa.provider()->scan_agents({}, sink, in_time());
    REQUIRE_FALSE(scanned);
    CHECK(scanned.error().code == Errc::incomplete_scan);
  }
  // Of a list that one page holds it is the same.
  VsaFixture few{99};
  few.fault({FaultKind::page_total, "/agents"});
  Collected sink;
  CHECK(few.provider()->scan_agents({}, sink, in_time()).value() == 99);
}

TEST_CASE("A list that becomes steady is read whole after all") {
  for (const FaultKind kind :
       {FaultKind::missing_row, FaultKind::repeated_row, FaultKind::wrong_total}) {
    CAPTURE(name_of(kind));
    VsaFixture vsa{machines};
    Fault fault{kind, "/agents"};
    fault.value = 1;
    fault.after = 3;
    fault.count = 2;
    vsa.fault(fault);
    Collected sink;
    const auto scanned = vsa.provider()->scan_agents({}, sink, in_time());
    REQUIRE(scanned);
    CHECK(sink.restarts == 1);
    check_whole(vsa, sink);
  }
}

TEST_CASE("The order is asked for, so a server without one of its own does no harm") {
  VsaFixture vsa{machines};
  vsa.fault({FaultKind::unstable_order});
  Collected sink;
  REQUIRE(vsa.provider()->scan_agents({}, sink, in_time()));
  CHECK(sink.restarts == 0);
  check_whole(vsa, sink);
}

}  // namespace billbyagent
