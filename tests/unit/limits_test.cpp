#include "billbyagent/base/limits.hpp"

#include <doctest/doctest.h>

#include "billbyagent/domain/running_total.hpp"

using namespace billbyagent;

TEST_CASE("the largest line fits 64 bits, and the sums behind it 128") {
  const Int128 exact =
      detail::value_numerator(limits::units_max, limits::price_millionths_max, {366, 366}, kwd);
  CHECK(fits_int64(
      divide_rounded(exact, detail::value_denominator({366, 366}), Rounding::half_away_from_zero)));
  // Calendar months over ten years, a thousand times over.
  const Fraction fine{120 * detail::month_ticks, 120 * detail::month_ticks};
  const Int128 largest =
      detail::value_numerator(limits::units_max, limits::price_millionths_max, fine, kwd);
  CHECK(largest > 0);
  CHECK(largest * 1'000 / 1'000 == largest);
}
