#include <doctest/doctest.h>

#include <fstream>

#include "billbyagent/adapters/meshcentral.hpp"
#include "temporary_file.hpp"

namespace billbyagent {
namespace {

using namespace std::chrono_literals;

MeshCentralOptions good() {
  MeshCentralOptions options;
  options.url = "wss://mesh.example.com";
  options.user = "~t:abc";
  options.password = Secret{"5ec2e7"};
  return options;
}

}  // namespace

TEST_CASE("MeshCentral: settings that will not do are refused, naming the field") {
  CHECK(make_meshcentral(good()).has_value());
  using Change = void (*)(MeshCentralOptions&);
  using O = MeshCentralOptions;
  struct Case {
    const char* said;
    Change change;
  };
  const Case cases[] = {
      {"url: ", [](O& o) { o.url = ""; }},
      {"url: must begin with wss://", [](O& o) { o.url = "https://mesh.example.com"; }},
      {"url: must begin with wss://", [](O& o) { o.url = "ws://mesh.example.com"; }},
      {"url: must not hold a query", [](O& o) { o.url += "/?auth=x"; }},
      {"url: user name", [](O& o) { o.url = "wss://me:5ec2e7@mesh.example.com"; }},
      {"user: is missing", [](O& o) { o.user.clear(); }},
      {"user: holds a control", [](O& o) { o.user = "a\nb"; }},
      {"password: is missing", [](O& o) { o.password = {}; }},
      {"password: holds a control", [](O& o) { o.password = Secret{"5ec2e7\r\n"}; }},
      {"login_key: holds a control", [](O& o) { o.login_key = Secret{"5ec2e7\n"}; }},
      {"organization_separator: is missing", [](O& o) { o.organization_separator.clear(); }},
      {"organization_tag: is missing",
       [](O& o) {
         o.organizations = MeshCentralOrganizations::by_device_tag;
         o.organization_tag.clear();
       }},
      {"organization: is missing", [](O& o) { o.organizations = MeshCentralOrganizations::fixed; }},
      {"organizations: is not one",
       [](O& o) { o.organizations = static_cast<MeshCentralOrganizations>(9); }},
      {"views: ",
       [](O& o) {
         o.views = {"gold", ""};
       }},
      {"expected_groups: ", [](O& o) { o.expected_groups = {""}; }},
      {"devices: no kind", [](O& o) { o.devices.with_agent = Counting::left_out; }},
      {"ca_file: nowhere.pem", [](O& o) { o.ca_file = "nowhere.pem"; }},
      {"message_bytes_max: 1000 is not", [](O& o) { o.message_bytes_max = 1'000; }},
      {"attempts: 0 is not", [](O& o) { o.attempts = 0; }},
      {"scan_attempts: 21 is not", [](O& o) { o.scan_attempts = 21; }},
      {"connect_timeout: 0 is not", [](O& o) { o.connect_timeout = 0ms; }},
      {"answer_timeout: 0 is not", [](O& o) { o.answer_timeout = 0ms; }},
      {"retry_delay: -1 is not", [](O& o) { o.retry_delay = -1ms; }},
      {"retry_delay_max: ", [](O& o) { o.retry_delay_max = std::chrono::hours{25}; }},
      {"reading_age_max: -1 is not", [](O& o) { o.reading_age_max = -1ms; }},
  };
  for (const auto& one : cases) {
    CAPTURE(one.said);
    auto options = good();
    one.change(options);
    const auto made = make_meshcentral(options);
    REQUIRE_FALSE(made);
    CHECK(made.error().code == Errc::invalid_settings);
    CHECK_MESSAGE(made.error().context.find(one.said) == 0, made.error().context);
    CHECK(made.error().context.find("5ec2e7") == std::string::npos);
  }
}

}  // namespace billbyagent
