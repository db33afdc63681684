// Lines per second of the pure core, on one core: `bill` for months with 1, 8 and 20 changes, and
// what a service and period costs of which everything is posted.

#include <billbyagent/domain/billing.hpp>
#include <chrono>
#include <iostream>
#include <string>

namespace bba = billbyagent;

namespace {

using Clock = std::chrono::steady_clock;

bba::Contract contract() {
  const auto price = bba::UnitPrice::parse("9.99", bba::usd).value();
  const bba::Date june{2026, 6, 1};
  auto service = bba::Service::create({.id = bba::ServiceId{"agents"},
                                       .name = "Agents",
                                       .currency = bba::usd,
                                       .prices = {{june, price, price}},
                                       .effective = june})
                     .value();
  return bba::Contract::create({.id = bba::ContractId{"C-1"},
                                .account = bba::AccountId{"acme"},
                                .currency = bba::usd,
                                .cycle = bba::BillingCycle::calendar(bba::CycleLength::monthly),
                                .start = june,
                                .services = {service}})
      .value();
}

bba::UnitHistory history_with(int changes) {
  auto history = bba::UnitHistory::starting(bba::Date{2026, 6, 1}, 100).value();
  for (int i = 1; i <= changes; ++i)
    (void)history.record(bba::Date{2026, 6, 1 + i}, 100 + i % 7 + i).value();
  return history;
}

/// Seconds for one call, the best of several rounds.
template <class Call>
double best_seconds(Call call) {
  constexpr int rounds = 5;
  constexpr int calls = 20'000;
  double best = 1e9;
  for (int round = 0; round < rounds; ++round) {
    const auto begin = Clock::now();
    for (int i = 0; i < calls; ++i) call();
    best = std::min(best, std::chrono::duration<double>(Clock::now() - begin).count() / calls);
  }
  return best;
}

}  // namespace

int main() {
  const auto c = contract();
  const auto& service = c.terms().services[0];
  const auto june = bba::Period::month(2026, 6);
  std::size_t consumed = 0;
  for (const int changes : {1, 8, 20}) {
    const auto history = history_with(changes);
    const auto lines = bba::bill(c, service, history, june).value();
    const double seconds =
        best_seconds([&] { consumed += bba::bill(c, service, history, june).value().size(); });
    std::vector<bba::PostedLine> posted;
    for (const auto& line : lines) posted.push_back({.line = line, .batch = bba::BatchId{"b"}});
    const double settled = best_seconds(
        [&] { consumed += bba::unposted(c, service, history, june, posted).value().size(); });
    std::cout << changes << " changes a month: "
              << static_cast<long>(static_cast<double>(lines.size()) / seconds)
              << " lines/s, a posted period " << static_cast<long>(settled * 1e9) << " ns\n";
  }
  return consumed == 0 ? 1 : 0;
}
