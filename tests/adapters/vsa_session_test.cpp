#include <doctest/doctest.h>

#include <atomic>
#include <string>

#include "vsa_fixture.hpp"

namespace billbyagent {
namespace {

using namespace std::chrono_literals;
using tests::Collected;
using tests::in_time;
using tests::VsaFixture;
using vsa_simulator::Fault;
using vsa_simulator::FaultKind;

std::int64_t ms_of(std::chrono::system_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

}  // namespace

TEST_CASE("One session serves many calls") {
  VsaFixture vsa{250};
  const auto provider = vsa.provider();
  Collected sink;
  for (int i = 0; i < 3; ++i) {
    REQUIRE(provider->organizations(in_time()));
    REQUIRE(provider->scan_agents({}, sink, in_time()));
  }
  CHECK(vsa.server.log().logins == 1);
}

TEST_CASE("A new session is begun before the old one has carried too many records") {
  vsa_simulator::SimulatorOptions server;
  server.service.sessions.record_limit = 500;
  VsaFixture vsa{1'234, server};
  auto options = vsa.options();
  options.records_per_session = 500;
  Collected sink;
  const auto scanned = make_kaseya_vsa(options).value()->scan_agents({}, sink, in_time());
  REQUIRE(scanned);
  CHECK(*scanned == 1'234);
  CHECK(sink.restarts == 0);
  CHECK(vsa.server.log().logins == 3);
  CHECK(vsa.server.log().by_status[401] == 0);
}

TEST_CASE("A server that ends sessions early is followed") {
  vsa_simulator::SimulatorOptions server;
  server.service.sessions.record_limit = 300;
  VsaFixture vsa{1'234, server};
  Collected sink;
  const auto scanned = vsa.provider()->scan_agents({}, sink, in_time());
  REQUIRE(scanned);
  CHECK(*scanned == 1'234);
  CHECK(sink.restarts == 0);
  CHECK(vsa.server.log().by_status[401] > 0);
}

TEST_CASE("A session that an administrator closes is renewed once") {
  VsaFixture vsa{1'234};
  const auto provider = vsa.provider();
  SUBCASE("between calls") {
    REQUIRE(provider->organizations(in_time()));
    vsa.server.close_sessions();
  }
  SUBCASE("in the middle of a scan") {
    Fault kill{FaultKind::expire_token, "/agents"};
    kill.after = 5;
    kill.count = 1;
    vsa.fault(kill);
    REQUIRE(provider->organizations(in_time()));
  }
  SUBCASE("with an answer that says 200 all the same") {
    Fault lie{FaultKind::response_code, "/agents"};
    lie.after = 5;
    lie.count = 1;
    lie.value = 401;
    vsa.fault(lie);
    REQUIRE(provider->organizations(in_time()));
  }
  Collected sink;
  const auto scanned = provider->scan_agents({}, sink, in_time());
  REQUIRE(scanned);
  CHECK(*scanned == 1'234);
  CHECK(sink.restarts == 0);
  CHECK(vsa.server.log().logins == 2);
}

TEST_CASE("A server that refuses every session is not asked for ever") {
  VsaFixture vsa{250};
  vsa.fault({FaultKind::expire_token, "/assetmgmt"});
  const auto provider = vsa.provider();
  REQUIRE(provider->organizations(in_time()));
  Collected sink;
  const auto scanned = provider->scan_agents({}, sink, in_time());
  REQUIRE_FALSE(scanned);
  CHECK(scanned.error().code == Errc::unauthorized);
  CHECK(vsa.server.log().logins <= 2);
}

TEST_CASE("A session is renewed shortly before it ends") {
  std::atomic<std::int64_t> now_ms{ms_of(std::chrono::system_clock::now())};
  vsa_simulator::SimulatorOptions server;
  server.service.clock = [&] {
    return std::chrono::system_clock::time_point{std::chrono::milliseconds{now_ms}};
  };
  server.service.sessions.idle = 30min;
  int offset = 0;
  SUBCASE("in UTC") {}
  SUBCASE("with the server's zone ahead") { offset = 120; }
  SUBCASE("with the server's zone behind") { offset = -300; }
  server.service.sessions.offset_in_minutes = offset;
  VsaFixture vsa{10, server};
  auto options = vsa.options();
  options.now = [&] { return Instant{now_ms}; };
  const auto provider = make_kaseya_vsa(options).value();
  REQUIRE(provider->organizations(in_time()));
  now_ms += 28 * 60'000;
  REQUIRE(provider->organizations(in_time()));
  CHECK(vsa.server.log().logins == 1);
  now_ms += 90'000;
  REQUIRE(provider->organizations(in_time()));
  CHECK(vsa.server.log().logins == 2);
  CHECK(vsa.server.log().by_status[401] == 0);
}

TEST_CASE("A clock that is wrong here does not cause a login for every request") {
  for (const std::int64_t skew_ms : {std::int64_t{86'400'000}, std::int64_t{-86'400'000}}) {
    VsaFixture vsa{500};
    auto options = vsa.options();
    options.now = [&] { return Instant{ms_of(std::chrono::system_clock::now()) + skew_ms}; };
    Collected sink;
    REQUIRE(make_kaseya_vsa(options).value()->scan_agents({}, sink, in_time()));
    CHECK(sink.agents.size() == 500);
    CHECK(vsa.server.log().logins == 1);
  }
}

}  // namespace billbyagent
