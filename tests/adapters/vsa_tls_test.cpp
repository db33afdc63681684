#include <doctest/doctest.h>

#include "vsa_fixture.hpp"

namespace billbyagent {
namespace {

using tests::in_time;
using tests::VsaFixture;
using vsa_simulator::CertificateKind;

}  // namespace

TEST_CASE("A certificate that does not prove the server ends every call before the login") {
  for (const auto kind :
       {CertificateKind::wrong_host, CertificateKind::expired, CertificateKind::unknown_ca}) {
    CAPTURE(static_cast<int>(kind));
    vsa_simulator::SimulatorOptions server;
    server.certificate = kind;
    VsaFixture vsa{10, server};
    const auto answer = vsa.provider()->organizations(in_time());
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == Errc::tls_failed);
    CHECK(answer.error().context.find("certificate") != std::string::npos);
    CHECK_FALSE(tests::holds_secret(to_string(answer.error())));
    CHECK(vsa.server.log().requests == 0);
    // A certificate does not get better: no second attempt.
    CHECK(vsa.server.log().connections == 1);
  }
}

TEST_CASE("Without its certificate file a server of one's own is not trusted") {
  VsaFixture vsa{10};
  auto options = vsa.options();
  options.ca_file.clear();
  const auto answer = make_kaseya_vsa(options).value()->organizations(in_time());
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == Errc::tls_failed);
}

}  // namespace billbyagent
