// MeshCentral: the suite, over a scripted server, since the real one chooses its ids itself and has
// no machine that can't be told from another. tests/meshcentral runs against the real one.

#include "adapters/mesh_fixture.hpp"
#include "billbyagent/conformance/provider.hpp"
#include "conformance/subjects.hpp"

using namespace billbyagent;
using namespace billbyagent::conformance;
namespace json = boost::json;

namespace {

/// As MeshCentral can show it: groups do not nest, organizations are beginnings of names, views are
/// tags, and a device is online or it is not.
Sample mesh_sample() {
  const OrganizationId acme{"acme"};
  const OrganizationId beta{"b\xC3\xA9ta & sons"};
  const OrganizationId empty{"empty"};
  const MachineGroupId desks{"mesh//kT3$a@1"};
  const MachineGroupId servers{"mesh//kT3$a@2"};
  const MachineGroupId racks{"mesh//kT3$a@3"};
  const MachineGroupId shop{"mesh//kT3$a@4"};
  Sample sample;
  sample.first = acme;
  sample.second = beta;
  sample.without = empty;
  sample.top = desks;
  sample.middle = servers;
  sample.lowest = racks;
  sample.foreign = shop;
  sample.across = ViewId{"everywhere"};
  sample.nothing = ViewId{"nothing"};
  sample.system = "windows SERVER";
  auto& estate = sample.estate;
  estate.organizations = {
      {acme, "Acme", ""}, {beta, "B\xC3\xA9ta & Sons", ""}, {empty, "Empty", ""}};
  estate.groups = {{desks, "Acme / Desks", acme, {}},
                   {servers, "Acme / Servers", acme, {}},
                   {racks, "Acme / Racks", acme, {}},
                   {shop, "B\xC3\xA9ta & Sons", beta, {}},
                   {MachineGroupId{"mesh//kT3$a@5"}, "Empty / All", empty, {}}};
  const auto add = [&](int number, const OrganizationId& organization, const MachineGroupId& group,
                       AgentState state, const char* system) {
    const std::string digits = std::to_string(number);
    estate.agents.push_back({AgentId{"node//Q9$x@" + digits}, "pc" + digits, organization, group,
                             state, system, "", "", Instant{1'700'000'000'000},
                             Instant{1'780'000'000'000}});
  };
  using enum AgentState;
  for (const int number : {11, 12, 13}) add(number, acme, desks, online, "Windows 11");
  add(14, acme, servers, offline, "Windows Server 2022");
  add(15, acme, servers, online, "Windows Server 2022");
  for (const int number : {16, 17, 18, 19}) add(number, acme, racks, offline, "Linux");
  for (const int number : {21, 22, 23, 24, 25, 26}) add(number, beta, shop, online, "macOS 14");
  const auto member = [](int number) { return AgentId{"node//Q9$x@" + std::to_string(number)}; };
  estate.views = {
      {{*sample.across, "everywhere"}, {member(11), member(14), member(16), member(21)}},
      {{*sample.nothing, "nothing"}, {}}};
  sample.listed = {member(11), member(15), member(21), AgentId{"node//none"}};
  return sample;
}

ProviderUnderTest under_test(const Estate& estate, std::size_t page_size) {
  const auto mesh = std::make_shared<tests::MeshFixture>();
  auto& server = mesh->server;
  server.groups.clear();
  server.devices.clear();
  server.page_size = page_size;
  for (const auto& group : estate.groups) server.add_group(group.id.text(), group.name);
  for (const auto& agent : estate.agents) {
    auto& device = server.add_device(agent.group.text(), agent.id.text(), agent.name);
    device["osdesc"] = agent.operating_system;
    device["firstconnect"] = agent.first_seen->ms;
    if (agent.state == AgentState::online) device["conn"] = 1;
    server.last_connects[agent.id.text()] = agent.last_seen->ms;
    for (const auto& [view, members] : estate.views)
      if (members.contains(agent.id)) device["tags"] = json::array{view.id.text()};
  }
  mesh->options.views = {"everywhere", "nothing"};
  mesh->options.attempts = 1;
  ProviderQuirks quirks;
  quirks.break_down = [mesh] {
    mesh->server.set({tests::MeshServer::Step::login, tests::MeshServer::Act::says,
                      R"({"action":"close","cause":"noauth","msg":"noauth-2d"})"});
  };
  quirks.repeat_an_agent = [mesh] {
    const json::value again = mesh->server.devices.begin()->value().at(0);
    mesh->server.devices.begin()->value().as_array().push_back(again);
  };
  return {mesh, mesh->provider(), quirks};
}

const tests::Subject whole{[] {
  return provider_suite(
      "MeshCentral", [](const Estate& estate) { return under_test(estate, 0); }, mesh_sample());
}};

const tests::Subject paged{[] {
  return provider_suite(
      "MeshCentral page by page", [](const Estate& estate) { return under_test(estate, 4); },
      mesh_sample());
}};

}  // namespace
