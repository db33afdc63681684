#include "billbyagent/domain/running_total.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

namespace {

const Period june = Period::month(2026, 6);

std::int64_t next(detail::RunningTotal& total, Units quantity, const Period& span) {
  const Fraction share = share_of(DayCount::actual_period, june, span);
  return total.next(quantity, 0, 9'990'000, span, share).value().minor();
}

}  // namespace

TEST_CASE("amounts are steps of the rounded exact total") {
  detail::RunningTotal total{{}, june, usd};
  CHECK(next(total, 1, june) == 999);
  CHECK(next(total, 1, {{2026, 6, 10}, june.end()}) == 699);  // 16.983
  CHECK(next(total, 1, {{2026, 6, 20}, june.end()}) == 367);  // 20.646, alone 3.663
  CHECK(next(total, -1, {{2026, 6, 20}, june.end()}) == -367);
  CHECK(total.is_settled({30, 30}));
}

TEST_CASE("what was posted for less than it was worth comes with the next line") {
  detail::RunningTotal total{{}, june, usd};
  total.add_posted(990, 1, 0, 9'990'000, june, {30, 30});
  CHECK_FALSE(total.is_settled({30, 30}));
  CHECK(next(total, 1, june) == 1'008);
  CHECK(total.is_settled({30, 30}));
}

TEST_CASE("a rounded unit price of days in the middle is the rest's at both ends") {
  const ProrationPolicy policy{.rounding_step = RoundingStep::unit_price};
  const auto price = [&](int from, int to) {
    const Date end = to == 31 ? june.end() : Date{2026, 6, to};
    return static_cast<int>(
        detail::prorated_unit_price(policy, 9'990'000, june, {{2026, 6, from}, end}, usd));
  };
  CHECK(price(1, 31) == 999);
  CHECK(price(10, 31) == 699);
  CHECK(price(20, 31) == 366);
  CHECK(price(10, 20) == 333);
  CHECK(price(1, 10) + price(10, 20) + price(20, 31) == 999);
}

TEST_CASE("an amount beyond 64 bits is an error") {
  detail::RunningTotal total{{}, june, kwd};
  CHECK(total.next(Units{1} << 40, 0, limits::price_millionths_max, june, {30, 30}).error().code ==
        Errc::out_of_range);
}
