// What the engine makes of a scenario, for comparing with what other languages make of it:
//   posted through 2026-06-01
//   C-1/agents/2026-06-01/2026-06-01/1  2026-06-01..2026-06-30  10 x 5.00  50.00 USD  recurring
//   = 50.00 USD
//   total 50.00 USD
// For each post_through step its day, the key and text of every line that it posted, and their sum;
// at last the sum of the lines that stand.

#include <exception>
#include <iostream>

#include "golden/scenario.hpp"

int main(int count, char** arguments) try {
  if (count != 2) {
    std::cerr << "usage: golden_lines SCENARIO.json\n";
    return 2;
  }
  std::cout << golden::play(golden::read_scenario(arguments[1])).keyed;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
