#pragma once

// One value of each printable kind, with its text.

#include <string_view>

#include "billbyagent/base/secret.hpp"
#include "billbyagent/domain/line_item.hpp"

namespace printed {

template <class Check>
void for_each(Check check) {
  using namespace billbyagent;
  const Date day{2026, 6, 1};
  check(Money::from_minor(-5, usd), "-0.05 USD");
  check(UnitPrice::parse("0.0025", usd).value(), "0.0025 USD");
  check(usd, "USD");
  check(day, "2026-06-01");
  check(Instant{0}, "1970-01-01T00:00:00.000Z");
  check(Period::month(2026, 6), "2026-06-01..2026-06-30");
  check(Fraction{21, 30}, "21/30");
  check(ContractId{"C-1"}, "C-1");
  check(ServiceKey{ContractId{"C-1"}, ServiceId{"S"}}, "C-1/S");
  check(LineKey{ContractId{"C-1"}, ServiceId{"S"}, day, day.next(), 1},
        "C-1/S/2026-06-01/2026-06-02/1");
  check(LineItem{.key = {ContractId{"C-1"}, ServiceId{"S"}, day, day, 1},
                 .billing_period = Period::month(2026, 6),
                 .span = Period::month(2026, 6),
                 .quantity = 2,
                 .rate = {.price_millionths = 5'000'000},
                 .share = {30, 30},
                 .amount = Money::from_minor(1'000, usd),
                 .cost = Money::zero(usd),
                 .available_on = day},
        "2026-06-01..2026-06-30  2 x 5.00  10.00 USD  recurring");
  check(Error{Errc::not_found, "C-1"}, "not_found: C-1 (no such thing in the store)");
  check(Errc::conflicts, "conflicts");
  check(Trust::propose, "propose");
  check(Secret{"swordfish"}, "***");
}

}  // namespace printed
