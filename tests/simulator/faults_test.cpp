#include "vsa_simulator/faults.hpp"

#include <doctest/doctest.h>

#include "simulator/service_fixture.hpp"

namespace billbyagent::vsa_simulator {
namespace {

void set(ServiceFixture& fixture, const char* text) {
  fixture.service.with_state([&](State& state) { state.faults.set({fault_from_text(text)}); });
}

Reply agents_with(ServiceFixture& fixture, const char* fault) {
  set(fixture, fault);
  return fixture.get("/assetmgmt/agents?$top=3");
}

bool is_json(const std::string& text) {
  boost::system::error_code error;
  boost::json::parse(text, error);
  return !error;
}

TEST_CASE("faults strike the requests they name, after some and a number of times") {
  ServiceFixture fixture;
  set(fixture, "status=503,path=/AssetMgmt,after=1,count=2,retry_after=7");
  for (const unsigned expected : {200U, 503U, 503U, 200U}) {
    CHECK(fixture.get("/echo").status == 200);
    const Reply reply = fixture.get("/assetmgmt/agents");
    CHECK(reply.status == expected);
    CHECK(reply.headers.empty() == (expected == 200));
  }
}

TEST_CASE("a fault without a count strikes for ever once it has begun") {
  ServiceFixture fixture;
  set(fixture, "status=500,after=2");
  for (const unsigned expected : {200U, 200U, 500U, 500U, 500U}) {
    CHECK(fixture.get("/echo").status == expected);
  }
}

TEST_CASE("a status comes as an envelope or as a web page") {
  ServiceFixture fixture;
  for (const char* status : {"401", "403", "429", "500", "503"}) {
    const std::string fault = std::string("status=") + status;
    const Reply reply = agents_with(fixture, fault.c_str());
    CHECK(std::to_string(reply.status) == status);
    CHECK(std::to_string(parse(reply.body).at("ResponseCode").as_int64()) == status);
    CHECK(agents_with(fixture, (fault + ",html").c_str()).content_type == "text/html");
  }
}

TEST_CASE("bodies are spoilt as asked") {
  ServiceFixture fixture;
  CHECK_FALSE(is_json(agents_with(fixture, "truncated_json").body));
  CHECK_FALSE(is_json(agents_with(fixture, "invalid_json").body));
  CHECK(agents_with(fixture, "html_200").body.find("<html>") != std::string::npos);
  CHECK(agents_with(fixture, "html_200").status == 200);
  CHECK(agents_with(fixture, "empty_body").body.empty());
  CHECK(agents_with(fixture, "huge_body=1000000").body.size() > 1'000'000);
  CHECK(is_json(agents_with(fixture, "huge_body=1000000").body));
  const auto deep = agents_with(fixture, "deep_nesting=5000").body;
  CHECK(deep.find(std::string(5000, '[') + std::string(5000, ']')) != std::string::npos);
  CHECK(parse(agents_with(fixture, "null_result").body).at("Result").is_null());
  const auto refused = agents_with(fixture, "response_code=401");
  CHECK(refused.status == 200);
  CHECK(parse(refused.body).at("ResponseCode").as_int64() == 401);
}

TEST_CASE("ids become bare numbers and fields disappear, and the rest stays JSON") {
  ServiceFixture fixture;
  const std::string plain = agents_with(fixture, "delay=0").body;
  const std::string bare = agents_with(fixture, "ids_as_numbers").body;
  CHECK(plain.find("\"AgentId\":\"") != std::string::npos);
  CHECK(bare.find("\"AgentId\":\"") == std::string::npos);
  CHECK(bare.size() == plain.size() - 3 * 3 * 2);
  CHECK(is_json(bare));
  for (const char* name : {"AgentId", "ContactEmail", "Attributes", "MachineGroup"}) {
    CAPTURE(name);
    const std::string fault = std::string("drop_field=") + name;
    const auto page = parse(agents_with(fixture, fault.c_str()).body);
    REQUIRE(page.at("Result").as_array().size() == 3);
    for (const auto& row : page.at("Result").as_array()) {
      CHECK_FALSE(row.as_object().contains(name));
      CHECK(row.as_object().size() == 47);
    }
  }
}

TEST_CASE("totals are wrong, rows repeated or missing") {
  ServiceFixture fixture;
  CHECK(parse(agents_with(fixture, "wrong_total=-2").body).at("TotalRecords").as_int64() == 998);
  CHECK(parse(agents_with(fixture, "wrong_total=5").body).at("TotalRecords").as_int64() == 1005);
  struct Case {
    const char* fault;
    std::size_t rows, distinct;
  };
  // Without a fault there are 1000 rows on ten pages.
  const Case cases[] = {{"repeated_row", 1000, 999}, {"missing_row", 999, 999}};
  for (const Case& c : cases) {
    CAPTURE(c.fault);
    set(fixture, c.fault);
    const auto ids = fixture.all_ids("/assetmgmt/agents", "AgentId", "&$orderby=AgentName");
    CHECK(ids.size() == c.rows);
    CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == c.distinct);
  }
}

TEST_CASE("without orderby the order can change from page to page") {
  ServiceFixture fixture;
  set(fixture, "unstable_order");
  const auto loose = fixture.all_ids("/assetmgmt/agents", "AgentId");
  CHECK(loose.size() == 1000);
  CHECK(std::set<std::string>(loose.begin(), loose.end()).size() < 1000);
  const auto fixed = fixture.all_ids("/assetmgmt/agents", "AgentId", "&$orderby=AgentName");
  CHECK(std::set<std::string>(fixed.begin(), fixed.end()).size() == 1000);
}

TEST_CASE("the estate changes between two pages") {
  ServiceFixture fixture;
  const auto before = fixture.all_ids("/assetmgmt/agents", "AgentName", "&$orderby=AgentName");
  const std::string events = R"({"action":"delete_agent","agent":")" + before[0] + "\"}";
  CHECK(fixture
            .send("POST", "/admin/faults",
                  R"({"kind":"edit","path":"/agents","after":1,"count":1,"events":)" + events + "}")
            .status == 200);
  const auto during = fixture.all_ids("/assetmgmt/agents", "AgentName", "&$orderby=AgentName");
  // Row 100 slid onto the first page after that had been read.
  CHECK(during.size() == 999);
  CHECK(during[0] == before[0]);
  CHECK(during[100] == before[101]);
}

TEST_CASE("an organization leaves the user's scope") {
  ServiceFixture fixture;
  std::string id;
  fixture.service.with_state([&](State& state) { id = state.estate.organization("acme").id; });
  set(fixture, "hide_organization=acme");
  for (const auto& seen : fixture.all_ids("/system/orgs", "OrgId")) CHECK(seen != id);
  for (const auto& seen : fixture.all_ids("/assetmgmt/agents", "OrgId")) CHECK(seen != id);
  CHECK(fixture.get("/system/orgs/" + id).status == 404);
  CHECK(fixture.get("/system/orgs/" + id + "/machinegroups").status == 404);
}

TEST_CASE("a token expires early, and a new login helps") {
  ServiceFixture fixture;
  set(fixture, "expire_token,path=/assetmgmt,after=1,count=1");
  CHECK(fixture.get("/assetmgmt/agents").status == 200);
  CHECK(fixture.get("/assetmgmt/agents").status == 401);
  CHECK(fixture.get("/assetmgmt/agents").status == 401);
  fixture.enter();
  CHECK(fixture.get("/assetmgmt/agents").status == 200);
}

TEST_CASE("faults of the connection are handed to it") {
  ServiceFixture fixture;
  CHECK(agents_with(fixture, "delay=30").transport.delay == std::chrono::milliseconds{30});
  CHECK(agents_with(fixture, "trickle=5").transport.trickle == std::chrono::milliseconds{5});
  CHECK(agents_with(fixture, "stall").transport.stall);
  CHECK(agents_with(fixture, "reset").transport.reset);
  CHECK(agents_with(fixture, "close_after=90").transport.close_after == 90);
}

TEST_CASE("faults are read and written alike") {
  const std::string text = to_json({fault_from_text("status=503,path=/a,after=3,count=1,html"),
                                    fault_from_text("drop_field=OrgId"),
                                    fault_from_text("wrong_total=-1,retry_after=3")});
  CHECK(to_json(faults_from_json(text)) == text);
  for (const char* bad : {"", "rain", "status=x", "status=99", "delay=-1", "drop_field",
                          "status=500,when=now", "stall,after=-1"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(fault_from_text(bad), SimulatorError);
  }
}

}  // namespace
}  // namespace billbyagent::vsa_simulator
