#pragma once

/// How much of a billing period a span of its days is. Every convention is a running share from 0
/// at the period's first day to 1 at its end, and a span's share is the difference of two of them:
/// the shares of any partition of a period add up to exactly 1 (see docs/billing-rules.md).
/// Threads: pure functions.

#include <algorithm>
#include <cstdint>
#include <numeric>

#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/period.hpp"

namespace billbyagent {

enum class DayCount : std::uint8_t {
  actual_period,      ///< days over the days of the billing period: the default
  calendar_months,    ///< each calendar month weighs the same; inside it, days over its own days
  thirty_day_months,  ///< days over 30 for each month of the period; a 31st day is free
  thirty_360,         ///< 30E/360: every month has 30 days, a 31st is taken for a 30th
};
template <>
inline constexpr NameTable<4> names_of<DayCount>{"actual_period", "calendar_months",
                                                 "thirty_day_months", "thirty_360"};

/// Not reduced, so that it still reads as days: 15/30.
struct Fraction {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;

  friend bool operator==(const Fraction&, const Fraction&) = default;
};

/// `21/30`. What is finer than the days of a year (`calendar_months`) is shown reduced.
inline std::string to_string(const Fraction& fraction) {
  const bool days = fraction.denominator <= 366;
  const std::int64_t shared = days ? 1 : std::gcd(fraction.numerator, fraction.denominator);
  return std::to_string(fraction.numerator / shared) + "/" +
         std::to_string(fraction.denominator / shared);
}

namespace detail {

// A common multiple of 28, 29, 30 and 31: calendar months in whole numbers.
inline constexpr std::int64_t month_ticks = 377'580;

constexpr std::int64_t calendar_ticks(Date from, Date to) {
  const auto since_year_zero = [](Date day) {
    return month_index(day) * month_ticks +
           (day.day() - 1) * (month_ticks / days_in_month(day.year(), day.month()));
  };
  return since_year_zero(to) - since_year_zero(from);
}

/// The day that the period's months begin on: a month that is too short for it begins on its last
/// one, so the later of both ends tells.
constexpr int month_day(const Period& period) {
  return std::max(period.begin().day(), period.end().day());
}

constexpr bool has_whole_months(const Period& period) {
  const auto begins_month = [&](Date day) {
    return clamped_day(month_index(day), month_day(period)) == day;
  };
  return begins_month(period.begin()) && begins_month(period.end());
}

constexpr std::int64_t thirty_day_ticks(const Period& period, Date to) {
  const auto begin_of = [&](int month) { return clamped_day(month, month_day(period)); };
  int month = month_index(to);
  if (to < begin_of(month)) --month;
  // A 31st day weighs nothing: it begins after 30 days, as does the month behind it.
  return 30 * (month - month_index(period.begin())) + days_between(begin_of(month), to);
}

constexpr std::int64_t thirty_360_days(Date from, Date to) {
  const auto clamped = [](Date day) { return day.day() < 30 ? day.day() : 30; };
  return 30 * (month_index(to) - month_index(from)) + clamped(to) - clamped(from);
}

constexpr std::int64_t elapsed(DayCount day_count, const Period& period, Date to) {
  // Thirds of a month make no sense inside a week.
  constexpr int shortest_month = 28;
  const bool monthly = day_count != DayCount::thirty_day_months || has_whole_months(period);
  if (period.days() < shortest_month || !monthly) day_count = DayCount::actual_period;
  switch (day_count) {
    case DayCount::actual_period:
      return days_between(period.begin(), to);
    case DayCount::calendar_months:
      return calendar_ticks(period.begin(), to);
    case DayCount::thirty_day_months:
      return thirty_day_ticks(period, to);
    case DayCount::thirty_360:
      return thirty_360_days(period.begin(), to);
  }
  throw InvariantViolation("unknown day count");
}

}  // namespace detail

/// The share of `period` that `span` is; of a period shorter than a month, and under
/// `thirty_day_months` of one that is not whole months, by actual days. `span` must lie inside it
/// (`InvariantViolation`). All shares of one period and day count have the same denominator.
constexpr Fraction share_of(DayCount day_count, const Period& period, const Period& span) {
  ensure(period.begin() <= span.begin() && span.end() <= period.end(),
         "share_of: the span leaves the period");
  return {detail::elapsed(day_count, period, span.end()) -
              detail::elapsed(day_count, period, span.begin()),
          detail::elapsed(day_count, period, period.end())};
}

}  // namespace billbyagent
