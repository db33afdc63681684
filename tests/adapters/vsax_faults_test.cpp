#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

#include "vsax_fixture.hpp"

namespace billbyagent {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using tests::Collected;
using tests::holds_vsax_secret;
using tests::in_time;
using tests::linking;
using tests::VsaxFixture;
using vsa_simulator::Fault;
using vsa_simulator::FaultKind;
using vsa_simulator::SimulatorOptions;

Fault on_devices(FaultKind kind, std::int64_t value = 0) {
  return tests::fault_on("/devices", kind, value);
}

std::vector<tests::LastingFault> lasting_faults() {
  auto faults = tests::lasting_faults(
      "/devices", {"Identifier", "GroupId", "OrganizationId", "IsAgentInstalled", "IsMdmEnrolled",
                   "TotalCount", "Meta", "Data"});
  for (const FaultKind kind : {FaultKind::expire_token, FaultKind::pat_expired,
                               FaultKind::pat_revoked, FaultKind::user_disabled})
    faults.push_back({on_devices(kind), Errc::unauthorized});
  for (const FaultKind kind : {FaultKind::ip_not_allowed, FaultKind::api_disabled})
    faults.push_back({on_devices(kind), Errc::forbidden});
  return faults;
}

}  // namespace

TEST_CASE("Every lasting fault of VSA X is its own error, from the first page or in the middle") {
  for (const std::size_t above : {std::size_t{100}, std::size_t{1'000'000}})
    for (const auto& one : lasting_faults())
      for (const unsigned after : {0U, 5U}) {
        CAPTURE(above);
        CAPTURE(name_of(one.fault.kind));
        CAPTURE(one.fault.value);
        CAPTURE(one.fault.text);
        CAPTURE(after);
        VsaxFixture vsax{1'000, linking(above)};
        Fault fault = one.fault;
        fault.after = after;
        vsax.fault(fault);
        Collected sink;
        const auto scanned = vsax.provider()->scan_agents({}, sink, in_time());
        REQUIRE_FALSE(scanned);
        CAPTURE(to_string(scanned.error()));
        CHECK(to_string(scanned.error().code) == to_string(one.code));
        CHECK(scanned.error().context.starts_with("devices: "));
        CHECK_FALSE(holds_vsax_secret(to_string(scanned.error())));
      }
}

TEST_CASE("A passing fault of VSA X costs time, not agents") {
  for (Fault fault : tests::passing_faults("/devices")) {
    CAPTURE(name_of(fault.kind));
    CAPTURE(fault.value);
    VsaxFixture vsax{1'000};
    fault.after = 3;
    fault.count = 2;
    fault.retry_after = 0;
    vsax.fault(fault);
    Collected sink;
    const auto scanned = vsax.provider()->scan_agents({}, sink, in_time());
    REQUIRE(scanned);
    CHECK(static_cast<std::int64_t>(*scanned) == vsax.truth());
    CHECK(sink.restarts == 0);
  }
}

TEST_CASE("The token goes to no other server and round no circle") {
  struct Link {
    FaultKind kind;
    std::string why;
  };
  for (const Link& one : {Link{FaultKind::foreign_link, "leads to another server"},
                          Link{FaultKind::link_loop, "leads back to rows that were read"}}) {
    CAPTURE(name_of(one.kind));
    VsaxFixture vsax{300};
    vsax.fault(on_devices(one.kind));
    Collected sink;
    const auto scanned = vsax.provider()->scan_agents({}, sink, in_time());
    REQUIRE_FALSE(scanned);
    CHECK(scanned.error().code == Errc::protocol_error);
    CHECK(scanned.error().context.find(one.why) != std::string::npos);
    CHECK_FALSE(holds_vsax_secret(to_string(scanned.error())));
    CHECK(vsax.requests_for("/devices") == 1);
  }
  // In the middle of a list that has links.
  VsaxFixture vsax{1'000, linking(100)};
  Fault fault = on_devices(FaultKind::foreign_link);
  fault.after = 4;
  vsax.fault(fault);
  Collected sink;
  CHECK(vsax.provider()->scan_agents({}, sink, in_time()).error().code == Errc::protocol_error);
}

TEST_CASE("A link loop by cursor ends too") {
  SimulatorOptions options = linking(100);
  options.service.vsax.cursor_links = true;
  VsaxFixture vsax{1'000, options};
  Fault fault = on_devices(FaultKind::link_loop);
  fault.after = 3;
  vsax.fault(fault);
  Collected sink;
  const auto scanned = vsax.provider()->scan_agents({}, sink, in_time());
  REQUIRE_FALSE(scanned);
  CHECK(scanned.error().code == Errc::protocol_error);
  CHECK(scanned.error().context.find("circle") != std::string::npos);
  CHECK(vsax.requests_for("/devices") < 10);
}

TEST_CASE("A refused token is an error at once, and every list says which it was") {
  VsaxFixture vsax{100};
  auto options = vsax.options();
  options.token_secret = Secret{"another-s3cret"};
  const auto provider = make_kaseya_vsax(options).value();
  const std::vector<std::pair<std::string, std::function<Error()>>> calls = {
      {"organizations", [&] { return provider->organizations(in_time()).error(); }},
      {"sites", [&] { return provider->machine_groups(in_time()).error(); }},
      {"scopes", [&] { return provider->views(in_time()).error(); }},
      {"devices",
       [&] {
         Collected sink;
         return provider->scan_agents({}, sink, in_time()).error();
       }},
      {"scopes", [&] {
         Collected sink;
         return provider->scan_agents({ViewId{"1"}}, sink, in_time()).error();
       }}};
  for (const auto& [what, call] : calls) {
    const Error error = call();
    CAPTURE(to_string(error));
    CHECK(error.code == Errc::unauthorized);
    CHECK(error.context.starts_with(what + ": "));
    CHECK(error.context.ends_with("HTTP 401: The token is not valid"));
  }
  CHECK(vsax.server.log().requests == calls.size());
}

TEST_CASE("What VSA X repeats of the token is not shown") {
  // It answers every bad filter with the filter's text; here the text is the secret.
  VsaxFixture vsax{100};
  const auto provider = vsax.provider();
  const std::string secret = vsax.options().token_secret.reveal();
  Collected sink;
  const auto scanned = provider->scan_agents({ViewId{secret}}, sink, in_time());
  REQUIRE_FALSE(scanned);
  CHECK(scanned.error().code == Errc::view_gone);
  CHECK(scanned.error().context.find("***") != std::string::npos);
  CHECK_FALSE(holds_vsax_secret(to_string(scanned.error())));
}

TEST_CASE("A VSA X that stalls is left at the deadline, or when the host says so") {
  for (const std::string where : {"/organizations", "/groups", "/devices"}) {
    CAPTURE(where);
    VsaxFixture vsax{300};
    vsax.fault({FaultKind::stall, where});
    const auto provider = vsax.provider();
    const Deadline deadline = steady_clock::now() + 300ms;
    Collected sink;
    const std::optional<Error> error =
        where == "/organizations" ? provider->organizations(deadline).error()
        : where == "/groups"      ? provider->machine_groups(deadline).error()
                                  : provider->scan_agents({}, sink, deadline).error();
    CHECK(error->code == Errc::timed_out);
  }
  VsaxFixture vsax{1'000};
  Fault stall = on_devices(FaultKind::stall);
  stall.after = 2;
  vsax.fault(stall);
  auto options = vsax.options();
  const auto begin = steady_clock::now();
  options.cancelled = [&] { return steady_clock::now() - begin > 200ms; };
  Collected sink;
  const auto scanned = make_kaseya_vsax(options).value()->scan_agents({}, sink, in_time());
  REQUIRE_FALSE(scanned);
  CHECK(scanned.error().code == Errc::cancelled);
}

TEST_CASE("A body of VSA X larger than allowed is refused") {
  VsaxFixture vsax{300};
  auto options = vsax.options();
  options.body_bytes_max = 10'000;
  Collected sink;
  const auto scanned = make_kaseya_vsax(options).value()->scan_agents({}, sink, in_time());
  REQUIRE_FALSE(scanned);
  CHECK(scanned.error().code == Errc::protocol_error);
  CHECK(scanned.error().context.find("larger than allowed") != std::string::npos);
}

TEST_CASE("A wrong certificate ends it before the token is sent") {
  using vsa_simulator::CertificateKind;
  for (const auto kind :
       {CertificateKind::wrong_host, CertificateKind::expired, CertificateKind::unknown_ca}) {
    SimulatorOptions options;
    options.certificate = kind;
    VsaxFixture vsax{50, options};
    const auto listed = vsax.provider()->organizations(in_time());
    REQUIRE_FALSE(listed);
    CHECK(listed.error().code == Errc::tls_failed);
    CHECK(vsax.server.log().requests == 0);
  }
}

}  // namespace billbyagent
