#pragma once

/// The conventions of proration, each a named value (D4). Presets are named after whose printed
/// numbers they reproduce; docs/billing-rules.md shows them.

#include <cstdint>

#include "billbyagent/base/muldiv.hpp"
#include "billbyagent/domain/day_count.hpp"

namespace billbyagent {

enum class EffectiveDay : std::uint8_t {
  billed,      ///< the new count is billed from the effective day on: the default
  not_billed,  ///< from the day after it
};

enum class RoundingStep : std::uint8_t {
  line,        ///< once, at the line; the lines of a period add up to the rounded exact total
  unit_price,  ///< the prorated price of one unit first, then times the units, as ConnectWise
               ///< prints
};

struct ProrationPolicy {
  DayCount day_count = DayCount::actual_period;
  EffectiveDay effective_day = EffectiveDay::billed;
  Rounding rounding = Rounding::half_away_from_zero;
  RoundingStep rounding_step = RoundingStep::line;

  friend bool operator==(const ProrationPolicy&, const ProrationPolicy&) = default;
};

constexpr std::string_view to_string(EffectiveDay effective_day) noexcept {
  return effective_day == EffectiveDay::billed ? "billed" : "not_billed";
}

constexpr std::string_view to_string(RoundingStep step) noexcept {
  return step == RoundingStep::line ? "line" : "unit_price";
}

constexpr std::string_view to_string(Rounding rounding) noexcept {
  switch (rounding) {
    case Rounding::half_away_from_zero:
      return "half_away_from_zero";
    case Rounding::half_even:
      return "half_even";
    case Rounding::toward_zero:
      return "toward_zero";
  }
  return "unknown";
}

}  // namespace billbyagent
