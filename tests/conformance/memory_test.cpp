// What the ports in memory offer to tests, beyond what the suites ask of them.

#include <doctest/doctest.h>

#include <chrono>

#include "conformance/memory_estate.hpp"

using namespace billbyagent;

namespace {

class Ignored final : public AgentSink {
 public:
  void restart() override {}
  void page(std::span<const Agent>) override {}
};

Deadline soon() { return Deadline::clock::now() + std::chrono::seconds{30}; }

}  // namespace

TEST_CASE("the memory provider changes, fails and counts calls as told") {
  const auto provider = tests::showing(conformance::sample().estate);
  const AgentId moved{"4011"};
  provider->find(moved)->group = MachineGroupId{"2002"};
  AgentScope servers;
  servers.organization = OrganizationId{"1001"};
  servers.group = MachineGroupId{"2002"};
  CHECK(provider->count_agents(servers, soon()).value().agents == 4);
  CHECK(provider->remove(moved));
  CHECK_FALSE(provider->remove(moved));
  CHECK(provider->count_agents(servers, soon()).value().agents == 3);

  provider->reset_calls();
  const ViewId view{"3001"};
  provider->fail_view(view, {Errc::timed_out, "slow"});
  Ignored seen;
  CHECK(provider->scan_agents({view}, seen, soon()).error().code == Errc::timed_out);
  CHECK(provider->scan_agents({}, seen, soon()).has_value());
  CHECK(provider->calls(MemoryProvider::Call::scan) == 2);
  provider->recover();
  CHECK(provider->scan_agents({view}, seen, soon()).value() == 3);
  CHECK(provider->remove(view));
  CHECK(provider->scan_agents({view}, seen, soon()).error().code == Errc::view_gone);
}

TEST_CASE("the memory notifier collects, and fails as often as told") {
  MemoryNotifier notifier;
  notifier.fail({Errc::notice_failed, "no answer"}, 2);
  const Notice notice{NoticeId{"n"}, {}, ContractId{"c"}, AccountId{"a"}, {}, "s", "b", {}};
  CHECK(notifier.deliver(TenantId{"t"}, notice).error().code == Errc::notice_failed);
  CHECK_FALSE(notifier.deliver(TenantId{"t"}, notice).has_value());
  CHECK(notifier.deliver(TenantId{"t"}, notice).has_value());
  CHECK(notifier.attempts() == 3);
  CHECK(notifier.deliveries() == std::vector<MemoryNotifier::Delivery>{{TenantId{"t"}, notice}});
}

TEST_CASE("the fixed clock stands still until it is set") {
  FixedClock clock{Date{1969, 12, 31}, "Asia/Tokyo"};
  CHECK(to_string(clock.now()) == "1969-12-31T12:00:00.000Z");
  CHECK(clock.today() == Date{1969, 12, 31});
  CHECK(clock.zone() == "Asia/Tokyo");
  clock.advance_days(2);
  CHECK(to_string(clock.now()) == "1970-01-02T12:00:00.000Z");
  CHECK(clock.today() == Date{1970, 1, 2});
  clock.set_now(Instant{5});
  clock.advance_ms(-6);
  CHECK(clock.now() == Instant{-1});
  CHECK(clock.today() == Date{1970, 1, 2});
}
