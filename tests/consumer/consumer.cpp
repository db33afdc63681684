// What a first user writes. Returns 0 when the price came back as it went in.
#include <billbyagent/domain/date.hpp>
#include <billbyagent/domain/money.hpp>

int main() {
  const auto currency = billbyagent::Currency::parse("USD").value();
  const auto price = billbyagent::Money::parse("12.50", currency).value();
  const billbyagent::Date day{2025, 6, 16};
  return to_string(price) == "12.50 USD" && to_string(day) == "2025-06-16" ? 0 : 1;
}
