#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "odata/page_layout.hpp"
#include "vsa_simulator/vsax_records.hpp"
#include "vsax_fixture.hpp"

namespace billbyagent {
namespace {

using tests::Collected;
using tests::in_time;
using tests::VsaxFixture;
using vsa_simulator::SimulatorOptions;

std::set<std::string> ids(const std::vector<Agent>& agents) {
  std::set<std::string> all;
  for (const Agent& agent : agents) all.insert(agent.id.text());
  CHECK(all.size() == agents.size());
  return all;
}

/// The identifiers of the estate's agents that ever checked in.
std::set<std::string> held(VsaxFixture& vsax) {
  std::set<std::string> all;
  vsax.server.with_estate([&](const vsa_simulator::Estate& estate) {
    for (const auto& [id, row] : estate.agents())
      if (row->record.online != vsa_simulator::online::never_checked_in)
        all.insert(vsa_simulator::vsax::identifier_of(id));
  });
  return all;
}

SimulatorOptions paging(std::size_t page_max, std::size_t links_above = 1'000'000,
                        bool cursor = false) {
  SimulatorOptions options;
  options.service.vsax.page_max = page_max;
  options.service.vsax.links_above = links_above;
  options.service.vsax.cursor_links = cursor;
  return options;
}

void put(VsaxFixture& vsax, const char* name, const char* type) {
  vsax.server.with_estate([&](vsa_simulator::Estate& estate) {
    vsa_simulator::Asset device;
    device.name = name;
    device.type_id = type;
    device.group_id = "acme.root";
    estate.add_device(device);
  });
}

}  // namespace

TEST_CASE("A layout that looks behind the end never ends with a full page") {
  for (const std::size_t rows : {2U, 3U, 10U, 100U})
    for (std::size_t total = 0; total < 500; ++total) {
      const odata::PageLayout layout{.rows = rows, .looks_behind_end = true};
      const std::size_t pages = layout.pages_of(total);
      std::size_t covered = 0;
      for (std::size_t page = 0; page < pages; ++page) {
        if (page > 0) CHECK(layout.begin_of(page) == covered - 1);
        if (page + 1 < pages) CHECK(layout.rows_of(page, total) == rows);
        covered = layout.begin_of(page) + layout.rows_of(page, total);
      }
      CHECK(covered == total);
      CHECK(layout.rows_of(pages - 1, total) < rows);
    }
}

TEST_CASE("Every agent of VSA X comes once, however the server pages") {
  struct Case {
    const char* what;
    SimulatorOptions server;
    std::size_t page_size;
  };
  for (const Case& one :
       {Case{"pages in parallel", paging(500), 100}, Case{"large pages", paging(500), 500},
        Case{"two rows at once", paging(500), 2},
        Case{"the server sends less than asked for", paging(70), 300},
        Case{"the server links by rows", paging(500, 100), 100},
        Case{"the server links and sends less", paging(70, 100), 300},
        Case{"the server links by a cursor", paging(500, 100, true), 100},
        Case{"one page with a link to nothing", paging(1'000'000, 0), 5'000}}) {
    CAPTURE(one.what);
    VsaxFixture vsax{one.page_size == 2 ? 60U : 700U, one.server};
    auto options = vsax.options();
    options.page_size = one.page_size;
    Collected sink;
    const auto scanned = make_kaseya_vsax(options).value()->scan_agents({}, sink, in_time());
    REQUIRE_MESSAGE(scanned.has_value(), to_string(scanned.error()));
    CHECK(sink.restarts == 0);
    CHECK(ids(sink.agents) == held(vsax));
    CHECK(static_cast<std::int64_t>(*scanned) == vsax.truth());
  }
}

TEST_CASE("Totals around the page size are read whole") {
  for (const std::size_t count : {1U, 98U, 99U, 100U, 101U, 197U, 198U, 199U, 200U, 298U}) {
    CAPTURE(count);
    VsaxFixture vsax{tests::just_agents(count)};
    Collected sink;
    CHECK(vsax.provider()->scan_agents({}, sink, in_time()).value() == count);
    CHECK(ids(sink.agents) == held(vsax));
  }
}

TEST_CASE("An empty VSA X has no agents, and that is no error") {
  VsaxFixture vsax{tests::just_agents(0)};
  Collected sink;
  CHECK(vsax.provider()->scan_agents({}, sink, in_time()).value() == 0);
}

TEST_CASE("Without an order the pages are still told apart") {
  VsaxFixture vsax{700};
  auto options = vsax.options();
  options.ask_for_order = false;
  Collected sink;
  CHECK(make_kaseya_vsax(options).value()->scan_agents({}, sink, in_time()));
  CHECK(ids(sink.agents) == held(vsax));
  for (const std::string& line : vsax.server.log().recent)
    CHECK(line.find("orderby") == std::string::npos);
  // A server whose order changes from request to request can't be read that way.
  vsax.fault({vsa_simulator::FaultKind::unstable_order, "/devices"});
  const auto scanned = make_kaseya_vsax(options).value()->scan_agents({}, sink, in_time());
  REQUIRE_FALSE(scanned);
  CHECK(scanned.error().code == Errc::incomplete_scan);
}

TEST_CASE("The rule says which devices are agents") {
  VsaxFixture vsax{300};
  put(vsax, "phone1", "2");
  put(vsax, "phone2", "2");
  put(vsax, "printer", "3");
  struct Case {
    VsaxDevices devices;
    std::int64_t count;
  };
  std::int64_t macs = 0;
  vsax.server.with_estate([&](const vsa_simulator::Estate& estate) {
    for (const auto& [id, row] : estate.agents())
      if (row->record.os_type == "Mac OS X" &&
          row->record.online != vsa_simulator::online::never_checked_in)
        ++macs;
  });
  REQUIRE(macs > 0);
  for (const Case& one :
       {Case{VsaxDevices::agent_installed, vsax.truth()}, Case{VsaxDevices::mdm_enrolled, macs + 2},
        Case{VsaxDevices::either, vsax.truth() + 2}}) {
    auto options = vsax.options();
    options.devices = one.devices;
    Collected sink;
    const auto provider = make_kaseya_vsax(options).value();
    CHECK(static_cast<std::int64_t>(provider->scan_agents({}, sink, in_time()).value()) ==
          one.count);
  }
}

TEST_CASE("Sites hold their groups, and both can be billed") {
  VsaxFixture vsax{400};
  const auto provider = vsax.provider();
  const auto groups = provider->machine_groups(in_time()).value();
  const auto tree = GroupTree::build(groups).value();
  Collected sink;
  REQUIRE(provider->scan_agents({}, sink, in_time()));
  std::size_t sites = 0;
  for (const MachineGroup& group : groups) {
    CAPTURE(group.id.text());
    sites += group.parent ? 0 : 1;
    CHECK(group.id.text().starts_with(group.parent ? "group/" : "site/"));
    if (group.parent) CHECK(tree.find(*group.parent) != nullptr);
    const AgentScope scope{.organization = group.organization, .group = group.id};
    std::int64_t counted = 0;
    for (const Agent& agent : sink.agents)
      counted += judge_alone(scope, agent, tree, true) == Verdict::counted ? 1 : 0;
    CHECK(counted == vsax.truth(scope));
  }
  CHECK(sites == provider->organizations(in_time()).value().size());
}

TEST_CASE("Scopes are views") {
  VsaxFixture vsax{400};
  const auto provider = vsax.provider();
  const auto views = provider->views(in_time()).value();
  CHECK(views.size() == 5);
  for (const View& view : views) {
    CAPTURE(view.name);
    Collected sink;
    const auto scanned = provider->scan_agents({view.id}, sink, in_time());
    REQUIRE(scanned);
    CHECK(static_cast<std::int64_t>(*scanned) == vsax.truth({.view = view.id}));
  }
  Collected sink;
  CHECK(provider->scan_agents({ViewId{"77"}}, sink, in_time()).error().code == Errc::view_gone);
}

TEST_CASE("A server that does not narrow by scope is found out before too many are billed") {
  SimulatorOptions options;
  options.service.vsax.heeds_scopes = false;
  VsaxFixture vsax{100, options};
  const auto provider = vsax.provider();
  const ViewId view = provider->views(in_time()).value().at(0).id;
  Collected sink;
  const auto scanned = provider->scan_agents({view}, sink, in_time());
  REQUIRE_FALSE(scanned);
  CHECK(scanned.error() ==
        Error{Errc::provider_failed, "scopes: the server does not narrow devices by scope"});
  CHECK(sink.agents.empty());
  const auto organization = provider->organizations(in_time()).value().at(0).id;
  CHECK(provider->count_agents({.organization = organization, .view = view}, in_time())
            .error()
            .code == Errc::provider_failed);
  // Everything else works.
  CHECK(provider->scan_agents({}, sink, in_time()));
}

}  // namespace billbyagent
