#pragma once

/// Percents as people write them. Threads: pure functions.

#include <string>
#include <string_view>

#include "billbyagent/domain/money.hpp"

namespace billbyagent {

/// `12.5` (percent) as 1250 hundredths of a percent; `out_of_range` outside 0 to 100.
inline Result<std::int32_t> parse_discount(std::string_view percent) {
  const auto basis_points = detail::parse_scaled(percent, 2);
  if (!basis_points) return basis_points.error();
  if (*basis_points < 0 || *basis_points > limits::discount_basis_points_max)
    return Error{Errc::out_of_range, std::string{percent} + " % is not from 0 to 100 %"};
  return static_cast<std::int32_t>(*basis_points);
}

/// Of a yearly raise: `3.25` (percent) as 325; `out_of_range` unless above 0 and up to 100.
inline Result<std::int32_t> parse_yearly_raise(std::string_view percent) {
  const auto basis_points = detail::parse_scaled(percent, 2);
  if (!basis_points) return basis_points.error();
  if (*basis_points < 1 || *basis_points > limits::raise_basis_points_max)
    return Error{Errc::out_of_range, std::string{percent} + " % is not above 0 and up to 100 %"};
  return static_cast<std::int32_t>(*basis_points);
}

}  // namespace billbyagent
