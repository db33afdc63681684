#pragma once

/// How many of the counted units of a service are billed. The order is fixed: the count is measured
/// over the billing period, raised to the committed minimum, cut at the maximum; of what is left
/// the included units are free. Threads: plain values.

#include <cstdint>
#include <optional>
#include <string>

#include "billbyagent/base/limits.hpp"
#include "billbyagent/base/names.hpp"
#include "billbyagent/base/result.hpp"

namespace billbyagent {

using Units = std::int64_t;

/// Which count a billing period is billed at. Only days count on which the service is in force.
enum class Measure : std::uint8_t {
  prorated,        ///< each day at its own count: the default
  high_watermark,  ///< the whole period at the highest count of any of its days
  average,         ///< at the mean of its days' counts, to whole units, half a unit up
  fixed_day,       ///< at the count of one day
};
template <>
inline constexpr NameTable<4> names_of<Measure>{"prorated", "high_watermark", "average",
                                                "fixed_day"};

struct QuantityTerms {
  Measure measure = Measure::prorated;
  /// With `Measure::fixed_day`: the n-th day of the billing period, from 1; in a shorter period its
  /// last day, and where the service is not in force on it the nearest day on which it is.
  int fixed_day = 0;
  Units included = 0;              ///< free units; those beyond them are the overage
  Units minimum = 0;               ///< committed: billed even when fewer are counted
  std::optional<Units> maximum{};  ///< what is counted above it is not billed

  /// The measured units between minimum and maximum.
  Units within_bounds(Units measured) const {
    if (measured < minimum) measured = minimum;
    return maximum && *maximum < measured ? *maximum : measured;
  }
  friend bool operator==(const QuantityTerms&, const QuantityTerms&) = default;
};

/// Names the field that is wrong.
inline Result<void> check(const QuantityTerms& terms) {
  const auto refuse = [](const std::string& what) {
    return Error{Errc::invalid_argument, "quantity." + what};
  };
  const auto in_range = [](Units units) { return units >= 0 && units <= limits::units_max; };
  if (!in_range(terms.included)) return refuse("included: " + std::to_string(terms.included));
  if (!in_range(terms.minimum)) return refuse("minimum: " + std::to_string(terms.minimum));
  if (terms.maximum && !in_range(*terms.maximum))
    return refuse("maximum: " + std::to_string(*terms.maximum));
  if (terms.maximum && *terms.maximum < terms.minimum)
    return refuse("minimum: " + std::to_string(terms.minimum) + " is above the maximum of " +
                  std::to_string(*terms.maximum));
  if (terms.maximum && *terms.maximum < terms.included)
    return refuse("included: " + std::to_string(terms.included) + " is above the maximum of " +
                  std::to_string(*terms.maximum));
  const bool has_day = terms.measure == Measure::fixed_day;
  if (has_day && (terms.fixed_day < 1 || terms.fixed_day > 366))
    return refuse("fixed_day: " + std::to_string(terms.fixed_day) + " is not a day from 1 to 366");
  if (!has_day && terms.fixed_day != 0)
    return refuse("fixed_day: goes with measure fixed_day, not " +
                  std::string{to_string(terms.measure)});
  return {};
}

}  // namespace billbyagent
