#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "vsa_simulator/vsax_records.hpp"
#include "vsax_fixture.hpp"

namespace billbyagent {
namespace {

using tests::Collected;
using tests::in_time;
using tests::linking;
using tests::VsaxFixture;
using vsa_simulator::Event;
using vsa_simulator::Fault;
using vsa_simulator::FaultKind;

/// The agents in VSA X's order, by the estate's ids.
std::vector<std::string> in_order(VsaxFixture& vsax) {
  std::vector<std::pair<std::string, std::string>> all;
  vsax.server.with_estate([&](const vsa_simulator::Estate& estate) {
    for (const auto& [id, row] : estate.agents())
      if (row->record.online != vsa_simulator::online::never_checked_in)
        all.emplace_back(vsa_simulator::vsax::identifier_of(id), id);
  });
  std::sort(all.begin(), all.end());
  std::vector<std::string> ids;
  for (auto& [identifier, id] : all) ids.push_back(id);
  return ids;
}

Event gone(const std::string& agent) {
  Event event;
  event.action = "delete_agent";
  event.agent = agent;
  return event;
}
/// Identifiers end in the estate's id: the smallest comes first, the largest last.
Event added(bool first) {
  Event event;
  event.action = "add_agent";
  event.name = first ? "aaa" : "zzz";
  event.id = first ? "100000000000001" : "999999999999999";
  event.group = "unnamed.root";
  return event;
}

/// One connection, so that it is known which pages come before the edit.
Result<std::size_t> scan_with(VsaxFixture& vsax, std::vector<Event> events, Collected& sink) {
  Fault edit{FaultKind::edit, "/devices"};
  edit.after = 4;
  edit.count = 1;
  edit.events = std::move(events);
  vsax.fault(edit);
  auto options = vsax.options();
  options.connections = 1;
  return make_kaseya_vsax(options).value()->scan_agents({}, sink, in_time());
}

/// The scan must hand over exactly what the server holds in the end.
void check_whole(VsaxFixture& vsax, const Collected& sink) {
  std::set<std::string> got;
  for (const Agent& agent : sink.agents) got.insert(agent.id.text());
  std::set<std::string> held;
  for (const std::string& id : in_order(vsax)) held.insert(vsa_simulator::vsax::identifier_of(id));
  CHECK(got == held);
  CHECK(got.size() == sink.agents.size());
}

}  // namespace

TEST_CASE("Devices that move while they are read are read again, by pages and by links") {
  for (const bool by_links : {false, true}) {
    CAPTURE(by_links);
    VsaxFixture vsax{1'000, linking(by_links ? 100 : 1'000'000)};
    const auto ids = in_order(vsax);
    const std::vector<std::vector<Event>> changes = {
        {gone(ids[10])},
        {gone(ids[900])},
        {added(true)},
        {added(false)},
        // The total stays the same, and a device in between is never sent.
        {gone(ids[20]), added(false)},
        {gone(ids[910])},
    };
    // Each on a server of its own.
    for (std::size_t i = 0; i < changes.size(); ++i) {
      CAPTURE(i);
      VsaxFixture one{1'000, linking(by_links ? 100 : 1'000'000)};
      Collected sink;
      const auto scanned = scan_with(one, changes[i], sink);
      REQUIRE_MESSAGE(scanned.has_value(), to_string(scanned.error()));
      CHECK(sink.restarts == 1);
      check_whole(one, sink);
    }
  }
}

TEST_CASE("A list of VSA X that contradicts itself every time is an error with figures") {
  struct Case {
    FaultKind kind;
    std::int64_t value;
  };
  for (const std::size_t above : {std::size_t{100}, std::size_t{1'000'000}})
    for (const Case& one : {Case{FaultKind::wrong_total, 5}, Case{FaultKind::wrong_total, -5},
                            Case{FaultKind::wrong_total, 100}, Case{FaultKind::wrong_total, -100},
                            Case{FaultKind::repeated_row, 1}, Case{FaultKind::repeated_row, 99},
                            Case{FaultKind::missing_row, 1}, Case{FaultKind::missing_row, 50}}) {
      CAPTURE(above);
      CAPTURE(name_of(one.kind));
      CAPTURE(one.value);
      VsaxFixture vsax{1'000, linking(above)};
      Fault fault{one.kind, "/devices"};
      fault.value = one.value;
      vsax.fault(fault);
      Collected sink;
      const auto scanned = vsax.provider()->scan_agents({}, sink, in_time());
      REQUIRE_FALSE(scanned);
      CHECK(scanned.error().code == Errc::incomplete_scan);
      CHECK(scanned.error().context.find("read 3 times") != std::string::npos);
      CHECK(sink.restarts == 2);
    }
}

TEST_CASE("A total that is too low is noticed wherever the last page ends") {
  for (const std::size_t count : {99U, 100U, 101U, 198U, 199U, 200U, 250U}) {
    CAPTURE(count);
    VsaxFixture vsax{tests::just_agents(count)};
    Fault fault{FaultKind::wrong_total, "/devices"};
    fault.value = -1;
    vsax.fault(fault);
    Collected sink;
    const auto scanned = vsax.provider()->scan_agents({}, sink, in_time());
    REQUIRE_FALSE(scanned);
    CHECK(scanned.error().code == Errc::incomplete_scan);
  }
}

TEST_CASE("A list of VSA X that becomes steady is read whole after all") {
  for (const std::size_t above : {std::size_t{100}, std::size_t{1'000'000}})
    for (const FaultKind kind :
         {FaultKind::missing_row, FaultKind::repeated_row, FaultKind::wrong_total}) {
      CAPTURE(above);
      CAPTURE(name_of(kind));
      VsaxFixture vsax{1'000, linking(above)};
      Fault fault{kind, "/devices"};
      fault.value = 1;
      fault.after = 3;
      fault.count = 2;
      vsax.fault(fault);
      Collected sink;
      const auto scanned = vsax.provider()->scan_agents({}, sink, in_time());
      REQUIRE(scanned);
      CHECK(sink.restarts >= 1);
      check_whole(vsax, sink);
    }
}

}  // namespace billbyagent
