#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "odata/links.hpp"

namespace billbyagent::odata {
namespace {

Links links(std::uint16_t port = 443) {
  return Links{{http::Scheme::https, "tenant.vsax.net", port}, "/api/v3/devices"};
}

}  // namespace

TEST_CASE("A link leads on along the same list, one row early where it counts rows") {
  struct Case {
    std::string link;
    std::string target;
    bool overlaps;
  };
  const std::string server = "https://tenant.vsax.net";
  for (const Case& one : {
           Case{server + "/api/v3/devices?$top=100&$skip=100", "/api/v3/devices?$top=100&$skip=99",
                true},
           Case{server + "/api/v3/devices?%24skip=100&%24top=100",
                "/api/v3/devices?%24skip=99&%24top=100", true},
           Case{server + "/api/v3/devices?$SKIP=100", "/api/v3/devices?$SKIP=99", true},
           Case{server + "/api/v3/devices?$orderby=Identifier asc&$skip=100",
                "/api/v3/devices?$orderby=Identifier%20asc&$skip=99", true},
           Case{server + ":443/API/V3/Devices/?$skip=100", "/API/V3/Devices/?$skip=99", true},
           Case{"https://TENANT.vsax.net/api/v3/devices?$skip=100", "/api/v3/devices?$skip=99",
                true},
           // A cursor, and what only looks like a number of rows.
           Case{server + "/api/v3/devices?$skiptoken=100", "/api/v3/devices?$skiptoken=100", false},
           Case{server + "/api/v3/devices?x=$skip=100", "/api/v3/devices?x=$skip=100", false},
           Case{server + "/api/v3/devices?$skip=abc", "/api/v3/devices?$skip=abc", false},
           Case{server + "/api/v3/devices?$skip=200", "/api/v3/devices?$skip=200", false},
       }) {
    CAPTURE(one.link);
    const auto next = links().follow(one.link, 100);
    REQUIRE(next);
    CHECK(next->target == one.target);
    CHECK(next->overlaps == one.overlaps);
  }
}

TEST_CASE("A link to anywhere else is not followed") {
  struct Case {
    std::string link;
    std::string why;
  };
  for (const Case& one : {
           Case{"https://elsewhere.example/api/v3/devices?$skip=100", "leads to another server"},
           Case{"https://tenant.vsax.net.example/api/v3/devices?$skip=100",
                "leads to another server"},
           Case{"https://tenant.vsax.net:8443/api/v3/devices?$skip=100", "leads to another server"},
           Case{"http://tenant.vsax.net/api/v3/devices?$skip=100", "leads to another server"},
           Case{"https://id:s3cret@tenant.vsax.net/api/v3/devices", "is no address"},
           Case{"https://tenant.vsax.net@elsewhere.example/api/v3/devices", "is no address"},
           Case{"//elsewhere.example/api/v3/devices", "is no address"},
           Case{"/api/v3/devices?$skip=100", "is no address"},
           Case{"javascript:alert(1)", "is no address"},
           Case{"https://tenant.vsax.net/api/v3/devices?$skip=100#x", "is no address"},
           Case{"https://tenant.vsax.net/api/v3/devices?\r\nX: y", "is no address"},
           Case{"https://tenant.vsax.net/api/v3/organizations?$skip=100", "leads to another list"},
           Case{"https://tenant.vsax.net/api/v3/devices/1?$skip=100", "leads to another list"},
           Case{"https://tenant.vsax.net/api/v3/../v3/devices", "leads to another list"},
           Case{"https://tenant.vsax.net/api/v3/devices?$skip=99", "leads back"},
           Case{"https://tenant.vsax.net/api/v3/devices?$skip=0", "leads back"},
       }) {
    CAPTURE(one.link);
    const auto next = links().follow(one.link, 100);
    REQUIRE_FALSE(next);
    CHECK(next.error().code == Errc::protocol_error);
    CHECK(next.error().context.find(one.why) != std::string::npos);
    CHECK(next.error().context.find("s3cret") == std::string::npos);
  }
}

TEST_CASE("A link that was followed already leads in a circle") {
  Links list = links(8443);
  const std::string first = "https://tenant.vsax.net:8443/api/v3/devices?$skiptoken=a";
  const std::string second = "https://tenant.vsax.net:8443/api/v3/devices?$skiptoken=b";
  CHECK(list.follow(first, 100));
  CHECK(list.follow(second, 200));
  const auto again = list.follow(first, 300);
  REQUIRE_FALSE(again);
  CHECK(again.error().context == "the next link leads in a circle");
}

}  // namespace billbyagent::odata
