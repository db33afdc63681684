// What a call through the C interface costs: `bba_bill` beside `bill` for the same work in the same
// run, and with every line read out of its handle.

#include <billbyagent.h>

#include <algorithm>
#include <array>
#include <billbyagent/domain/billing.hpp>
#include <chrono>
#include <iomanip>
#include <iostream>

namespace bba = billbyagent;

namespace {

using Clock = std::chrono::steady_clock;

/// Seconds for one call of each, the best of several rounds taken in turn.
template <class... Calls>
std::array<double, sizeof...(Calls)> best_seconds(Calls... calls) {
  constexpr int rounds = 9;
  constexpr int repeats = 20'000;
  std::array<double, sizeof...(Calls)> best;
  best.fill(1e9);
  for (int round = 0; round < rounds; ++round) {
    std::size_t at = 0;
    const auto measure = [&](auto& call) {
      const auto begin = Clock::now();
      for (int i = 0; i < repeats; ++i) call();
      const std::chrono::duration<double> taken = Clock::now() - begin;
      best[at] = std::min(best[at], taken.count() / repeats);
      ++at;
    };
    (measure(calls), ...);
  }
  return best;
}

}  // namespace

int main() {
  const auto agents = bba::Service::per_unit("agents", "5.00", bba::usd).value();
  const auto june = bba::Period::month(2026, 6);
  const bba_date first = june.begin().epoch_days();
  const bba_date end = june.end().epoch_days();
  bba_service_options options = BBA_SERVICE_OPTIONS_INIT;
  options.id = "agents";
  options.price = "5.00";
  options.currency = "USD";
  bba_service* service = nullptr;
  if (bba_service_new(&service, &options, nullptr) != BBA_OK) return 1;

  std::int64_t consumed = 0;
  std::cout << std::fixed << std::setprecision(2);
  for (const int changes : {1, 8, 20}) {
    auto history = bba::UnitHistory::starting(june.begin(), 100).value();
    bba_units* units = nullptr;
    if (bba_units_new(&units, first, 100, nullptr) != BBA_OK) return 1;
    for (int i = 1; i <= changes; ++i) {
      (void)history.record(june.begin().plus_days(i), 100 + i % 7 + i).value();
      if (bba_units_record(units, first + i, 100 + i % 7 + i, nullptr) != BBA_OK) return 1;
    }
    const auto in_cpp = [&] {
      for (const auto& line : bba::bill(agents, history, june).value())
        consumed += line.amount.minor();
    };
    const auto in_c = [&] {
      bba_lines* lines = nullptr;
      std::int64_t total = 0;
      if (bba_bill(&lines, service, units, first, end, nullptr) == BBA_OK &&
          bba_lines_total(&total, lines, nullptr) == BBA_OK)
        consumed -= total;
      bba_lines_free(&lines);
    };
    const auto reading = [&] {
      bba_lines* lines = nullptr;
      bba_line line = BBA_LINE_INIT;
      if (bba_bill(&lines, service, units, first, end, nullptr) != BBA_OK) return;
      for (std::size_t i = 0; i < bba_lines_count(lines); ++i)
        if (bba_lines_get(&line, lines, i, nullptr) == BBA_OK) consumed += line.quantity % 2;
      bba_lines_free(&lines);
    };
    const auto [cpp, c, read] = best_seconds(in_cpp, in_c, reading);
    std::cout << changes << " changes a month: C++ " << cpp * 1e6 << " us, C " << c * 1e6
              << " us, ratio " << c / cpp << "; every line read with its texts " << read * 1e6
              << " us, ratio " << read / cpp << "\n";
    bba_units_free(&units);
  }
  bba_service_free(&service);
  // The same work on both sides, so the amounts cancel out.
  return consumed < -1'000'000'000 ? 1 : 0;
}
