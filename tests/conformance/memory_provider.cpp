// The provider in memory: the suite, and what it offers to tests.

#include "billbyagent/adapters/memory.hpp"
#include "conformance/provider_suite.hpp"

using namespace conformance;

namespace {

std::unique_ptr<MemoryProvider> showing(const Estate& estate) {
  auto provider = std::make_unique<MemoryProvider>();
  for (const auto& organization : estate.organizations) provider->add(organization);
  for (const auto& group : estate.groups) provider->add(group);
  for (const auto& [view, members] : estate.views) provider->add(view, members);
  for (const auto& agent : estate.agents) provider->add(agent);
  return provider;
}

ProviderUnderTest under_test(std::unique_ptr<MemoryProvider> made) {
  MemoryProvider* provider = made.get();
  ProviderQuirks quirks;
  quirks.break_down = [provider] {
    using enum MemoryProvider::Call;
    for (const auto call : {organizations, machine_groups, views, scan, count})
      provider->fail(call, {Errc::unauthorized, "login refused"});
  };
  quirks.repeat_an_agent = [provider] { provider->add(Agent{*provider->find(AgentId{"4011"})}); };
  return {nullptr, std::move(made), quirks};
}

}  // namespace

TEST_CASE("the memory provider conforms") {
  check_provider([](const Estate& estate) { return under_test(showing(estate)); });
}

TEST_CASE("the memory provider conforms when it counts itself, with small pages and restarts") {
  check_provider([](const Estate& estate) {
    auto provider = showing(estate);
    provider->set_counts_itself(true);
    provider->set_page_size(2);
    provider->restart_scans(3);
    return under_test(std::move(provider));
  });
}

TEST_CASE("the memory provider changes, fails and counts calls as told") {
  const auto provider = showing(sample_estate());
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
  Collected seen;
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
