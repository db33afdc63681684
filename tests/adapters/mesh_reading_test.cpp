// Lists that change, hide or repeat while they are read: what is handed out fits together, or
// nothing is.

#include <doctest/doctest.h>

#include "mesh_fixture.hpp"

namespace billbyagent {
namespace {

using namespace std::chrono_literals;
using tests::MeshCollected;
using tests::MeshFixture;
using tests::MeshServer;
using Step = MeshServer::Step;

Result<std::size_t> scan(RmmProvider& provider) {
  MeshCollected sink;
  return provider.scan_agents({}, sink, MeshFixture::in_time());
}

void rename_group(MeshServer& server, std::size_t at, const std::string& name) {
  server.groups[at].as_object()["name"] = name;
}

}  // namespace

TEST_CASE("MeshCentral: one night is one reading, and a second night another") {
  MeshFixture mesh;
  const auto provider = mesh.provider();
  const auto night = [&] {
    CHECK(provider->organizations(mesh.in_time()).has_value());
    CHECK(provider->group_tree(mesh.in_time()).has_value());
    CHECK(provider->views(mesh.in_time()).has_value());
    MeshCollected sink;
    CHECK(provider->scan_agents({ViewId{"gold"}}, sink, mesh.in_time()).value() == 2);
    return scan(*provider).value();
  };
  CHECK(night() == 4);
  CHECK(mesh.server.questions(Step::nodes) == 1);
  CHECK(mesh.server.questions(Step::lastconnects) == 1);
  mesh.server.add_device("mesh//3", "node//b2", "b2");
  CHECK(night() == 5);
  CHECK(mesh.server.questions(Step::nodes) == 2);
  CHECK(scan(*provider).value() == 5);
  CHECK(mesh.server.questions(Step::nodes) == 3);
}

TEST_CASE("MeshCentral: a reading that is too old is not used") {
  MeshFixture mesh;
  mesh.options.reading_age_max = 0ms;
  const auto provider = mesh.provider();
  CHECK(provider->views(mesh.in_time()).has_value());
  CHECK(scan(*provider).has_value());
  CHECK(mesh.server.questions(Step::nodes) == 2);
}

TEST_CASE("MeshCentral: groups that change during a scan are read again") {
  MeshFixture mesh;
  mesh.server.before = [&](Step step, std::size_t number) {
    if (step == Step::nodes && number == 0) rename_group(mesh.server, 2, "Gamma");
  };
  const auto provider = mesh.provider();
  MeshCollected sink;
  CHECK(provider->scan_agents({}, sink, mesh.in_time()).value() == 4);
  CHECK(mesh.server.questions(Step::nodes) == 2);
  for (const auto& agent : sink.agents)
    if (agent.name == "b1") CHECK(agent.organization == OrganizationId{"gamma"});

  mesh.server.before = [&](Step step, std::size_t number) {
    if (step == Step::nodes) rename_group(mesh.server, 2, "Name " + std::to_string(number));
  };
  const auto never = scan(*mesh.provider());
  CHECK(never.error().code == Errc::incomplete_scan);
  CHECK(mesh.server.questions(Step::nodes) == 5);
}

TEST_CASE("MeshCentral: a group that vanishes after it was listed is an error, not a zero") {
  MeshFixture mesh;
  const auto provider = mesh.provider();
  CHECK(provider->organizations(mesh.in_time()).has_value());
  CHECK(provider->group_tree(mesh.in_time()).value().all().size() == 3);
  SUBCASE("hidden with its devices") {
    mesh.server.groups.erase(mesh.server.groups.begin());
    mesh.server.devices.erase("mesh//1");
  }
  SUBCASE("renamed into another organization") { rename_group(mesh.server, 0, "Beta / Desks"); }
  const auto scanned = scan(*provider);
  REQUIRE_FALSE(scanned);
  CHECK(scanned.error().code == Errc::incomplete_scan);
  CHECK(scanned.error().context.find("removed, renamed or hidden") != std::string::npos);
  // Asked from the beginning, it is as it is now.
  CHECK(provider->organizations(mesh.in_time()).has_value());
  CHECK(scan(*provider).has_value());
}

TEST_CASE("MeshCentral: a group that comes after the groups were listed does no harm") {
  MeshFixture mesh;
  const auto provider = mesh.provider();
  CHECK(provider->group_tree(mesh.in_time()).has_value());
  mesh.server.add_group("mesh//4", "Acme / New");
  mesh.server.add_device("mesh//4", "node//n1", "n1");
  CHECK(scan(*provider).value() == 5);
}

TEST_CASE("MeshCentral: a device in a group that the login does not see is an error") {
  MeshFixture mesh;
  mesh.server.add_device("mesh//9", "node//x", "x");
  const auto scanned = scan(*mesh.provider());
  REQUIRE_FALSE(scanned);
  CHECK(scanned.error().code == Errc::incomplete_scan);
  CHECK(scanned.error().context.find("device x (node//x) is in device group mesh//9") !=
        std::string::npos);
  CHECK(mesh.server.questions(Step::nodes) == 3);
  // The group had come in between.
  mesh.server.before = [&](Step step, std::size_t) {
    if (step == Step::nodes && mesh.server.groups.size() == 3)
      mesh.server.add_group("mesh//9", "Late");
  };
  CHECK(scan(*mesh.provider()).value() == 5);
}

TEST_CASE("MeshCentral: a device that is listed twice is an error") {
  MeshFixture mesh;
  mesh.server.add_device("mesh//3", "node//d1", "d1");
  const auto scanned = scan(*mesh.provider());
  REQUIRE_FALSE(scanned);
  CHECK(scanned.error().code == Errc::incomplete_scan);
  CHECK(scanned.error().context.find("device d1 (node//d1) is listed twice") != std::string::npos);
}

TEST_CASE("MeshCentral: groups without any device are an outage unless the options know better") {
  MeshFixture mesh;
  mesh.server.devices.clear();
  const auto scanned = scan(*mesh.provider());
  REQUIRE_FALSE(scanned);
  CHECK(scanned.error().code == Errc::incomplete_scan);
  CHECK(scanned.error().context.find("no_devices_allowed") != std::string::npos);
  mesh.options.no_devices_allowed = true;
  CHECK(scan(*mesh.provider()).value() == 0);
  mesh.options.no_devices_allowed = false;
  mesh.server.groups.clear();
  CHECK(scan(*mesh.provider()).value() == 0);
}

TEST_CASE("MeshCentral: a login that sees less than it must is forbidden") {
  MeshFixture mesh;
  SUBCASE("expected groups, by id or name") {
    mesh.options.expected_groups = {"mesh//1", "Beta"};
    CHECK(scan(*mesh.provider()).has_value());
    mesh.options.expected_groups.emplace_back("Gamma");
    const auto lists = mesh.provider()->organizations(mesh.in_time());
    REQUIRE_FALSE(lists);
    CHECK(lists.error().code == Errc::forbidden);
    CHECK(lists.error().context.find("Gamma") != std::string::npos);
    CHECK(scan(*mesh.provider()).error().code == Errc::forbidden);
  }
  SUBCASE("a group that must keep its name") {
    mesh.options.expected_groups = {"mesh//3=Beta"};
    CHECK(scan(*mesh.provider()).has_value());
    mesh.options.expected_groups = {"mesh//3=Betta"};
    const auto lists = mesh.provider()->organizations(mesh.in_time());
    REQUIRE_FALSE(lists);
    CHECK(lists.error().code == Errc::forbidden);
    CHECK(lists.error().context.find("is called Beta") != std::string::npos);
  }
  SUBCASE("all of them") {
    mesh.options.all_groups_required = true;
    CHECK(scan(*mesh.provider()).error().code == Errc::forbidden);
    mesh.server.server_info["manageAllDeviceGroups"] = true;
    CHECK(scan(*mesh.provider()).has_value());
  }
}

TEST_CASE("MeshCentral: a domain that shows devices page by page is read whole") {
  for (const std::size_t size : {1U, 2U, 3U, 4U, 5U}) {
    CAPTURE(size);
    MeshFixture mesh;
    mesh.server.page_size = size;
    mesh.server.last_connects["node//b1"] = 1'771'000'000'000;
    MeshCollected sink;
    CHECK(mesh.provider()->scan_agents({}, sink, mesh.in_time()).value() == 4);
    CHECK(sink.agents[3].name == "b1");
    CHECK(sink.agents[3].last_seen == Instant{1'771'000'000'000});
  }
}

TEST_CASE("MeshCentral: devices that move between pages are read again") {
  MeshFixture mesh;
  mesh.server.page_size = 2;
  const auto remove_first = [&] {
    auto& list = mesh.server.devices["mesh//1"].as_array();
    list.erase(list.begin());
  };
  SUBCASE("one is removed from a page that was read") {
    mesh.server.before = [&](Step step, std::size_t number) {
      if (step == Step::nodes && number == 1) remove_first();
    };
    CHECK(scan(*mesh.provider()).value() == 3);
  }
  SUBCASE("one is removed and another added, so that the total stays") {
    mesh.server.before = [&](Step step, std::size_t number) {
      if (step != Step::nodes || number != 1) return;
      remove_first();
      mesh.server.add_device("mesh//3", "node//b2", "b2");
    };
    MeshCollected sink;
    CHECK(mesh.provider()->scan_agents({}, sink, mesh.in_time()).value() == 4);
    CHECK(sink.agents[1].name == "s1");  // that moved over the edge of the first page
  }
  SUBCASE("it does not come to rest") {
    mesh.server.before = [&](Step step, std::size_t number) {
      if (step == Step::nodes && number % 2 == 1)
        mesh.server.add_device("mesh//3", "node//more" + std::to_string(number), "more");
    };
    CHECK(scan(*mesh.provider()).error().code == Errc::incomplete_scan);
  }
}

TEST_CASE("MeshCentral: a page that the server could not read is not the end of the list") {
  MeshFixture mesh;
  mesh.server.page_size = 2;
  mesh.server.unreadable_from = 2;
  CHECK(scan(*mesh.provider()).error().code == Errc::incomplete_scan);
}

}  // namespace billbyagent
