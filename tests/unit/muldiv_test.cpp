#include "billbyagent/base/muldiv.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

TEST_CASE("division rounds as named, on both sides of zero") {
  struct Row {
    int numerator, denominator, half_away, half_even, toward_zero;
  };
  for (const auto& row :
       {Row{0, 3, 0, 0, 0}, Row{1, 3, 0, 0, 0}, Row{2, 3, 1, 1, 0}, Row{-1, 3, 0, 0, 0},
        Row{-2, 3, -1, -1, 0}, Row{1, 2, 1, 0, 0}, Row{3, 2, 2, 2, 1}, Row{5, 2, 3, 2, 2},
        Row{-1, 2, -1, 0, 0}, Row{-3, 2, -2, -2, -1}, Row{-5, 2, -3, -2, -2}, Row{7, 1, 7, 7, 7},
        Row{-7, 1, -7, -7, -7}, Row{29, 10, 3, 3, 2}, Row{-29, 10, -3, -3, -2}}) {
    CAPTURE(row.numerator);
    CAPTURE(row.denominator);
    const auto divided = [&](Rounding rounding) {
      return static_cast<int>(divide_rounded(row.numerator, row.denominator, rounding));
    };
    CHECK(divided(Rounding::half_away_from_zero) == row.half_away);
    CHECK(divided(Rounding::half_even) == row.half_even);
    CHECK(divided(Rounding::toward_zero) == row.toward_zero);
  }
}

TEST_CASE("a tie beyond 64 bits is still a tie") {
  const Int128 large = Int128{1} << 100;
  CHECK(divide_rounded(large + 1, 2, Rounding::half_away_from_zero) == large / 2 + 1);
  CHECK(divide_rounded(large + 1, 2, Rounding::half_even) == large / 2);
  CHECK(divide_rounded(3 * (large / 2), large, Rounding::half_even) == 2);
  CHECK(divide_rounded(-3 * (large / 2), large, Rounding::half_away_from_zero) == -2);
}

TEST_CASE("a denominator must be positive") {
  CHECK_THROWS_AS(divide_rounded(1, 0, Rounding::half_even), InvariantViolation);
  CHECK_THROWS_AS(divide_rounded(1, -2, Rounding::half_even), InvariantViolation);
}

TEST_CASE("64 bits end where they end") {
  const Int128 max = std::numeric_limits<std::int64_t>::max();
  const Int128 min = std::numeric_limits<std::int64_t>::min();
  CHECK(fits_int64(max));
  CHECK_FALSE(fits_int64(max + 1));
  CHECK(fits_int64(min));
  CHECK_FALSE(fits_int64(min - 1));
}
