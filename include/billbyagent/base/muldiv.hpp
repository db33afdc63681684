#pragma once

/// Exact integer arithmetic for money: 128-bit intermediates and one division with a named
/// rounding. What no caller may do throws `InvariantViolation`. Threads: pure functions.

#include <cstdint>
#include <limits>

#include "billbyagent/base/names.hpp"
#include "billbyagent/base/result.hpp"

namespace billbyagent {

/// GCC and Clang; `__extension__` keeps -Wpedantic quiet about the one non-standard type we use.
__extension__ typedef __int128 Int128;

enum class Rounding : std::uint8_t {
  half_away_from_zero,  ///< 0.5 -> 1, -0.5 -> -1: the default
  half_even,            ///< 0.5 -> 0, 1.5 -> 2
  toward_zero,          ///< cut off, as some rivals do
};
template <>
inline constexpr NameTable<3> names_of<Rounding>{"half_away_from_zero", "half_even", "toward_zero"};

/// `numerator / denominator` as an integer. `denominator` must be positive.
constexpr Int128 divide_rounded(Int128 numerator, Int128 denominator, Rounding rounding) {
  ensure(denominator > 0, "divide_rounded: the denominator must be positive");
  const Int128 quotient = numerator / denominator;
  const Int128 rest = numerator % denominator;
  const Int128 rest_size = rest < 0 ? -rest : rest;
  const Int128 away = numerator < 0 ? quotient - 1 : quotient + 1;
  if (rounding == Rounding::toward_zero || rest == 0) return quotient;
  const Int128 other_side = denominator - rest_size;
  if (rest_size > other_side) return away;
  if (rest_size < other_side) return quotient;
  if (rounding == Rounding::half_away_from_zero) return away;
  return quotient % 2 == 0 ? quotient : away;
}

constexpr bool fits_int64(Int128 value) noexcept {
  return value >= std::numeric_limits<std::int64_t>::min() &&
         value <= std::numeric_limits<std::int64_t>::max();
}

}  // namespace billbyagent
