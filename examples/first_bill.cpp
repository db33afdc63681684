// The pure core: a price, a history of units, and what is due for a month.

#include <billbyagent/billbyagent.hpp>
#include <iostream>

namespace bba = billbyagent;

int main() {
  const auto agents = bba::Service::per_unit("agents", "5.00", bba::usd).value();
  auto units = bba::UnitHistory::starting(bba::Date{2026, 6, 1}, 10).value();
  units.record(bba::Date{2026, 6, 16}, 15).value();

  const auto june = bba::Period::month(2026, 6);
  for (const auto& line : bba::bill(agents, units, june).value())
    std::cout << to_string(line) << '\n';
}
