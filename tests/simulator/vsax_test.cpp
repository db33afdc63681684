#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "simulator/service_fixture.hpp"
#include "vsa_simulator/count.hpp"

namespace billbyagent::vsa_simulator {
namespace {

// token id : token secret, as a client sends them.
const std::string token_header =
    "Basic NWQyYzdjOGUtMGY2NC00YTNlLTlhNDEtN2UwYzFkNWIyYTkwOnZzYXgtczNjcmV0LThjMWYwYTdiZTJkOTRlNTU"
    "=";

/// The front of VSA X without a network.
class Front {
 public:
  explicit Front(VsaxOptions vsax = {}, Estate estate = seeded_estate({}))
      : fixture(std::move(estate), with(vsax)) {
    fixture.bearer = token_header;
  }
  Reply get(const std::string& path) { return fixture.send("GET", "/api/v3" + path); }
  boost::json::object object(const std::string& path) {
    const Reply reply = get(path);
    INFO(path);
    INFO(reply.body.substr(0, 200));
    REQUIRE(reply.status == 200);
    return parse(reply.body);
  }
  std::size_t total(const std::string& path) {
    return object(path).at("Meta").as_object().at("TotalCount").to_number<std::size_t>();
  }
  boost::json::array data(const std::string& path) { return object(path).at("Data").as_array(); }
  boost::json::object record(const std::string& path) {
    return object(path).at("Data").as_object();
  }
  std::size_t rows(const std::string& path) { return data(path).size(); }
  void fault(const char* text) {
    fixture.service.with_state([&](State& state) { state.faults.set({fault_from_text(text)}); });
  }
  /// Of those that ever checked in.
  std::size_t count(const std::string& organization = {}, const std::string& view = {}) {
    CountQuery query;
    query.organization = organization;
    query.view = view;
    query.with_never_checked_in = false;
    std::size_t count = 0;
    fixture.service.with_state([&](State& state) { count = count_agents(state.estate, query); });
    return count;
  }

  ServiceFixture fixture;

 private:
  static ServiceOptions with(const VsaxOptions& vsax) {
    ServiceOptions options;
    options.vsax = vsax;
    return options;
  }
};

std::string link_in(const boost::json::object& page) {
  const auto* link = page.at("Meta").as_object().if_contains("NextQueryLink");
  return link == nullptr ? "" : std::string(link->as_string());
}

TEST_CASE("VSA X wants its token with every request and knows no session") {
  Front front;
  CHECK(front.get("/devices").status == 200);
  for (const std::string& header :
       {std::string{}, pat_header, token_header.substr(6), std::string{"Bearer x"},
        std::string{"Basic !"}, std::string{"Basic YTpi"}}) {
    CAPTURE(header);
    front.fixture.bearer = header;
    const Reply reply = front.get("/devices");
    CHECK(reply.status == 401);
    const auto body = parse(reply.body);
    CHECK(body.at("Meta").as_object().at("ResponseCode").as_int64() == 401);
    CHECK_FALSE(text(body.at("Meta").as_object(), "ErrorMessage").empty());
    CHECK(body.at("Data").is_null());
  }
  front.fixture.bearer = token_header;
  CHECK(front.fixture.send("POST", "/api/v3/devices").status == 405);
  CHECK(front.get("/nothing").status == 404);
  CHECK(front.get("/devices/1/2").status == 404);
}

TEST_CASE("VSA X pages by $top and $skip up to its own most") {
  VsaxOptions options;
  options.page_max = 250;
  Front front{options};
  const std::size_t all = front.total("/devices?$top=1");
  struct Case {
    const char* query;
    std::size_t rows;
  };
  for (const Case& c :
       {Case{"", 100}, Case{"?$top=7", 7}, Case{"?$top=9999", 250}, Case{"?$top=0", 0},
        Case{"?top=7", 100}, Case{"?%24top=3&$skip=4", 3}, Case{"?$skip=999999", 0}}) {
    CAPTURE(c.query);
    CHECK(front.rows(std::string{"/devices"} + c.query) == c.rows);
    CHECK(front.total(std::string{"/devices"} + c.query) == all);
    CHECK(link_in(front.object(std::string{"/devices"} + c.query)).empty());
  }
  CHECK(front.get("/devices?$top=x").status == 400);
}

TEST_CASE("VSA X links long lists to their next page, and the links lead through them once") {
  for (const bool cursor : {false, true}) {
    CAPTURE(cursor);
    VsaxOptions options;
    options.page_max = 500;
    options.links_above = 500;
    options.cursor_links = cursor;
    Front front{options};
    std::set<std::string> seen;
    std::string path = "/devices?$top=300&$orderby=Identifier asc";
    std::size_t pages = 0;
    while (!path.empty()) {
      const auto page = front.object(path);
      ++pages;
      for (const auto& row : page.at("Data").as_array())
        CHECK(seen.insert(text(row.as_object(), "Identifier")).second);
      const std::string link = link_in(page);
      const std::string base = "https://localhost/api/v3";
      CHECK((link.empty() || link.starts_with(base)));
      CHECK((link.find(cursor ? "$skiptoken=" : "$skip=") != std::string::npos) == !link.empty());
      path = link.empty() ? "" : link.substr(base.size());
    }
    CHECK(pages == 4);
    CHECK(seen.size() == front.total("/devices?$top=1"));
    CHECK(link_in(front.object("/organizations?$top=2")).empty());
  }
}

TEST_CASE("the same estate has sites for root groups and every group under its site") {
  Front front;
  std::map<std::int64_t, std::int64_t> organization_of_site;
  for (const auto& row : front.data("/sites?$top=500"))
    organization_of_site[row.as_object().at("Id").as_int64()] =
        row.as_object().at("ParentId").as_int64();
  CHECK(organization_of_site.size() == front.total("/organizations?$top=1"));
  std::size_t groups = 0;
  front.fixture.service.with_state([&](State& state) { groups = state.estate.groups().size(); });
  CHECK(front.total("/groups?$top=1") == groups);
  for (const auto& row : front.data("/groups?$top=500")) {
    const auto& group = row.as_object();
    const auto site = organization_of_site.find(group.at("ParentSiteId").as_int64());
    REQUIRE(site != organization_of_site.end());
    CHECK(site->second == group.at("ParentOrganizationId").as_int64());
  }
}

TEST_CASE("devices are the agents that checked in, and what has no agent") {
  Front front;
  const std::size_t agents = front.count();
  CHECK(front.total("/devices?$top=1&$filter=IsAgentInstalled eq true") == agents);
  CHECK(front.total("/devices?$top=1") == agents + 20);
  CHECK(front.total("/assets?$top=1") == agents);
  Asset phone;
  phone.name = "phone";
  phone.type_id = "2";
  phone.group_id = "acme.root";
  front.fixture.service.with_state([&](State& state) { state.estate.add_device(phone); });
  const std::string enrolled = "/devices?$top=1&$filter=IsMdmEnrolled eq true";
  const auto macs = front.total(enrolled + " and IsAgentInstalled eq true");
  CHECK(macs > 0);
  CHECK(front.total(enrolled) == macs + 1);
}

TEST_CASE("filters, scopes and the simulator's own count agree") {
  Front front;
  struct Thing {
    std::string id;
    std::string name;
  };
  std::vector<Thing> organizations;
  std::vector<Thing> views;
  front.fixture.service.with_state([&](State& state) {
    for (const auto& [id, row] : state.estate.organizations())
      organizations.push_back({id, row->record.name});
    for (const auto& [id, row] : state.estate.views()) views.push_back({id, row->record.name});
  });
  for (const Thing& organization : organizations) {
    CAPTURE(organization.name);
    const std::string number = std::to_string(vsax::number_of(organization.id));
    const std::string filter = "$filter=IsAgentInstalled eq true and OrganizationId eq " + number;
    CHECK(front.total("/devices?$top=1&" + filter) == front.count(organization.id));
    CHECK(text(front.record("/organizations/" + number), "Name") == organization.name);
    for (const Thing& view : views) {
      const std::string scope = "&scopeId=" + std::to_string(vsax::number_of(view.id));
      CHECK(front.total("/devices?$top=1&" + filter + scope) ==
            front.count(organization.id, view.id));
    }
  }
  CHECK(front.get("/devices?scopeId=2147483647").status == 404);
  CHECK(front.get("/devices?$filter=Nothing eq 1").status == 400);
  CHECK(front.get("/devices?$orderby=Nothing").status == 400);
  for (const Thing& view : views) {
    const auto scope = front.record("/scopes/" + std::to_string(vsax::number_of(view.id)));
    CHECK(scope.at("TotalDevices").as_int64() ==
          front.total("/devices?$top=1&scopeId=" + std::to_string(vsax::number_of(view.id))));
    CHECK(scope.at("Criteria").is_array());
    CHECK(text(scope, "UpdatedAt") == "2026-01-01T00:00:00");
  }
}

TEST_CASE("VSA X filters by what the fourth version of OData knows") {
  Front front;
  const auto all = front.total("/organizations?$top=1");
  for (const auto& [query, matching] : std::vector<std::pair<std::string, std::int64_t>>{
           {"/organizations?$filter=contains(Name,'cme')", 1},
           {"/organizations?$filter=contains(tolower(Name),'acme') eq true", 1},
           {"/organizations?$filter=PsaMappingId eq null", all},
           {"/organizations?$filter=PsaMappingType ne null", 0},
           {"/sites?$filter=PsaIntegrationType eq 'BMS'", 0},
           {"/scopes?$filter=UpdatedAt ge 2026-01-01", 5},
           {"/scopes?$filter=UpdatedAt ge 2026-01-01T00:00:00Z", 5},
           {"/scopes?$filter=UpdatedAt gt 2026-01-01T00:00:00Z", 0},
           {"/assets?$filter=LastSeenOnline lt 2000-01-01", 0}}) {
    CAPTURE(query);
    CHECK(front.total(query + "&$top=1") == matching);
  }
  CHECK(front.get("/scopes?$filter=UpdatedAt ge '2026-01-01'").status == 400);
}

TEST_CASE("a server that does not know scopes shows everything for any") {
  VsaxOptions options;
  options.heeds_scopes = false;
  Front front{options};
  CHECK(front.total("/devices?$top=1&scopeId=2147483647") == front.total("/devices?$top=1"));
}

TEST_CASE("one device has more to say, and so has its asset") {
  Front front;
  const auto row = front.data("/devices?$top=1&$filter=IsAgentInstalled eq true").at(0).as_object();
  const std::string id = text(row, "Identifier");
  CHECK(id.size() == 36);
  const auto device = front.record("/devices/" + id);
  for (const auto& member : row) CHECK(device.at(member.key()) == member.value());
  CHECK(device.at("IsOnline").is_bool());
  const auto asset = front.record("/assets/" + id);
  CHECK(text(asset, "Name") == text(row, "Name"));
  CHECK(asset.at("AssetInfo").as_array().size() >= 2);
  CHECK(asset.at("IpAddresses").as_array().at(0).as_object().contains("MAC"));
  CHECK(front.get("/devices/5f0d8c1e-7a42-4c8b-8000-000000000000").status == 404);
  CHECK(front.get("/assets/5f0d8c1e-7a42-4c8b-8000-000000000000").status == 404);
}

TEST_CASE("what happens to the estate happens to both fronts") {
  Front front;
  const std::string agents = "/devices?$top=1&$filter=IsAgentInstalled eq true";
  const auto before = front.total(agents);
  const Reply added = front.fixture.send(
      "POST", "/admin/events",
      R"({"action":"add_agent","name":"pc-new","group":"acme.root","online":2})");
  CHECK(added.status == 200);
  CHECK(front.total(agents) == before + 1);
}

TEST_CASE("faults strike VSA X in its own wording") {
  Front front;
  struct Refusal {
    const char* fault;
    unsigned status;
  };
  for (const Refusal& one :
       {Refusal{"pat_expired", 401}, Refusal{"pat_revoked", 401}, Refusal{"user_disabled", 401},
        Refusal{"expire_token", 401}, Refusal{"ip_not_allowed", 403}, Refusal{"api_disabled", 403},
        Refusal{"status=503", 503}, Refusal{"status=429,retry_after=3", 429}}) {
    CAPTURE(one.fault);
    front.fault(one.fault);
    const Reply reply = front.get("/devices");
    CHECK(reply.status == one.status);
    CHECK(parse(reply.body).at("Meta").as_object().at("ResponseCode").as_int64() == one.status);
  }
  front.fault("mfa");
  CHECK(front.get("/devices").status == 200);

  front.fault("null_result");
  CHECK(parse(front.get("/devices").body).at("Data").is_null());
  front.fault("response_code=500");
  CHECK(parse(front.get("/devices").body).at("Meta").as_object().at("ResponseCode") == 500);
  front.fault("drop_field=Meta");
  CHECK_FALSE(parse(front.get("/devices").body).contains("Meta"));
  front.fault("wrong_total=-3");
  const auto fewer = front.total("/devices?$top=1");
  front.fault("foreign_link");
  CHECK(front.total("/devices?$top=1") == fewer + 3);
  CHECK(link_in(front.object("/devices?$top=1")).starts_with("https://elsewhere.example.test/api"));
  front.fault("link_loop");
  CHECK(link_in(front.object("/devices?$top=1&$skip=7"))
            .starts_with("https://localhost/api/v3/devices?"));
  CHECK(link_in(front.object("/devices?$top=1&$skip=7")).ends_with("&$skip=7"));
  front.fault("hide_organization=acme");
  CHECK(front.total("/organizations?$top=1") == 22);
  CHECK(front.total("/devices?$top=1") < fewer);
}

}  // namespace
}  // namespace billbyagent::vsa_simulator
