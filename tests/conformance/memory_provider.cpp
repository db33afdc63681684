// The provider in memory.

#include "conformance/memory_estate.hpp"
#include "conformance/subjects.hpp"

using namespace billbyagent;
using namespace billbyagent::conformance;

namespace {

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

const tests::Subject scanned{[] {
  return provider_suite("memory",
                        [](const Estate& estate) { return under_test(tests::showing(estate)); });
}};

const tests::Subject counting{[] {
  return provider_suite("memory, counting itself, with small pages and restarts,",
                        [](const Estate& estate) {
                          auto provider = tests::showing(estate);
                          provider->set_counts_itself(true);
                          provider->set_page_size(2);
                          provider->restart_scans(3);
                          return under_test(std::move(provider));
                        });
}};

}  // namespace
