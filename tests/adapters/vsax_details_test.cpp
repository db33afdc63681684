#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "billbyagent/adapters/memory.hpp"
#include "billbyagent/app/rmm_reading.hpp"
#include "vsax_fixture.hpp"

namespace billbyagent {
namespace {

using tests::Collected;
using tests::in_time;
using tests::VsaxFixture;
using vsa_simulator::Fault;
using vsa_simulator::FaultKind;

std::unique_ptr<RmmProvider> detailed(const VsaxFixture& vsax) {
  auto options = vsax.options();
  options.details = VsaxDetails::assets;
  return make_kaseya_vsax(options).value();
}

bool has_details(const Agent& agent) {
  return !agent.operating_system.empty() && !agent.mac_address.empty() && agent.last_seen;
}

}  // namespace

TEST_CASE("Assets are read only when asked for, and then for every agent") {
  VsaxFixture vsax{300};
  Collected plain;
  REQUIRE(vsax.provider()->scan_agents({}, plain, in_time()));
  CHECK(vsax.requests_for("/assets") == 0);
  CHECK(std::none_of(plain.agents.begin(), plain.agents.end(), has_details));
  Collected full;
  REQUIRE(detailed(vsax)->scan_agents({}, full, in_time()));
  CHECK(vsax.requests_for("/assets") >= 6);
  CHECK(static_cast<std::int64_t>(full.agents.size()) == vsax.truth());
  CHECK(std::all_of(full.agents.begin(), full.agents.end(), has_details));
}

TEST_CASE("A night says of a service by operating system that it can't be counted without assets") {
  VsaxFixture vsax{100};
  const auto organization = vsax.provider()->organizations(in_time()).value().at(3).id;
  for (const VsaxDetails details : {VsaxDetails::none, VsaxDetails::assets}) {
    auto options = vsax.options();
    options.details = details;
    const auto provider = make_kaseya_vsax(options).value();
    AskedScope plain{.scope = AgentScope{.organization = organization}};
    AskedScope servers{
        .scope = AgentScope{.organization = organization, .operating_system_contains = "windows"}};
    const FixedClock clock{Date{2026, 6, 1}};
    const RmmSet rmms{*provider};
    RmmReadings readings{rmms, clock, nullptr};
    readings.read({&plain, &servers}, std::nullopt, in_time());
    REQUIRE(plain.index);
    const auto all = readings.census(RmmId{}).counted(*plain.index).size();
    CHECK(all > 0);
    AgentScope classed{.organization = organization,
                       .machine_class = "server",
                       .classes = standard_machine_classes()};
    CHECK(provider->check_askable(classed).has_value() == (details == VsaxDetails::assets));
    if (details == VsaxDetails::none) {
      REQUIRE_FALSE(servers.scope);
      CHECK(servers.scope.error().code == Errc::invalid_argument);
      CHECK(servers.scope.error().context.find("operating systems") != std::string::npos);
    } else {
      REQUIRE(servers.index);
      const auto some = readings.census(RmmId{}).counted(*servers.index).size();
      CHECK(some > 0);
      CHECK(some < all);
    }
  }
}

TEST_CASE("A device without an asset is an agent all the same") {
  VsaxFixture vsax{50};
  vsax.server.with_estate([](vsa_simulator::Estate& estate) {
    vsa_simulator::Asset phone;
    phone.name = "phone";
    phone.type_id = "2";
    phone.group_id = "acme.root";
    estate.add_device(phone);
  });
  auto options = vsax.options();
  options.details = VsaxDetails::assets;
  options.devices = VsaxDevices::either;
  Collected sink;
  REQUIRE(make_kaseya_vsax(options).value()->scan_agents({}, sink, in_time()));
  const auto phone = std::find_if(sink.agents.begin(), sink.agents.end(),
                                  [](const Agent& agent) { return agent.name == "phone"; });
  REQUIRE(phone != sink.agents.end());
  CHECK_FALSE(has_details(*phone));
  CHECK(static_cast<std::int64_t>(sink.agents.size()) == vsax.truth() + 1);
}

TEST_CASE("What assets do not tell of a device is noted, and is not another system") {
  VsaxFixture vsax{30};
  const auto provider = detailed(vsax);
  Collected before;
  REQUIRE(provider->scan_agents({}, before, in_time()));
  CHECK(provider->notes().empty());
  vsax.fault({.kind = FaultKind::drop_field, .path = "/assets", .text = "AssetInfo"});
  Collected after;
  REQUIRE(provider->scan_agents({}, after, in_time()));
  REQUIRE(provider->notes().size() == 1);
  CHECK(provider->notes()[0].find("devices without inventory and description") !=
        std::string::npos);
  const AgentScope tens{.organization = after.agents.at(0).organization,
                        .operating_system_contains = after.agents.at(0).device_type + " 10"};
  const auto groups = provider->group_tree(in_time()).value();
  CHECK(judge_alone(tens, after.agents.at(0), groups, false) == Verdict::operating_system_unknown);
}

TEST_CASE("A server of VSA X that refuses an order is read without one") {
  VsaxFixture vsax{300};
  vsax.fault({.kind = FaultKind::order_refused});
  Collected sink;
  REQUIRE(vsax.provider()->scan_agents({}, sink, in_time()));
  CHECK(static_cast<std::int64_t>(sink.agents.size()) == vsax.truth());
  CHECK(vsax.provider()->organizations(in_time()).has_value());
  // Another bad request stays one.
  vsax.fault({.kind = FaultKind::status, .path = "/devices", .value = 400});
  CHECK(vsax.provider()->scan_agents({}, sink, in_time()).error().code == Errc::provider_failed);
}

TEST_CASE("Assets that can't be read whole end the scan") {
  struct Case {
    FaultKind kind;
    std::int64_t value;
    Errc code;
  };
  for (const Case& one : {Case{FaultKind::status, 403, Errc::forbidden},
                          Case{FaultKind::wrong_total, 1, Errc::incomplete_scan},
                          Case{FaultKind::missing_row, 1, Errc::incomplete_scan},
                          Case{FaultKind::truncated_json, 0, Errc::protocol_error},
                          Case{FaultKind::null_result, 0, Errc::protocol_error},
                          Case{FaultKind::foreign_link, 0, Errc::protocol_error}}) {
    CAPTURE(name_of(one.kind));
    VsaxFixture vsax{200};
    Fault fault{one.kind, "/assets"};
    fault.value = one.value;
    vsax.fault(fault);
    Collected sink;
    const auto scanned = detailed(vsax)->scan_agents({}, sink, in_time());
    REQUIRE_FALSE(scanned);
    CHECK(to_string(scanned.error().code) == to_string(one.code));
    CHECK(scanned.error().context.starts_with("assets: "));
    CHECK(sink.agents.empty());
  }
}

}  // namespace billbyagent
