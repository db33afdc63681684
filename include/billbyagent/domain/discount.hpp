#pragma once

/// A discount as people write it. Threads: pure functions.

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

}  // namespace billbyagent
