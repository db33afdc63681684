#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include "http/client.hpp"
#include "temporary_file.hpp"
#include "vsa_simulator/generator.hpp"
#include "vsa_simulator/simulator.hpp"

namespace billbyagent::http {
namespace {

using namespace std::chrono_literals;
using vsa_simulator::CertificateKind;
using vsa_simulator::Simulator;

Result<Response> ask(const Simulator& server, const std::string& host, const std::string& ca_file) {
  ClientOptions options;
  options.origin = {Scheme::https, host, server.port()};
  options.ca_file = ca_file;
  options.retry = {2, 1ms, 1ms, 1ms};
  Request request;
  request.target = "/api/v1.0/echo";
  return Client::make(options).value()->send(request, std::chrono::steady_clock::now() + 20s);
}

}  // namespace

TEST_CASE("A certificate that fits is accepted, by name and by address") {
  Simulator server{vsa_simulator::Estate{}};
  const tests::TemporaryFile ca{server.ca_pem()};
  for (const std::string host : {"localhost", "127.0.0.1"}) {
    CAPTURE(host);
    const auto response = ask(server, host, ca.path());
    REQUIRE(response);
    CHECK(response->status == 200);
  }
}

TEST_CASE("What a server shows of itself is kept") {
  Simulator server{vsa_simulator::Estate{}};
  const tests::TemporaryFile ca{server.ca_pem()};
  ClientOptions options;
  options.origin = {Scheme::https, "localhost", server.port()};
  options.ca_file = ca.path();
  const auto client = Client::make(options).value();
  CHECK_FALSE(client->seen().time);
  CHECK_FALSE(client->seen().certificate_until);
  Request request;
  request.target = "/api/v1.0/echo";
  REQUIRE(client->send(request, std::chrono::steady_clock::now() + 20s));
  const ServerSeen seen = client->seen();
  const Instant now{std::chrono::duration_cast<std::chrono::milliseconds>(
                        std::chrono::system_clock::now().time_since_epoch())
                        .count()};
  REQUIRE(seen.time);
  CHECK(std::abs(seen.time->ms - now.ms) < 60'000);
  CHECK(seen.time_at <= std::chrono::steady_clock::now());
  REQUIRE(seen.certificate_until);
  CHECK(*seen.certificate_until > now);
}

TEST_CASE("A certificate that does not fit is refused with the reason") {
  struct Case {
    CertificateKind kind;
    const char* host;
    std::string reason;
  };
  for (const Case& one :
       {Case{CertificateKind::wrong_host, "127.0.0.1", "IP address mismatch"},
        Case{CertificateKind::wrong_host, "localhost", "ostname mismatch"},
        Case{CertificateKind::expired, "localhost", "expired"},
        Case{CertificateKind::unknown_ca, "localhost", "unable to get local issuer certificate"}}) {
    CAPTURE(one.reason);
    vsa_simulator::SimulatorOptions options;
    options.certificate = one.kind;
    Simulator server{vsa_simulator::Estate{}, options};
    const tests::TemporaryFile ca{server.ca_pem()};
    const auto response = ask(server, one.host, ca.path());
    REQUIRE_FALSE(response);
    CHECK(response.error().code == Errc::tls_failed);
    CHECK(response.error().context.find(one.reason) != std::string::npos);
    CHECK(server.log().requests == 0);
  }
}

TEST_CASE("A server of one's own is not trusted without its certificate file") {
  Simulator server{vsa_simulator::Estate{}};
  const auto response = ask(server, "localhost", "");
  REQUIRE_FALSE(response);
  CHECK(response.error().code == Errc::tls_failed);
}

TEST_CASE("A file without certificates is refused") {
  const tests::TemporaryFile empty{"no certificate here"};
  ClientOptions options;
  options.origin.host = "localhost";
  options.ca_file = empty.path();
  const auto made = Client::make(options);
  REQUIRE_FALSE(made);
  CHECK(made.error().code == Errc::invalid_settings);
  CHECK(made.error().context.find("ca_file") == 0);
}

}  // namespace billbyagent::http
