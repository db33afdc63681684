#include "seen.hpp"

std::string seen_by_second(billbyagent::Date day);

int main() {
  const billbyagent::Date day{2024, 2, 29};
  return seen(day) == seen_by_second(day) ? 0 : 1;
}
