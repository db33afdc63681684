#pragma once

/// Half-open spans of days (D3). Only printing shows the inclusive end. Threads: plain values.

#include <algorithm>
#include <optional>
#include <string>

#include "billbyagent/domain/date.hpp"

namespace billbyagent {

/// `[begin, end)`: `end` is the first day that no longer belongs to it. Holds begin < end.
class Period {
 public:
  /// Throws `Exception` (invalid_period) unless begin < end; see `make` for the quiet twin.
  constexpr Period(Date begin, Date end) : begin_(begin), end_(end) {
    if (!(begin < end)) throw Exception(invalid(begin, end));
  }
  static constexpr Result<Period> make(Date begin, Date end) {
    if (!(begin < end)) return invalid(begin, end);
    return Period{begin, end};
  }
  /// The calendar month.
  static constexpr Period month(int year, int month) {
    const Date first{year, month, 1};
    return Period{first, nth_month_from(first, 1)};
  }

  constexpr Date begin() const noexcept { return begin_; }
  constexpr Date end() const noexcept { return end_; }
  constexpr Date last_day() const { return end_.previous(); }
  constexpr std::int32_t days() const noexcept { return days_between(begin_, end_); }
  constexpr bool contains(Date day) const noexcept { return begin_ <= day && day < end_; }

  friend bool operator==(const Period&, const Period&) = default;

 private:
  static Error invalid(Date begin, Date end) {
    return Error{Errc::invalid_period, to_string(begin) + " to " + to_string(end)};
  }
  Date begin_;
  Date end_;
};

/// The days both have, or nothing.
constexpr std::optional<Period> intersect(const Period& a, const Period& b) {
  const Date begin = std::max(a.begin(), b.begin());
  const Date end = std::min(a.end(), b.end());
  if (!(begin < end)) return std::nullopt;
  return Period{begin, end};
}

/// `2026-06-01..2026-06-30`, with the inclusive end that people read.
inline std::string to_string(const Period& period) {
  return to_string(period.begin()) + ".." + to_string(period.last_day());
}

}  // namespace billbyagent
