#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "vsa_fixture.hpp"

namespace billbyagent {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using tests::Collected;
using tests::holds_secret;
using tests::in_time;
using tests::VsaFixture;
using vsa_simulator::Fault;
using vsa_simulator::FaultKind;

Fault on_agents(FaultKind kind, std::int64_t value = 0) {
  return tests::fault_on("/agents", kind, value);
}

}  // namespace

TEST_CASE("Every lasting fault is its own error, from the first page or in the middle") {
  for (const auto& one :
       tests::lasting_faults("/agents", {"AgentId", "OrgId", "MachineGroupId", "Online",
                                         "TotalRecords", "Result", "ResponseCode"}))
    for (const unsigned after : {0U, 5U}) {
      CAPTURE(name_of(one.fault.kind));
      CAPTURE(one.fault.value);
      CAPTURE(one.fault.text);
      CAPTURE(after);
      VsaFixture vsa{1'000};
      Fault fault = one.fault;
      fault.after = after;
      vsa.fault(fault);
      Collected sink;
      const auto scanned = vsa.provider()->scan_agents({}, sink, in_time());
      REQUIRE_FALSE(scanned);
      CAPTURE(to_string(scanned.error()));
      CHECK(to_string(scanned.error().code) == to_string(one.code));
      CHECK(scanned.error().context.starts_with("agents: "));
      CHECK_FALSE(holds_secret(to_string(scanned.error())));
    }
}

TEST_CASE("A passing fault costs time, not agents") {
  for (Fault fault : tests::passing_faults("/agents")) {
    CAPTURE(name_of(fault.kind));
    CAPTURE(fault.value);
    VsaFixture vsa{1'000};
    fault.after = 3;
    fault.count = 2;
    fault.retry_after = 0;
    vsa.fault(fault);
    Collected sink;
    const auto scanned = vsa.provider()->scan_agents({}, sink, in_time());
    REQUIRE(scanned);
    CHECK(*scanned == 1'000);
    CHECK(sink.restarts == 0);
  }
}

TEST_CASE("A provider goes on after a fault has passed") {
  VsaFixture vsa{300};
  const auto provider = vsa.provider();
  vsa.fault(on_agents(FaultKind::truncated_json));
  Collected sink;
  CHECK_FALSE(provider->scan_agents({}, sink, in_time()));
  vsa.server.clear_faults();
  Collected again;
  const auto scanned = provider->scan_agents({}, again, in_time());
  REQUIRE(scanned);
  CHECK(*scanned == 300);
}

TEST_CASE("A server that stalls is left at the deadline") {
  for (const std::string where : {"/auth", "/system", "/agents"}) {
    CAPTURE(where);
    VsaFixture vsa{1'000};
    vsa.fault({FaultKind::stall, where});
    const auto provider = vsa.provider();
    Collected sink;
    const auto begin = steady_clock::now();
    const Deadline deadline = begin + 300ms;
    const std::string place = where;
    std::optional<Error> error;
    if (place == "/system") {
      error = provider->organizations(deadline).error();
    } else {
      error = provider->scan_agents({}, sink, deadline).error();
    }
    CHECK(error->code == Errc::timed_out);
    CHECK(steady_clock::now() - begin < 10s);
    CHECK_FALSE(holds_secret(to_string(*error)));
  }
}

TEST_CASE("An answer that drips is cut off by the time allowed for it") {
  VsaFixture vsa{300};
  vsa.fault(on_agents(FaultKind::trickle, 10'000));
  auto options = vsa.options();
  options.answer_timeout = 100ms;
  options.attempts = 2;
  Collected sink;
  const auto scanned = make_kaseya_vsa(options).value()->scan_agents({}, sink, in_time());
  REQUIRE_FALSE(scanned);
  CHECK(scanned.error().code == Errc::timed_out);
}

TEST_CASE("A body larger than allowed is refused") {
  VsaFixture vsa{300};
  auto options = vsa.options();
  options.body_bytes_max = 10'000;
  Collected sink;
  const auto scanned = make_kaseya_vsa(options).value()->scan_agents({}, sink, in_time());
  REQUIRE_FALSE(scanned);
  CHECK(scanned.error().code == Errc::protocol_error);
  CHECK(scanned.error().context.find("larger than allowed") != std::string::npos);
}

TEST_CASE("A call is cancelled when the host says so") {
  VsaFixture vsa{1'000};
  Fault stall = on_agents(FaultKind::stall);
  stall.after = 2;
  vsa.fault(stall);
  auto options = vsa.options();
  const auto begin = steady_clock::now();
  options.cancelled = [&] { return steady_clock::now() - begin > 200ms; };
  Collected sink;
  const auto scanned = make_kaseya_vsa(options).value()->scan_agents({}, sink, in_time());
  REQUIRE_FALSE(scanned);
  CHECK(scanned.error().code == Errc::cancelled);
}

TEST_CASE("What a sink throws ends the scan and leaves the provider usable") {
  class Throws final : public AgentSink {
   public:
    void restart() override {}
    void page(std::span<const Agent>) override { throw std::runtime_error("the sink is full"); }
  } sink;
  VsaFixture vsa{1'000};
  const auto provider = vsa.provider();
  const auto scanned = provider->scan_agents({}, sink, in_time());
  REQUIRE_FALSE(scanned);
  CHECK(scanned.error() == Error{Errc::provider_failed, "the sink is full"});
  Collected again;
  CHECK(provider->scan_agents({}, again, in_time()));
}

TEST_CASE("A server that is not there is unreachable") {
  std::uint16_t port = 0;
  {
    VsaFixture gone{1};
    port = gone.server.port();
  }
  KaseyaVsaOptions options;
  options.url = "https://127.0.0.1:" + std::to_string(port);
  options.user = tests::vsa_user;
  options.token = Secret{tests::vsa_token};
  options.retry_delay = 1ms;
  const auto answer = make_kaseya_vsa(options).value()->views(in_time());
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == Errc::unreachable);
  CHECK_FALSE(holds_secret(to_string(answer.error())));
}

}  // namespace billbyagent
