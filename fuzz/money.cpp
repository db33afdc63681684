// Money and prices as text: what is read is written back the same.

#include "billbyagent/domain/money.hpp"

#include "fuzz.hpp"

using namespace billbyagent;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = as_text(data, size);
  for (const auto& currency : {usd, jpy, kwd}) {
    if (const auto money = Money::parse(text, currency)) {
      const auto again = Money::parse(to_decimal(*money), currency);
      must(again && *again == *money);
    }
    if (const auto price = UnitPrice::parse(text, currency)) {
      const auto again = UnitPrice::parse(to_decimal(*price), currency);
      must(again && *again == *price);
    }
  }
  (void)Currency::parse(text).has_value();
  return 0;
}
