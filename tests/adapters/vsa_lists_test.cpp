#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "kaseya_vsa/pages.hpp"
#include "vsa_fixture.hpp"

namespace billbyagent {
namespace {

using tests::Collected;
using tests::in_time;
using tests::VsaFixture;

/// The estate's own record of an agent, compared with what came through.
void check_same(const Agent& agent, const vsa_simulator::Agent& record) {
  CAPTURE(record.name);
  CHECK(agent.id.text() == record.id);
  CHECK(agent.name == record.computer_name);
  CHECK(agent.organization.text() == record.organization_id);
  CHECK(agent.group.text() == record.group_id);
  CHECK(agent.operating_system == record.os_type + " " + record.os_info);
  CHECK(agent.mac_address == record.mac_address);
  CHECK(agent.serial_number == record.serial_number.value_or(""));
  CHECK(agent.last_seen.has_value() == record.last_check_in.has_value());
  if (agent.last_seen) CHECK(to_string(*agent.last_seen) == record.last_check_in);
  const AgentState state = record.online == 0     ? AgentState::offline
                           : record.online == 198 ? AgentState::suspended
                           : record.online == 199 ? AgentState::never_checked_in
                                                  : AgentState::online;
  CHECK(agent.state == state);
}

std::set<std::string> ids(const std::vector<Agent>& agents) {
  std::set<std::string> all;
  for (const Agent& agent : agents) all.insert(agent.id.text());
  return all;
}

}  // namespace

TEST_CASE("Pages cover every list exactly, with one record in common") {
  using namespace kaseya_vsa;
  for (std::size_t total = 0; total < 1'500; ++total) {
    std::size_t covered = 0;
    for (std::size_t page = 0; page < pages_of(total); ++page) {
      const std::size_t rows = rows_of(page, total);
      CHECK(rows <= page_rows);
      if (total > 0) CHECK(rows > 0);
      if (page > 0) CHECK(page * page_step == covered - 1);
      covered = page * page_step + rows;
    }
    CHECK(covered == total);
    // The last page has room for what a total that is too low would hide.
    CHECK(rows_of(pages_of(total) - 1, total) < page_rows);
  }
}

TEST_CASE("Organizations, machine groups and views are listed whole") {
  VsaFixture vsa{300};
  const auto provider = vsa.provider();
  const auto organizations = provider->organizations(in_time()).value();
  const auto groups = provider->machine_groups(in_time()).value();
  const auto views = provider->views(in_time()).value();
  vsa.server.with_estate([&](const vsa_simulator::Estate& estate) {
    CHECK(organizations.size() == estate.organizations().size());
    for (const Organization& one : organizations) {
      const auto& record = estate.organizations().at(one.id.text())->record;
      CHECK(one.name == record.name);
      CHECK(one.reference == record.ref);
    }
    CHECK(groups.size() == estate.groups().size());
    for (const MachineGroup& one : groups) {
      const auto& record = estate.groups().at(one.id.text())->record;
      CHECK(one.name == record.name);
      CHECK(one.organization.text() == record.organization_id);
      CHECK((one.parent ? one.parent->text() : "") == record.parent_id.value_or(""));
    }
    CHECK(views.size() == estate.views().size());
    for (const View& one : views) CHECK(one.name == estate.views().at(one.id.text())->record.name);
  });
  CHECK(GroupTree::build(groups));
}

TEST_CASE("A scan hands over every agent once, in the order of the pages") {
  for (const std::size_t count : {0U, 1U, 99U, 100U, 101U, 199U, 200U, 1'234U}) {
    CAPTURE(count);
    VsaFixture vsa{count};
    Collected sink;
    const auto scanned = vsa.provider()->scan_agents({}, sink, in_time());
    REQUIRE(scanned);
    CHECK(*scanned == count);
    CHECK(sink.restarts == 0);
    CHECK(ids(sink.agents).size() == count);
    vsa.server.with_estate([&](const vsa_simulator::Estate& estate) {
      std::string before;
      for (const Agent& agent : sink.agents) {
        const auto& record = estate.agents().at(agent.id.text())->record;
        check_same(agent, record);
        CHECK(before <= record.name);
        before = record.name;
      }
    });
    CHECK(vsa.requests_for("/assetmgmt/agents") == kaseya_vsa::pages_of(count));
    CHECK(vsa.server.log().max_open_connections <= 4);
    CHECK(vsa.server.log().logins == 1);
  }
}

TEST_CASE("Ids as bare numbers keep every digit") {
  VsaFixture vsa{250};
  vsa.fault({vsa_simulator::FaultKind::ids_as_numbers});
  const auto provider = vsa.provider();
  Collected sink;
  REQUIRE(provider->scan_agents({}, sink, in_time()));
  const auto groups = provider->machine_groups(in_time()).value();
  vsa.server.with_estate([&](const vsa_simulator::Estate& estate) {
    for (const Agent& agent : sink.agents)
      check_same(agent, estate.agents().at(agent.id.text())->record);
    for (const MachineGroup& group : groups) CHECK(estate.groups().contains(group.id.text()));
  });
}

TEST_CASE("A scan of a view hands over exactly its agents") {
  VsaFixture vsa{1'234};
  const auto provider = vsa.provider();
  for (const View& view : provider->views(in_time()).value()) {
    CAPTURE(view.name);
    Collected sink;
    const auto scanned = provider->scan_agents({view.id}, sink, in_time());
    REQUIRE(scanned);
    CHECK(*scanned == vsa.server.count({.view = view.name}));
    CHECK(ids(sink.agents).size() == *scanned);
  }
}

TEST_CASE("A view that is gone is not an empty view") {
  VsaFixture vsa{120};
  std::string empty_view;
  vsa.server.with_estate([&](vsa_simulator::Estate& estate) {
    vsa_simulator::View view;
    view.name = "Nobody";
    empty_view = estate.add_view(view);
  });
  const auto provider = vsa.provider();
  Collected sink;
  SUBCASE("empty") {
    const auto scanned = provider->scan_agents({ViewId{empty_view}}, sink, in_time());
    REQUIRE(scanned);
    CHECK(*scanned == 0);
  }
  SUBCASE("unknown to the server") {
    const auto scanned = provider->scan_agents({ViewId{"31337"}}, sink, in_time());
    REQUIRE_FALSE(scanned);
    CHECK(scanned.error().code == Errc::view_gone);
    CHECK(scanned.error().context.find("31337") != std::string::npos);
  }
  SUBCASE("shown as empty though it is not in the list of views any more") {
    vsa_simulator::Event gone;
    gone.action = "delete_view";
    gone.view = empty_view;
    vsa_simulator::Fault edit{vsa_simulator::FaultKind::edit, "/system/views"};
    edit.count = 1;
    edit.events = {gone};
    vsa.fault(edit);
    const auto scanned = provider->scan_agents({ViewId{empty_view}}, sink, in_time());
    REQUIRE_FALSE(scanned);
    CHECK(scanned.error().code == Errc::view_gone);
  }
  SUBCASE("deleted meanwhile") {
    vsa.server.with_estate([&](vsa_simulator::Estate& estate) { estate.delete_view(empty_view); });
    const auto scanned = provider->scan_agents({ViewId{empty_view}}, sink, in_time());
    REQUIRE_FALSE(scanned);
    CHECK(scanned.error().code == Errc::view_gone);
  }
}

TEST_CASE("The view's id is data, not part of the path") {
  VsaFixture vsa{10};
  Collected sink;
  const auto scanned = vsa.provider()->scan_agents({ViewId{"../agents?x="}}, sink, in_time());
  REQUIRE_FALSE(scanned);
  CHECK(scanned.error().code == Errc::view_gone);
  CHECK(vsa.requests_for("/assetmgmt/agents") == 0);
}

}  // namespace billbyagent
