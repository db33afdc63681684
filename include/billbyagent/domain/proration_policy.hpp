#pragma once

/// The conventions of proration, each a named value (D4). Presets are named after whose printed
/// numbers they reproduce; docs/billing-rules.md shows them. Threads: plain values.

#include <cstdint>

#include "billbyagent/base/muldiv.hpp"
#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/day_count.hpp"

namespace billbyagent {

enum class EffectiveDay : std::uint8_t {
  billed,      ///< the new count is billed from the effective day on: the default
  not_billed,  ///< from the day after it
};
template <>
inline constexpr NameTable<2> names_of<EffectiveDay>{"billed", "not_billed"};

enum class RoundingStep : std::uint8_t {
  line,        ///< once, at the line; the lines of a period add up to the rounded exact total
  unit_price,  ///< the prorated price of one unit first, then times the units, as ConnectWise
               ///< prints
};
template <>
inline constexpr NameTable<2> names_of<RoundingStep>{"line", "unit_price"};

/// What units cost that come within a billing period.
enum class IncreaseRule : std::uint8_t {
  prorated,     ///< from their day on: the default
  full_period,  ///< the whole billing period, as far as the service is in force
  next_period,  ///< nothing until the next billing period
};
template <>
inline constexpr NameTable<3> names_of<IncreaseRule>{"prorated", "full_period", "next_period"};

/// What becomes of units that go within a billing period.
enum class DecreaseRule : std::uint8_t {
  credited,     ///< credited from their day on: the default
  next_period,  ///< no credit; billed to the end of the billing period
  committed,    ///< credited, but never below the units that the service began with
};
template <>
inline constexpr NameTable<3> names_of<DecreaseRule>{"credited", "next_period", "committed"};

struct ProrationPolicy {
  DayCount day_count = DayCount::actual_period;
  EffectiveDay effective_day = EffectiveDay::billed;
  Rounding rounding = Rounding::half_away_from_zero;
  RoundingStep rounding_step = RoundingStep::line;
  IncreaseRule increase = IncreaseRule::prorated;
  DecreaseRule decrease = DecreaseRule::credited;
  /// A credit of a service and period that is smaller waits until it is this much, in minor units.
  std::int64_t minimum_credit_minor = 0;

  friend bool operator==(const ProrationPolicy&, const ProrationPolicy&) = default;
};

/// Conventions by the name of whose documents state them; docs/billing-rules.md says what is taken
/// from each. `bms` is the default of every field.
enum class PolicyPreset : std::uint8_t { bms, connectwise, autotask, kill_bill };
template <>
inline constexpr NameTable<4> names_of<PolicyPreset>{"bms", "connectwise", "autotask", "kill_bill"};

constexpr ProrationPolicy policy_of(PolicyPreset preset) noexcept {
  ProrationPolicy policy;
  // The others state what is the default here.
  if (preset == PolicyPreset::connectwise) policy.rounding_step = RoundingStep::unit_price;
  return policy;
}

}  // namespace billbyagent
