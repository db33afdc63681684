// What MeshCentral's groups, devices and tags become.

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "mesh_fixture.hpp"

namespace billbyagent {
namespace {

using tests::MeshCollected;
using tests::MeshFixture;
using tests::MeshServer;

std::vector<std::string> ids(const std::vector<Organization>& list) {
  std::vector<std::string> out;
  for (const auto& one : list) out.push_back(one.id.text() + "=" + one.name);
  return out;
}

std::vector<Agent> agents_of(RmmProvider& provider, std::optional<ViewId> view = {}) {
  MeshCollected sink;
  const auto count = provider.scan_agents({std::move(view)}, sink, MeshFixture::in_time()).value();
  CHECK(count == sink.agents.size());
  std::sort(sink.agents.begin(), sink.agents.end(),
            [](const Agent& a, const Agent& b) { return a.id < b.id; });
  return sink.agents;
}

std::vector<std::string> names(const std::vector<Agent>& agents) {
  std::vector<std::string> out;
  for (const auto& agent : agents) out.push_back(agent.name);
  return out;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("MeshCentral: organizations follow from the names of the groups") {
  MeshFixture mesh;
  const auto provider = mesh.provider();
  CHECK(provider->name() == "meshcentral");
  CHECK(ids(provider->organizations(mesh.in_time()).value()) == Names{"acme=ACME", "beta=Beta"});
  const auto groups = provider->machine_groups(mesh.in_time()).value();
  REQUIRE(groups.size() == 3);
  CHECK(groups[1] == MachineGroup{MachineGroupId{"mesh//2"}, "ACME/Servers", OrganizationId{"acme"},
                                  std::nullopt});
  const auto agents = agents_of(*provider);
  CHECK(names(agents) == Names{"b1", "d1", "d2", "s1"});
  CHECK(agents[3].organization == OrganizationId{"acme"});
  CHECK(agents[3].group == MachineGroupId{"mesh//2"});
}

TEST_CASE("MeshCentral: what was installed anew under its name counts once, by rule") {
  MeshFixture mesh;
  constexpr std::int64_t gone = 1'770'000'000'000;
  const auto old = [&](const char* id, const char* name, std::int64_t last) {
    mesh.server.add_device("mesh//3", id, name);
    mesh.server.last_connects[id] = last;
  };
  mesh.server.devices["mesh//3"].as_array()[0].as_object()["firstconnect"] = gone;  // b1
  old("node//b0", "B1", gone);      // replaced: case does not matter
  old("node//b2", "b1", gone + 1);  // was seen while b1 was there already
  old("node//b3", "other", gone);   // another name
  mesh.server.add_device("mesh//3", "node//b4", "b1")["conn"] = 1;  // online
  mesh.server.add_device("mesh//3", "node//b5", "b1");  // nobody knows when it was last seen
  mesh.server.add_device("mesh//2", "node//s0", "b1");  // another group
  mesh.server.last_connects["node//s0"] = gone;
  const auto ids_of = [&](Counting replaced) {
    mesh.options.devices.replaced = replaced;
    const auto provider = mesh.provider();
    std::vector<std::string> out;
    for (const auto& agent : agents_of(*provider)) out.push_back(agent.id.text().substr(6));
    if (replaced == Counting::left_out)
      CHECK(provider->notes() ==
            Names{"device B1 (node//b0) is left out: device node//b1 of the same name and group "
                  "has come in its place"});
    else
      CHECK(provider->notes().empty());
    return out;
  };
  CHECK(ids_of(Counting::counted) ==
        Names{"b0", "b1", "b2", "b3", "b4", "b5", "d1", "d2", "s0", "s1"});
  CHECK(ids_of(Counting::left_out) == Names{"b1", "b2", "b3", "b4", "b5", "d1", "d2", "s0", "s1"});
}

TEST_CASE("MeshCentral: what was installed anew under another name is known by its hardware") {
  struct Told {
    const char* id;
    const char* serial;
    const char* mac;
    bool is_new = false;
  };
  struct Case {
    const char* what;
    std::vector<Told> devices;
    Names left_out;
    Names notes;
  };
  const std::string place =
      " is left out: device node//new of the same hardware has come in its place";
  for (const auto& test : {
           Case{"the same",
                {{"old", "PF1X", "aa:01"}, {"new", "pf1x ", "AA:01", true}},
                {"old"},
                {"device old (node//old)" + place}},
           Case{"another address",
                {{"old", "PF1X", "aa:01"}, {"new", "PF1X", "aa:02", true}},
                {},
                {}},
           Case{"another serial number",
                {{"old", "PF1X", "aa:01"}, {"new", "PF1Y", "aa:01", true}},
                {},
                {}},
           Case{"what three have is nobody's",
                {{"old", "Default string", "aa:01"},
                 {"older", "Default string", "aa:02"},
                 {"new", "Default string", "aa:01", true}},
                {},
                {}},
           Case{"nothing is told",
                {{"old", nullptr, nullptr}, {"new", "PF1X", "aa:01", true}},
                {},
                {"1 of 2 devices that may have come in the place of others tell no hardware; the "
                 "account needs the right Device Details to see it"}},
           Case{"both were there at one time",
                {{"old", "PF1X", "aa:01"}, {"new", "PF1X", "aa:01"}},
                {},
                {}},
       }) {
    CAPTURE(test.what);
    MeshFixture mesh;
    mesh.server.devices = {};
    constexpr std::int64_t then = 1'770'000'000'000;
    Names expected;
    for (const auto& [id, serial, mac, is_new] : test.devices) {
      const std::string node = std::string{"node//"} + id;
      auto& device = mesh.server.add_device(is_new ? "mesh//3" : "mesh//1", node, id);
      if (is_new) device["firstconnect"] = then;
      if (is_new) device["conn"] = 1;
      if (!is_new) mesh.server.last_connects[node] = then - 1;
      using boost::json::object;
      mesh.server.details[node] =
          serial ? object{{"sys", {{"hardware", {{"identifiers", {{"bios_serial", serial}}}}}}},
                          {"net", {{"netif2", {{"eth0", {{{"mac", mac}}, {{"mac", "00:00"}}}}}}}}}
                 : object{};
      if (std::find(test.left_out.begin(), test.left_out.end(), id) == test.left_out.end())
        expected.push_back(id);
    }
    std::sort(expected.begin(), expected.end());
    mesh.options.devices.replaced = Counting::left_out;
    const auto provider = mesh.provider();
    CHECK(names(agents_of(*provider)) == expected);
    CHECK(provider->notes() == test.notes);
  }
}

TEST_CASE("MeshCentral: hardware is asked for of few, some at a time, and only by the rule") {
  MeshFixture mesh;
  const auto questions = [&] { return mesh.server.questions(MeshServer::Step::details); };
  constexpr std::int64_t then = 1'770'000'000'000;
  for (int i = 0; i < 150; ++i) {
    const std::string id = "node//old" + std::to_string(i);
    mesh.server.add_device("mesh//1", id, "old" + std::to_string(i));
    mesh.server.last_connects[id] = then;
  }
  CHECK(agents_of(*mesh.provider()).size() == 154);
  CHECK(questions() == 0);
  mesh.options.devices.replaced = Counting::left_out;
  // Nothing came after them.
  CHECK(agents_of(*mesh.provider()).size() == 154);
  CHECK(questions() == 0);
  mesh.server.add_device("mesh//1", "node//new", "new")["firstconnect"] = then;
  CHECK(agents_of(*mesh.provider()).size() == 155);
  CHECK(questions() == 2);
  mesh.server.set({.step = MeshServer::Step::details,
                   .act = MeshServer::Act::says,
                   .text = R"({"action":"getDeviceDetails","data":"no list","type":"json"})"});
  const auto provider = mesh.provider();
  MeshCollected all;
  const auto scanned = provider->scan_agents({}, all, mesh.in_time());
  REQUIRE_FALSE(scanned.has_value());
  CHECK(scanned.error().code == Errc::protocol_error);
}

TEST_CASE("MeshCentral: a name without an organization is nobody's") {
  MeshFixture mesh;
  mesh.options.organization_separator = " - ";
  mesh.server.add_group("mesh//4", "Beta - Shop");
  mesh.server.add_group("mesh//5", " - Leftovers");
  CHECK(ids(mesh.provider()->organizations(mesh.in_time()).value()) ==
        Names{"acme / desks=Acme / Desks", "acme/servers=ACME/Servers", "beta=Beta",
              "unassigned=unassigned"});
}

TEST_CASE("MeshCentral: names that look alike are one organization, and saved ones are known") {
  MeshFixture mesh;
  mesh.server.add_group("mesh//4", "M\u00fcller / Desks");
  mesh.server.add_group("mesh//5", "M\u00dcLLER/Servers");
  mesh.server.add_group("mesh//6", "Mu\u0308ller\u00a0/ Laptops");
  const auto provider = mesh.provider();
  const auto organizations = provider->organizations(mesh.in_time()).value();
  CHECK(ids(organizations) == Names{"acme=ACME", "beta=Beta", "m\u00fcller=M\u00dcLLER"});
  for (const char* saved : {"m\u00dcller", "m\u00fcller", "mu\u0308ller ", "M\u00fcller"})
    CHECK(provider->as_listed(OrganizationId{saved}, organizations) ==
          OrganizationId{"m\u00fcller"});
  CHECK(provider->as_listed(OrganizationId{"other"}, organizations) == OrganizationId{"other"});
  // What the server numbers is only like itself.
  CHECK(provider->id_likeness("mesh//aB") != provider->id_likeness("mesh//ab"));
  CHECK(provider->id_likeness("mesh//aB|ACME ") == "mesh//aB|acme");
}

TEST_CASE("MeshCentral: organizations follow from a tag of the device") {
  MeshFixture mesh;
  mesh.options.organizations = MeshCentralOrganizations::by_device_tag;
  auto& shared = mesh.server.devices["mesh//1"].as_array();
  shared[0].as_object()["tags"] = {"gold", "org:Acme"};
  shared[1].as_object()["tags"] = {"Org: Beta ", "org:BETA"};
  const auto provider = mesh.provider();
  CHECK(ids(provider->organizations(mesh.in_time()).value()) ==
        Names{"acme=Acme", "beta=BETA", "unassigned=unassigned"});
  Names groups;
  for (const auto& group : provider->machine_groups(mesh.in_time()).value())
    groups.push_back(group.id.text() + " " + group.organization.text());
  CHECK(groups == Names{"mesh//1|acme acme", "mesh//1|beta beta", "mesh//2|unassigned unassigned",
                        "mesh//3|unassigned unassigned"});
  const auto agents = agents_of(*provider);
  CHECK(agents[2].organization == OrganizationId{"beta"});
  CHECK(agents[2].group == MachineGroupId{"mesh//1|beta"});
  Names views;
  for (const auto& view : provider->views(mesh.in_time()).value()) views.push_back(view.id.text());
  CHECK(views == Names{"gold", "night"});

  shared[0].as_object()["tags"] = {"org:Acme", "org:Beta"};
  const auto both = mesh.provider()->organizations(mesh.in_time());
  REQUIRE_FALSE(both);
  CHECK(both.error().code == Errc::incomplete_scan);
  CHECK(both.error().context.find("device d1 (node//d1) has two organizations") !=
        std::string::npos);
}

TEST_CASE("MeshCentral: one organization for all, while any group is seen") {
  MeshFixture mesh;
  mesh.options.organizations = MeshCentralOrganizations::fixed;
  mesh.options.organization = "Acme";
  CHECK(ids(mesh.provider()->organizations(mesh.in_time()).value()) == Names{"Acme=Acme"});
  CHECK(agents_of(*mesh.provider())[0].organization == OrganizationId{"Acme"});
  mesh.server.groups.clear();
  mesh.server.devices.clear();
  CHECK(mesh.provider()->organizations(mesh.in_time()).value().empty());
}

TEST_CASE("MeshCentral: views are the tags that devices carry, and those that are configured") {
  MeshFixture mesh;
  mesh.options.views = {"night", "planned"};
  const auto provider = mesh.provider();
  Names views;
  for (const auto& view : provider->views(mesh.in_time()).value()) {
    CHECK(view.name == view.id.text());
    views.push_back(view.id.text());
  }
  CHECK(views == Names{"gold", "night", "planned"});
  CHECK(names(agents_of(*provider, ViewId{"gold"})) == Names{"d1", "s1"});
  CHECK(agents_of(*provider, ViewId{"planned"}).empty());
  MeshCollected sink;
  CHECK(provider->scan_agents({ViewId{"Gold"}}, sink, mesh.in_time()).error().code ==
        Errc::view_gone);
}

TEST_CASE("MeshCentral: a tag that is a text, null, twice or too long does no harm") {
  MeshFixture mesh;
  auto& list = mesh.server.devices["mesh//1"].as_array();
  list[0].as_object()["tags"] = "alone";
  list[1].as_object()["tags"] = {"twice", "twice", std::string(300, 'x')};
  mesh.server.devices["mesh//3"].as_array()[0].as_object()["tags"] = nullptr;
  const auto provider = mesh.provider();
  CHECK(names(agents_of(*provider, ViewId{"alone"})) == Names{"d1"});
  CHECK(names(agents_of(*provider, ViewId{"twice"})) == Names{"d2"});
}

TEST_CASE("MeshCentral: the options say which kinds of devices are agents") {
  MeshFixture mesh;
  mesh.server.add_group("mesh//7", "Acme / Local", 3);
  mesh.server.add_group("mesh//8", "Acme / AMT", 1);
  mesh.server.add_group("mesh//9", "Acme / KVM", 4);
  mesh.server.add_device("mesh//7", "node//l1", "l1", 3);
  mesh.server.add_device("mesh//8", "node//a1", "a1", 1);
  mesh.server.add_device("mesh//9", "node//k1", "k1", 4);
  // In a group for agents, but known from AMT alone; and one that says no type of its own.
  mesh.server.add_device("mesh//3", "node//a2", "a2").erase("agent");
  mesh.server.add_device("mesh//7", "node//l2", "l2", 3).erase("mtype");
  struct Case {
    MeshCentralDevices devices;
    Names expected;
  };
  using enum Counting;
  for (const Case& one : {Case{{}, {"b1", "d1", "d2", "s1"}},
                          Case{{left_out, counted, left_out, left_out}, {"l1", "l2"}},
                          Case{{left_out, left_out, counted, left_out}, {"a1", "a2"}},
                          Case{{left_out, left_out, left_out, counted}, {"k1"}},
                          Case{{counted, counted, counted, counted},
                               {"a1", "a2", "b1", "d1", "d2", "k1", "l1", "l2", "s1"}}}) {
    mesh.options.devices = one.devices;
    CHECK(names(agents_of(*mesh.provider())) == one.expected);
  }
}

TEST_CASE("MeshCentral: state, times and system of a device") {
  MeshFixture mesh;
  mesh.options.devices.agentless = Counting::counted;
  auto& desk = mesh.server.devices["mesh//1"].as_array()[0].as_object();
  desk["conn"] = 1;
  desk["pwr"] = 1;
  desk["agct"] = 1'770'000'000'000;
  desk["firstconnect"] = 1'700'000'000'000;
  desk["osdesc"] = "Debian GNU/Linux 12";
  mesh.server.last_connects["node//d1"] = 1'770'000'000'000;
  mesh.server.last_connects["node//d2"] = 1'771'000'000'000;
  mesh.server.last_connects["node//s1"] = "yesterday";
  mesh.server.add_group("mesh//7", "Acme / Local", 3);
  mesh.server.add_device("mesh//7", "node//l1", "l1", 3);
  const auto agents = agents_of(*mesh.provider());
  REQUIRE(names(agents) == Names{"b1", "d1", "d2", "l1", "s1"});
  const Agent& online = agents[1];
  CHECK(online.state == AgentState::online);
  CHECK(online.operating_system == "Debian GNU/Linux 12");
  CHECK(online.first_seen == Instant{1'700'000'000'000});
  // Connected for long, seen just now.
  CHECK(online.last_seen == Instant{1'780'000'000'000});
  CHECK(agents[2].state == AgentState::offline);
  CHECK(agents[2].last_seen == Instant{1'771'000'000'000});
  CHECK(agents[2].first_seen == std::nullopt);
  CHECK(agents[3].operating_system == "Windows");
  CHECK(agents[3].last_seen == std::nullopt);
  CHECK(agents[4].last_seen == std::nullopt);
}

TEST_CASE("MeshCentral: a group that is empty counts zero, one that is gone is an error") {
  MeshFixture mesh;
  mesh.server.add_group("mesh//4", "Acme / Lab");
  const auto provider = mesh.provider();
  AgentScope scope;
  scope.organization = OrganizationId{"acme"};
  scope.group = MachineGroupId{"mesh//4"};
  CHECK(provider->count_agents(scope, mesh.in_time()).value().agents == 0);
  scope.group = MachineGroupId{"mesh//1"};
  CHECK(provider->count_agents(scope, mesh.in_time()).value().agents == 2);
  scope.group = std::nullopt;
  scope.view = ViewId{"gold"};
  CHECK(provider->count_agents(scope, mesh.in_time()).value().agents == 2);
  // As when the account's rights are taken away: the group is no longer listed, nor its devices.
  mesh.server.groups.erase(mesh.server.groups.begin());
  mesh.server.devices.erase("mesh//1");
  scope = {.organization = OrganizationId{"acme"}, .group = MachineGroupId{"mesh//1"}};
  CHECK(provider->count_agents(scope, mesh.in_time()).error().code == Errc::machine_group_gone);
}

}  // namespace billbyagent
