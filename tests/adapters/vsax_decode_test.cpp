#include <doctest/doctest.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kaseya_vsax/assets.hpp"
#include "kaseya_vsax/decode.hpp"

namespace billbyagent::kaseya_vsax {
namespace {

http::Response answer(const std::string& body, unsigned status = 200,
                      const std::string& type = "application/json") {
  http::Response response;
  response.status = status;
  response.body = body;
  response.content_type = type;
  return response;
}

std::string list(const std::string& rows, int total = 1) {
  return R"({"Data":[)" + rows + R"(],"Meta":{"TotalCount":)" + std::to_string(total) +
         R"(,"ResponseCode":200}})";
}

template <class T>
T only(const odata::DecodePage<T>& decode, const std::string& row) {
  std::vector<T> records;
  const auto envelope = decode(answer(list(row)), records);
  REQUIRE_MESSAGE(envelope.has_value(), to_string(envelope.error()));
  REQUIRE(records.size() == 1);
  return records[0];
}

template <class T>
std::string failure_of(const odata::DecodePage<T>& decode, const std::string& row) {
  std::vector<T> records;
  const auto envelope = decode(answer(list(row)), records);
  REQUIRE_FALSE(envelope.has_value());
  CHECK(envelope.error().code == Errc::protocol_error);
  return envelope.error().context;
}

std::string with(std::string row, const std::string& what, const std::string& by) {
  const auto at = row.find(what);
  REQUIRE(at != std::string::npos);
  return row.replace(at, what.size(), by);
}

const std::string device_row =
    R"({"Identifier":"5f0d8c1e-7a42-4c8b-9d10-3b6f7e215a01","Name":"PC01","GroupId":12,)"
    R"("GroupName":"Workstations","IsAgentInstalled":true,"IsMdmEnrolled":false,"SiteId":5,)"
    R"("SiteName":"HQ","OrganizationId":3,"OrganizationName":"Acme Ltd","HasCustomFields":false})";

}  // namespace

TEST_CASE("A device of VSA X is read with its place") {
  const Device device = only(as_devices(), device_row);
  CHECK(device.id.text() == "5f0d8c1e-7a42-4c8b-9d10-3b6f7e215a01");
  CHECK(device.agent.id == device.id);
  CHECK(device.agent.name == "PC01");
  CHECK(device.agent.organization == OrganizationId{"3"});
  CHECK(device.agent.group == MachineGroupId{"group/12"});
  CHECK(device.agent.state == AgentState::offline);
  CHECK_FALSE(device.agent.last_seen);
  CHECK(device.has_agent);
  CHECK_FALSE(device.is_enrolled);
}

TEST_CASE("A device in no group is in its site") {
  for (const char* none : {"null", "0"})
    CHECK(only(as_devices(), with(device_row, "12", none)).agent.group == MachineGroupId{"site/5"});
  CHECK(failure_of(as_devices(), with(with(device_row, "12", "null"), "\"SiteId\":5", "\"X\":5")) ==
        "device 5f0d8c1e-7a42-4c8b-9d10-3b6f7e215a01: SiteId is missing");
}

TEST_CASE("A field of a device that is needed and not there is named with it") {
  struct Case {
    std::string field;
    std::string context;
  };
  const std::string device = "device 5f0d8c1e-7a42-4c8b-9d10-3b6f7e215a01: ";
  for (const Case& one : {Case{"\"Identifier\"", "device: Identifier is missing"},
                          Case{"\"GroupId\"", device + "GroupId is missing"},
                          Case{"\"IsAgentInstalled\"", device + "IsAgentInstalled is missing"},
                          Case{"\"IsMdmEnrolled\"", device + "IsMdmEnrolled is missing"},
                          Case{"\"OrganizationId\"", device + "OrganizationId is missing"}})
    CHECK(failure_of(as_devices(), with(device_row, one.field, "\"Other\"")) == one.context);
  for (const char* bad : {"null", "1", "\"true\"", "{}", "[]"}) {
    CAPTURE(bad);
    CHECK(failure_of(as_devices(), with(device_row, "true", bad)) ==
          device + "IsAgentInstalled is neither true nor false");
  }
  for (const char* bad : {"1.5", "-3", "true", "null", "{}", "\"\""}) {
    CAPTURE(bad);
    CHECK(failure_of(as_devices(), with(device_row, "\"OrganizationId\":3",
                                        std::string{"\"OrganizationId\":"} + bad)) ==
          device + "OrganizationId is not an id");
  }
}

TEST_CASE("Which devices are agents") {
  struct Case {
    bool has_agent;
    bool is_enrolled;
    bool agent_installed;
    bool mdm_enrolled;
    bool either;
  };
  for (const Case& one :
       {Case{false, false, false, false, false}, Case{true, false, true, false, true},
        Case{false, true, false, true, true}, Case{true, true, true, true, true}}) {
    Device device;
    device.has_agent = one.has_agent;
    device.is_enrolled = one.is_enrolled;
    CHECK(is_wanted(device, VsaxDevices::agent_installed) == one.agent_installed);
    CHECK(is_wanted(device, VsaxDevices::mdm_enrolled) == one.mdm_enrolled);
    CHECK(is_wanted(device, VsaxDevices::either) == one.either);
  }
}

TEST_CASE("Organizations, scopes, sites and groups of VSA X are read") {
  const auto organization =
      only(as_organizations(), R"({"Id":3,"Name":"Acme Ltd","IsMultiSite":false})");
  CHECK(organization == Organization{OrganizationId{"3"}, "Acme Ltd", ""});
  CHECK(only(as_scopes(), R"({"Id":9,"Name":"Servers","UpdatedAt":"x"})") ==
        View{ViewId{"9"}, "Servers"});
  const auto site = only(as_sites(), R"({"Id":5,"Name":"HQ","ParentId":3,"ParentName":"Acme Ltd",)"
                                     R"("ContactInformation":{"Id":7,"Name":"no","ParentId":8}})");
  const auto group = only(as_groups(), R"({"Id":5,"Name":"Desks","ParentSiteId":5,"Notes":null})");
  // Older servers are said to call the site's number ParentId.
  const auto older = only(as_groups(), R"({"Id":6,"Name":"Racks","ParentId":5})");
  const auto forest = forest_of({site}, {group, older}).value();
  CHECK(forest == std::vector<MachineGroup>{
                      {MachineGroupId{"site/5"}, "Acme Ltd.HQ", OrganizationId{"3"}, std::nullopt},
                      {MachineGroupId{"group/5"}, "Acme Ltd.HQ.Desks", OrganizationId{"3"},
                       MachineGroupId{"site/5"}},
                      {MachineGroupId{"group/6"}, "Acme Ltd.HQ.Racks", OrganizationId{"3"},
                       MachineGroupId{"site/5"}}});
  CHECK(failure_of(as_sites(), R"({"Id":5,"Name":"HQ"})") == "site 5: ParentId is missing");
  CHECK(failure_of(as_groups(), R"({"Id":5,"Name":"HQ"})") == "group 5: ParentId is missing");
  CHECK(failure_of(as_scopes(), R"({"Name":"HQ"})") == "scope: Id is missing");
}

TEST_CASE("A group whose site is hidden keeps its organization, or is an error") {
  const auto hidden = only(as_groups(), R"({"Id":6,"Name":"Racks","ParentSiteId":7,)"
                                        R"("ParentOrganizationId":3,)"
                                        R"("ParentOrganizationName":"Acme Ltd"})");
  CHECK(forest_of({}, {hidden}).value() ==
        std::vector<MachineGroup>{{MachineGroupId{"group/6"}, "Acme Ltd.Racks", OrganizationId{"3"},
                                   MachineGroupId{"site/7"}}});
  const auto unknown = only(as_groups(), R"({"Id":6,"Name":"Racks","ParentSiteId":7})");
  const auto forest = forest_of({}, {unknown});
  REQUIRE_FALSE(forest);
  CHECK(forest.error() == Error{Errc::protocol_error, "group 6: its site 7 is not listed"});
}

TEST_CASE("The HTTP status of VSA X decides first, then Meta, then Error") {
  struct Case {
    unsigned status;
    std::string body;
    std::optional<Errc> code;
  };
  const auto meta = [](const std::string& members) {
    return R"({"Data":[],"Meta":{)" + members + "}}";
  };
  const std::string page = "<!DOCTYPE html><html><body>Busy</body></html>";
  const std::string refusal = R"({"Error":{"Message":"no"},"Meta":{"ResponseCode":401}})";
  const std::vector<Case> cases = {
      {200, meta(R"("TotalCount":0,"ResponseCode":200)"), {}},
      {200, meta(R"("TotalCount":0)"), {}},
      {200, meta(R"("ResponseCode":0)"), {}},
      {200, R"({"Data":[],"Meta":{"ResponseCode":200},"Error":null})", {}},
      {200, meta(R"("ResponseCode":200,"ErrorMessage":null)"), {}},
      {200, meta(R"("ResponseCode":200,"ErrorMessage":"half")"), Errc::provider_failed},
      {200, meta(R"("TotalCount":5,"TotalCount":1)"), Errc::protocol_error},
      {200, meta(R"("ResponseCode":401)"), Errc::unauthorized},
      {200, meta(R"("ResponseCode":403)"), Errc::forbidden},
      {200, meta(R"("ResponseCode":404)"), Errc::not_found},
      {200, meta(R"("ResponseCode":429)"), Errc::rate_limited},
      {200, meta(R"("ResponseCode":500)"), Errc::provider_failed},
      {200, meta(R"("ResponseCode":503)"), Errc::unreachable},
      {200, meta(R"("ResponseCode":"x")"), Errc::protocol_error},
      {200, R"({"Data":[],"ResponseCode":200,"TotalCount":0})", Errc::protocol_error},
      {200, R"({"Data":[],"Meta":null})", Errc::protocol_error},
      {200, R"({"Data":[],"Meta":{},"Meta":{}})", Errc::protocol_error},
      {200, R"({"Data":[],"Data":[],"Meta":{}})", Errc::protocol_error},
      {200, R"({"Data":[],"Meta":{"ResponseCode":200},"Error":{"Message":"half"}})",
       Errc::provider_failed},
      {200, R"({"Data":[],"Meta":{"ResponseCode":200},"Error":"half"})", Errc::provider_failed},
      {200, R"({"Data":[],"Meta":{"ResponseCode":200},"Error":{}})", Errc::provider_failed},
      {200, R"([{"Identifier":"x"}])", Errc::protocol_error},
      {200, page, Errc::protocol_error},
      {200, "", Errc::protocol_error},
      {204, "", Errc::protocol_error},
      {302, "", Errc::protocol_error},
      {400, refusal, Errc::provider_failed},
      {401, refusal, Errc::unauthorized},
      {403, page, Errc::forbidden},
      {404, refusal, Errc::not_found},
      {429, "", Errc::rate_limited},
      {500, page, Errc::provider_failed},
      {502, "", Errc::unreachable},
      {504, "", Errc::unreachable},
  };
  for (const Case& one : cases) {
    CAPTURE(one.status);
    CAPTURE(one.body);
    std::vector<Device> devices;
    const auto envelope = as_devices()(answer(one.body, one.status), devices);
    CHECK(envelope.has_value() == !one.code.has_value());
    if (!envelope && one.code) CHECK(to_string(envelope.error().code) == to_string(*one.code));
    if (!envelope) CHECK_FALSE(envelope.error().context.empty());
  }
  std::vector<Device> devices;
  CHECK(as_devices()(answer(refusal, 401), devices).error().context == "HTTP 401: no");
  const std::string gone = R"({"Data":null,"Meta":{"ResponseCode":404,"ErrorMessage":"gone"}})";
  CHECK(as_devices()(answer(gone, 404), devices).error().context == "HTTP 404: gone");
  CHECK(as_devices()(answer(gone), devices).error() == Error{Errc::not_found, "HTTP 404: gone"});
  CHECK(as_devices()(answer(page, 200, "text/html"), devices).error().context ==
        "the answer is a web page");
  CHECK(as_devices()(answer(R"({"Data":[]})"), devices).error().context == "Meta is missing");
}

TEST_CASE("An answer of VSA X cut at any place is an error, never a shorter list") {
  const std::string body = list(device_row + "," + device_row, 2);
  std::vector<Device> devices;
  for (std::size_t size = 0; size < body.size(); ++size)
    CHECK_FALSE(as_devices()(answer(body.substr(0, size)), devices));
}

TEST_CASE("Where the envelope stands does not matter, and the link is read with it") {
  const std::string body =
      R"({"Meta":{"ResponseCode":200,"NextQueryLink":"https:\/\/x\/y?$skip=1","TotalCount":"2"},)"
      R"("Data":[)" +
      device_row + "]}";
  std::vector<Device> devices;
  const auto envelope = as_devices()(answer(body), devices);
  REQUIRE(envelope);
  CHECK(devices.size() == 1);
  CHECK(envelope->total.text == "2");
  CHECK(envelope->next_link.text == "https://x/y?$skip=1");
}

TEST_CASE("An asset adds what the inventory knows") {
  const std::string row =
      R"({"Identifier":"5f0d","Name":"PC01","Type":"windows",)"
      R"("LastSeenOnline":"2026-08-11T15:10:06Z",)"
      R"("IpAddresses":[{"Name":"lo","MAC":""},{"Name":"eth","MAC":"02-00-00-00-00-01","IPs":[]}],)"
      R"("AssetInfo":[{"CategoryName":"System","CategoryData":{"Model":"7080"}},)"
      R"({"CategoryName":"BIOS","CategoryData":{"Serial Number":"ABC123"}},)"
      R"({"CategoryName":"Operating System","CategoryData":)"
      R"({"Name":"Windows 11 Enterprise","Version":"10.0.22631"}}]})";
  const Asset asset = only(as_assets(), row);
  CHECK(asset.id == AgentId{"5f0d"});
  CHECK(asset.operating_system == "Windows 11 Enterprise 10.0.22631");
  CHECK(asset.serial_number == "ABC123");
  CHECK(asset.mac_address == "02-00-00-00-00-01");
  REQUIRE(asset.last_seen);
  CHECK(to_string(*asset.last_seen) == "2026-08-11T15:10:06.000Z");

  // Not yet inventoried, and the other name for the cards.
  const Asset fresh = only(
      as_assets(), R"({"Identifier":"5f0e","Type":"mac","LastSeenOnline":null,"AssetInfo":null,)"
                   R"("LocalIpAddresses":[{"PhysicalAddress":"02-00-00-00-00-02"}]})");
  CHECK(fresh.operating_system == "mac");
  CHECK(fresh.serial_number.empty());
  CHECK(fresh.mac_address == "02-00-00-00-00-02");
  CHECK_FALSE(fresh.last_seen);

  CHECK_FALSE(fresh.has_system);
  const Asset described =
      only(as_assets(),
           R"({"Identifier":"5f0f","Type":"windows","Description":"Microsoft Windows 10 Pro"})");
  CHECK(described.operating_system == "Microsoft Windows 10 Pro");
  CHECK(described.has_system);
  CHECK(described.type == "windows");

  CHECK(failure_of(as_assets(), R"({"Identifier":"5f0d","Tags":[{"a":1,"a":2}]})") ==
        "assets: the key a is there twice");
  CHECK(failure_of(as_devices(), with(device_row, "\"Name\"", "\"OrganizationId\":4,\"Name\""))
            .find("OrganizationId is there twice and contradicts itself") != std::string::npos);
  CHECK(failure_of(as_assets(), R"({"Name":"x"})") == "asset: Identifier is missing");
  CHECK(failure_of(as_assets(), R"({"Identifier":7})") == "asset: Identifier is missing");
  Agent agent;
  add(asset, agent);
  CHECK(agent.operating_system == asset.operating_system);
  CHECK(agent.device_type == "windows");
  CHECK(agent.serial_number == "ABC123");
  CHECK(agent.last_seen == asset.last_seen);
}

}  // namespace billbyagent::kaseya_vsax
