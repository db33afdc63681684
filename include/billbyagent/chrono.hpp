#pragma once

/// Days and moments of this library to and from those of `<chrono>`, which the core itself does
/// not include: it is told the time and costs less to compile. Threads: plain values.

#include <chrono>

#include "billbyagent/domain/date.hpp"

namespace billbyagent {

constexpr std::chrono::sys_days to_sys_days(Date date) noexcept {
  return std::chrono::sys_days{std::chrono::days{date.epoch_days()}};
}
constexpr std::chrono::year_month_day to_year_month_day(Date date) noexcept {
  return std::chrono::year_month_day{std::chrono::year{date.year()},
                                     std::chrono::month{static_cast<unsigned>(date.month())},
                                     std::chrono::day{static_cast<unsigned>(date.day())}};
}

/// `invalid_date` outside the supported years.
constexpr Result<Date> to_date(std::chrono::sys_days day) {
  return Date::from_epoch_days(day.time_since_epoch().count());
}
/// `invalid_date` for what is no day, such as 31 June, and outside the supported years.
constexpr Result<Date> to_date(std::chrono::year_month_day day) {
  return Date::make(static_cast<int>(day.year()),
                    static_cast<int>(static_cast<unsigned>(day.month())),
                    static_cast<int>(static_cast<unsigned>(day.day())));
}

constexpr std::chrono::sys_time<std::chrono::milliseconds> to_sys_time(Instant instant) noexcept {
  return std::chrono::sys_time<std::chrono::milliseconds>{std::chrono::milliseconds{instant.ms}};
}
/// What is finer than a millisecond is cut off, towards the past.
template <class Duration>
constexpr Instant to_instant(std::chrono::sys_time<Duration> time) {
  return Instant{std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count()};
}

}  // namespace billbyagent
