// Every fault of the simulator is tried on VSA 9.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "faults/nights.hpp"
#include "vsa_fixture.hpp"

using namespace billbyagent;
using namespace std::chrono_literals;
using tests::adding_a_machine;
using tests::Expect;
using tests::FaultyNight;
using tests::Nights;
using tests::VsaFixture;
using tests::with_text;
using vsa_simulator::Fault;
using vsa_simulator::FaultKind;

namespace {

Fault on_agents(FaultKind kind, std::int64_t value = 0, unsigned after = 0, unsigned count = 0) {
  Fault fault{kind, "/agents"};
  fault.value = value;
  fault.after = after;
  fault.count = count;
  return fault;
}
std::vector<FaultyNight> nights(const std::string& organization) {
  using Kind = FaultKind;
  const auto login = [](Kind kind) { return Fault{kind, "/auth"}; };
  return {
      {on_agents(Kind::delay, 5), Expect::true_count},
      {on_agents(Kind::trickle, 1), Expect::true_count},
      {on_agents(Kind::stall), Expect::failure, {Errc::timed_out}},
      {on_agents(Kind::stall, 0, 3), Expect::failure, {Errc::timed_out}},
      {on_agents(Kind::reset), Expect::failure, {Errc::unreachable}},
      {on_agents(Kind::reset, 0, 2, 1), Expect::true_count},
      {on_agents(Kind::close_after, 2'000), Expect::failure, {Errc::unreachable}},
      {on_agents(Kind::status, 401), Expect::failure, {Errc::unauthorized}},
      {on_agents(Kind::status, 401, 1, 1), Expect::true_count},
      {on_agents(Kind::status, 403), Expect::failure, {Errc::forbidden}},
      {on_agents(Kind::status, 429), Expect::failure, {Errc::rate_limited}},
      {on_agents(Kind::status, 500), Expect::failure, {Errc::provider_failed}},
      {on_agents(Kind::status, 503, 2), Expect::failure, {Errc::unreachable}},
      {on_agents(Kind::status, 503, 2, 1), Expect::true_count},
      {on_agents(Kind::response_code, 500), Expect::failure, {Errc::provider_failed}},
      {on_agents(Kind::truncated_json), Expect::failure, {Errc::protocol_error}},
      {on_agents(Kind::truncated_json, 0, 3), Expect::failure, {Errc::protocol_error}},
      {on_agents(Kind::invalid_json), Expect::failure, {Errc::protocol_error}},
      {on_agents(Kind::html_200), Expect::failure, {Errc::protocol_error}},
      {on_agents(Kind::empty_body), Expect::failure, {Errc::protocol_error}},
      {on_agents(Kind::huge_body, 40 << 20), Expect::failure, {Errc::protocol_error}},
      {on_agents(Kind::deep_nesting, 100'000), Expect::failure, {Errc::protocol_error}},
      {on_agents(Kind::null_result), Expect::failure, {Errc::protocol_error}},
      {on_agents(Kind::ids_as_numbers), Expect::true_count},
      {with_text(on_agents(Kind::drop_field), "AgentId"), Expect::failure, {Errc::protocol_error}},
      {with_text(on_agents(Kind::drop_field), "OrgId"), Expect::failure, {Errc::protocol_error}},
      {with_text(on_agents(Kind::drop_field), "Online"), Expect::failure, {Errc::protocol_error}},
      {on_agents(Kind::wrong_total, 1), Expect::failure, {Errc::incomplete_scan}},
      {on_agents(Kind::wrong_total, -1), Expect::failure, {Errc::incomplete_scan}},
      {on_agents(Kind::repeated_row, 1), Expect::failure, {Errc::incomplete_scan}},
      {on_agents(Kind::missing_row, 1), Expect::failure, {Errc::incomplete_scan}},
      {on_agents(Kind::unstable_order), Expect::true_count},
      {with_text(Fault{Kind::hide_organization}, organization),
       Expect::either,
       {Errc::organization_gone}},
      {adding_a_machine("/agents"), Expect::true_count},
      {on_agents(Kind::expire_token, 0, 2, 1), Expect::true_count},
      {login(Kind::mfa), Expect::failure, {Errc::mfa_required}},
      {login(Kind::password_disabled), Expect::true_count},
      {login(Kind::pat_expired), Expect::failure, {Errc::unauthorized}},
      {login(Kind::pat_revoked), Expect::failure, {Errc::unauthorized}},
      {login(Kind::ip_not_allowed), Expect::failure, {Errc::unauthorized, Errc::forbidden}},
      {login(Kind::user_disabled), Expect::failure, {Errc::unauthorized}},
      {login(Kind::api_disabled), Expect::failure, {Errc::unauthorized, Errc::forbidden}},
  };
}

}  // namespace

TEST_CASE("every fault of the simulator ends in the true count or in the old units and its name") {
  VsaFixture vsa{450};
  const auto impatient = [&] {
    auto options = vsa.options();
    options.attempts = 2;
    options.answer_timeout = 400ms;
    options.scan_attempts = 2;
    return make_kaseya_vsa(options).value();
  };
  const auto truth = [&](const AgentScope& scope) {
    return static_cast<std::int64_t>(
        vsa.server.count({.organization = scope.organization->text(),
                          .group = scope.group ? scope.group->text() : "",
                          .view = scope.view ? scope.view->text() : "",
                          .with_never_checked_in = false}));
  };
  Nights all{{vsa.server, impatient, truth, tests::holds_secret}};
  const auto tried = all.run(nights(all.an_organization()));
  for (int kind = 0; kind <= static_cast<int>(FaultKind::api_disabled); ++kind) {
    CAPTURE(std::string{name_of(static_cast<FaultKind>(kind))});
    CHECK(tried.contains(static_cast<FaultKind>(kind)));
  }
}

TEST_CASE("a wrong certificate ends the night before anything is asked") {
  using vsa_simulator::CertificateKind;
  for (const auto kind :
       {CertificateKind::wrong_host, CertificateKind::expired, CertificateKind::unknown_ca}) {
    vsa_simulator::SimulatorOptions options;
    options.certificate = kind;
    VsaFixture vsa{50, options};
    const auto listed = vsa.provider()->organizations(tests::in_time());
    REQUIRE_FALSE(listed);
    CHECK(listed.error().code == Errc::tls_failed);
  }
}
