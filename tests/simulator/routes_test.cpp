#include <doctest/doctest.h>

#include <algorithm>

#include "simulator/service_fixture.hpp"
#include "vsa_simulator/count.hpp"

namespace billbyagent::vsa_simulator {
namespace {

std::size_t total(ServiceFixture& fixture, const std::string& path) {
  return fixture.object(path).at("TotalRecords").to_number<std::size_t>();
}

std::size_t rows(ServiceFixture& fixture, const std::string& path) {
  return fixture.object(path).at("Result").as_array().size();
}

TEST_CASE("a page holds 100 rows at most, whatever is asked") {
  ServiceFixture fixture;
  struct Case {
    const char* query;
    std::size_t rows;
  };
  const Case cases[] = {
      {"", 100},          {"?$top=1000", 100}, {"?$top=7", 7},
      {"?$top=0", 0},     {"?$skip=950", 50},  {"?$skip=1000", 0},
      {"?$skip=5000", 0}, {"?%24top=3", 3},    {"?page=4&size=1000", 100},
      {"?$TOP=5", 5},
  };
  for (const Case& c : cases) {
    CAPTURE(c.query);
    CHECK(rows(fixture, std::string("/assetmgmt/agents") + c.query) == c.rows);
    CHECK(total(fixture, std::string("/assetmgmt/agents") + c.query) == 1000);
  }
  for (const char* bad : {"$top=x", "$skip=-1", "$top=99999999999", "$skip="}) {
    CAPTURE(bad);
    CHECK(fixture.get(std::string("/assetmgmt/agents?") + bad).status == 400);
  }
}

TEST_CASE("pages together hold every row once, in the order asked for") {
  ServiceFixture fixture;
  for (const std::string query : {"", "&$orderby=AgentName", "&$orderby=LastCheckInTime%20desc"}) {
    CAPTURE(query);
    const auto ids = fixture.all_ids("/assetmgmt/agents", "AgentId", query);
    CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == 1000);
    CHECK(ids.size() == 1000);
  }
  const auto names = fixture.all_ids("/assetmgmt/agents", "AgentName", "&%24orderby=AgentName+asc");
  CHECK(std::is_sorted(names.begin(), names.end()));
}

TEST_CASE("paths are case-insensitive and unknown ones are 404 in the envelope") {
  ServiceFixture fixture;
  for (const char* path :
       {"/AssetMgmt/Agents", "/ASSETMGMT/AGENTS/", "/assetmgmt/agentsx", "/assetmgmt/assetsx",
        "/assetmgmt/temporaryagents", "/system/users", "/system/scopes"}) {
    CHECK(fixture.get(path).status == 200);
  }
  CHECK(fixture.send("GET", "/API/V1.0/Environment").status == 200);
  for (const char* path : {"/assetmgmt/agents/1", "/assetmgmt/agentsinview/1", "/system/orgs/1",
                           "/system/orgs/1/machinegroups", "/system/machinegroups/1",
                           "/assetmgmt/assets/1", "/nothing"}) {
    CAPTURE(path);
    const Reply reply = fixture.get(path);
    CHECK(reply.status == 404);
    CHECK(parse(reply.body).at("ResponseCode").as_int64() == 404);
  }
  CHECK(fixture.send("GET", "/").status == 404);
  CHECK(fixture.send("POST", "/api/v1.0/assetmgmt/agents").status == 405);
}

TEST_CASE("names run from the machine outwards, those of groups from the organization inwards") {
  ServiceFixture fixture;
  fixture.service.with_state([](State& state) {
    Estate& estate = state.estate;
    estate.add_organization("Zulu", "zulu", "84372651900217364510987601");
    estate.add_group("zulu.root", "servers", "84372651900217364510987654");
    Agent agent;
    agent.id = "121747357971679";
    agent.machine = "db1";
    agent.group_id = "zulu.root.servers";
    estate.add_agent(agent);
  });
  const auto agent = fixture.object("/assetmgmt/agents/121747357971679").at("Result").as_object();
  CHECK(text(agent, "AgentName") == "db1.servers.root.zulu");
  CHECK(text(agent, "MachineGroup") == "servers.root.zulu");
  CHECK(text(agent, "OrgId") == "84372651900217364510987601");
  CHECK(text(agent, "MachineGroupId") == "84372651900217364510987654");
  CHECK(agent.at("IPv6Address").is_null());
  const auto group =
      fixture.object("/system/machinegroups/84372651900217364510987654").at("Result").as_object();
  CHECK(text(group, "MachineGroupName") == "zulu.root.servers");
  CHECK(rows(fixture, "/system/orgs/84372651900217364510987601/machinegroups") == 2);
}

TEST_CASE("lists agree with the count that does not use them") {
  ServiceFixture fixture;
  std::vector<std::string> groups;
  std::vector<View> views;
  fixture.service.with_state([&](State& state) {
    for (const auto& [id, row] : state.estate.groups()) groups.push_back(id);
    for (const auto& [id, row] : state.estate.views()) views.push_back(row->record);
  });
  const auto count = [&](const CountQuery& query) {
    std::size_t counted = 0;
    fixture.service.with_state([&](State& s) { counted = count_agents(s.estate, query); });
    return counted;
  };
  std::size_t sum = 0;
  for (const std::string& id : groups) {
    const std::size_t listed =
        total(fixture, "/assetmgmt/agents?$top=1&$filter=MachineGroupId%20eq%20" + id + "M");
    CountQuery query;
    query.group = id;
    query.with_subgroups = false;
    CHECK(count(query) == listed);
    sum += listed;
  }
  CHECK(sum == 1000);
  for (const View& view : views) {
    CountQuery query;
    query.view = view.id;
    CHECK(count(query) > 0);
    CHECK(total(fixture, "/assetmgmt/agentsinview/" + view.id) == count(query));
  }
}

TEST_CASE("assets are the agents and the devices") {
  ServiceFixture fixture;
  CHECK(total(fixture, "/assetmgmt/assets") == 1020);
  CHECK(total(fixture, "/assetmgmt/assets?$filter=IsComputerAgent%20eq%20true") == 1000);
  CHECK(total(fixture, "/assetmgmt/assets?$filter=AgentId+eq+null") == 20);
  const auto ids = fixture.all_ids("/assetmgmt/assets", "AssetId");
  CHECK(fixture.get("/assetmgmt/assets/" + ids.front()).status == 200);
  CHECK(total(fixture, "/assetmgmt/assettypes") == 3);
  CHECK(total(fixture, "/assetmgmt/assetsx") == 1020);
  const auto asset = fixture.object("/assetmgmt/assets?$top=1").at("Result").as_array()[0];
  const std::string mac = text(asset.as_object(), "MACAddresses");
  CHECK(total(fixture, "/assetmgmt/assets?$filter=MACAddresses%20eq%20'" + mac + "'") >= 1);
  const std::string organization = text(asset.as_object(), "OrgId");
  CHECK(total(fixture, "/system/machinegroups?$filter=OrgId%20eq%20" + organization + "M") ==
        total(fixture, "/system/orgs/" + organization + "/machinegroups"));
}

TEST_CASE("times of VSA 9 do not say that they are UTC") {
  ServiceFixture fixture;
  const auto agent =
      fixture.object("/assetmgmt/agents?$top=1&$filter=Online%20eq%201").at("Result").as_array()[0];
  const std::string seen = text(agent.as_object(), "LastCheckInTime");
  REQUIRE(seen.size() > 19);
  CHECK(seen.back() != 'Z');
}

TEST_CASE("a list follows an edit at once") {
  ServiceFixture fixture;
  const auto ids = fixture.all_ids("/assetmgmt/agents", "AgentId");
  CHECK(
      fixture
          .send("POST", "/admin/events", R"({"action":"delete_agent","agent":")" + ids[500] + "\"}")
          .status == 200);
  CHECK(total(fixture, "/assetmgmt/agents") == 999);
  CHECK(total(fixture, "/assetmgmt/agents?$filter=AgentId%20eq%20" + ids[500] + "M") == 0);
}

TEST_CASE("every org has root, and every id keeps its digits as text") {
  ServiceFixture fixture;
  for (const std::string& id : fixture.all_ids("/system/orgs", "OrgId")) {
    CHECK(id.size() == 26);
    CHECK(rows(fixture, "/system/orgs/" + id + "/machinegroups") >= 1);
    CHECK(total(fixture, "/system/orgs/" + id + "/locations") == 0);
  }
  for (const char* name : {"myOrg", "Kserver", "Unnamed"}) {
    CHECK(total(fixture, std::string("/system/orgs?$filter=OrgName%20eq%20'") + name + "'") == 1);
  }
}

TEST_CASE("the admin channel is for this machine and, if set, for who has the key") {
  ServiceOptions options;
  options.admin_key = "k";
  ServiceFixture fixture(Estate{}, options);
  Request request;
  request.target = "/admin/date";
  CHECK(fixture.service.answer(request).status == 401);
  request.admin_key = "k";
  CHECK(fixture.service.answer(request).status == 200);
  request.from_loopback = false;
  CHECK(fixture.service.answer(request).status == 403);
}

TEST_CASE("the admin channel refuses nonsense and says why") {
  ServiceFixture fixture;
  struct Case {
    const char *method, *path, *body;
    unsigned status;
  };
  const Case cases[] = {
      {"POST", "events", "{", 400},
      {"POST", "events", R"({"action":"fly"})", 400},
      {"POST", "events", R"({"action":"delete_agent","agent":"1","colour":"red"})", 400},
      {"POST", "events", R"({"action":"delete_agent","agent":"1"})", 409},
      {"POST", "faults", R"({"kind":"rain"})", 400},
      {"POST", "faults", R"({"kind":"status","value":42})", 400},
      {"POST", "faults", R"({"kind":"drop_field"})", 400},
      {"POST", "date", R"({"date":"2026-02-30"})", 400},
      {"GET", "count?org=nobody", "", 400},
      {"GET", "nothing", "", 404},
  };
  for (const Case& c : cases) {
    CAPTURE(c.body);
    CHECK(fixture.send(c.method, std::string("/admin/") + c.path, c.body).status == c.status);
  }
}

}  // namespace
}  // namespace billbyagent::vsa_simulator
