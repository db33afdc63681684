#pragma once

/// A civil day (D3), held as a Boost.Date_Time gregorian day that is never a special value, and an
/// instant. The only header of the core that includes Boost; `billbyagent/chrono.hpp` converts to
/// and from `<chrono>`. All but text is constexpr. Threads: plain values.

#include <boost/date_time/gregorian/gregorian_types.hpp>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "billbyagent/base/limits.hpp"
#include "billbyagent/base/result.hpp"

namespace billbyagent {

class Date {
 public:
  /// Throws `Exception` (invalid_date) on a day that does not exist; see `make` for the quiet twin.
  constexpr Date(int year, int month, int day) : Date(make(year, month, day).value()) {}

  static constexpr Result<Date> make(int year, int month, int day);
  /// ISO 8601 `YYYY-MM-DD` and nothing else.
  static constexpr Result<Date> parse(std::string_view text);
  /// Days since 1970-01-01, as the C ABI and the stores count them.
  static constexpr Result<Date> from_epoch_days(std::int64_t days);

  constexpr std::int32_t epoch_days() const noexcept;
  constexpr int year() const noexcept { return day_.year_month_day().year; }
  constexpr int month() const noexcept { return day_.year_month_day().month; }
  constexpr int day() const noexcept { return day_.year_month_day().day; }
  constexpr boost::gregorian::date to_boost() const noexcept { return day_; }

  /// The day `days` later (earlier when negative). Throws `Exception` beyond the supported years.
  constexpr Date plus_days(std::int32_t days) const;
  constexpr Date next() const { return plus_days(1); }
  constexpr Date previous() const { return plus_days(-1); }

  friend constexpr bool operator==(const Date& a, const Date& b) noexcept {
    return a.day_ == b.day_;
  }
  friend constexpr std::strong_ordering operator<=>(const Date& a, const Date& b) noexcept {
    return a.epoch_days() <=> b.epoch_days();
  }

 private:
  constexpr explicit Date(boost::gregorian::date day) noexcept : day_(day) {}
  static constexpr std::int64_t day_number_of_1970_01_01 = 2440588;
  boost::gregorian::date day_;
};

/// Days from `a` to `b`; negative when `b` is earlier.
constexpr std::int32_t days_between(Date a, Date b) noexcept {
  return b.epoch_days() - a.epoch_days();
}

constexpr int days_in_month(int year, int month) {
  return boost::gregorian::gregorian_calendar::end_of_month_day(static_cast<unsigned short>(year),
                                                                static_cast<unsigned short>(month));
}

/// Months since year 0, for counting in whole months.
constexpr int month_index(Date date) noexcept { return date.year() * 12 + date.month() - 1; }
/// Day `day` of the month with that index, or the month's last day when it is shorter.
constexpr Date clamped_day(int month_index, int day);

/// The day `months` months after `anchor`, clamped to the end of a shorter month. Always ask from
/// the anchor itself: adding one month repeatedly would turn a 31st into a 28th for good.
constexpr Date nth_month_from(Date anchor, int months);

std::string to_string(Date date);

/// A moment in UTC, in milliseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t ms = 0;
  friend auto operator<=>(const Instant&, const Instant&) = default;
};

/// Milliseconds of a day of UTC.
inline constexpr std::int64_t day_ms = 86'400'000;

/// ISO 8601 with `Z`, to the millisecond.
std::string to_string(Instant instant);

constexpr Result<Date> Date::make(int year, int month, int day) {
  const auto fail = [&] {
    return Error{Errc::invalid_date,
                 std::to_string(year) + "-" + std::to_string(month) + "-" + std::to_string(day)};
  };
  if (year < limits::first_year || year > limits::last_year || month < 1 || month > 12 || day < 1)
    return fail();
  if (day > days_in_month(year, month)) return fail();
  return Date{boost::gregorian::date(static_cast<unsigned short>(year),
                                     static_cast<unsigned short>(month),
                                     static_cast<unsigned short>(day))};
}

constexpr Result<Date> Date::parse(std::string_view text) {
  const auto digits = [&](std::size_t at, std::size_t count) {
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
      if (text[i] < '0' || text[i] > '9') return -1;
      value = value * 10 + (text[i] - '0');
    }
    return value;
  };
  const auto fail = [&] {
    return Error{Errc::invalid_date,
                 "'" + std::string{text.substr(0, 40)} + "' is not a day as YYYY-MM-DD"};
  };
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return fail();
  const int year = digits(0, 4);
  const int month = digits(5, 2);
  const int day = digits(8, 2);
  if (year < 0 || month < 0 || day < 0) return fail();
  auto made = make(year, month, day);
  if (!made) return fail();
  return made;
}

constexpr Result<Date> Date::from_epoch_days(std::int64_t days) {
  const std::int64_t first = Date{limits::first_year, 1, 1}.epoch_days();
  const std::int64_t last = Date{limits::last_year, 12, 31}.epoch_days();
  if (days < first || days > last)
    return Error{Errc::invalid_date, std::to_string(days) + " days since 1970-01-01"};
  const auto number = static_cast<std::uint32_t>(days + day_number_of_1970_01_01);
  return Date{
      boost::gregorian::date(boost::gregorian::gregorian_calendar::from_day_number(number))};
}

constexpr std::int32_t Date::epoch_days() const noexcept {
  return static_cast<std::int32_t>(static_cast<std::int64_t>(day_.day_number()) -
                                   day_number_of_1970_01_01);
}

constexpr Date Date::plus_days(std::int32_t days) const {
  return from_epoch_days(std::int64_t{epoch_days()} + days).value();
}

constexpr Date clamped_day(int month_index, int day) {
  const int year = month_index / 12;
  const int month = month_index % 12 + 1;
  if (year < limits::first_year || year > limits::last_year)
    throw Exception(Error{Errc::invalid_date, "year " + std::to_string(year)});
  const int last = days_in_month(year, month);
  return Date{year, month, day < last ? day : last};
}

constexpr Date nth_month_from(Date anchor, int months) {
  return clamped_day(month_index(anchor) + months, anchor.day());
}

namespace detail {
inline std::string padded(std::int64_t value, std::size_t width) {
  std::string text = std::to_string(value);
  return text.size() >= width ? text : std::string(width - text.size(), '0') + text;
}
}  // namespace detail

inline std::string to_string(Date date) {
  return detail::padded(date.year(), 4) + "-" + detail::padded(date.month(), 2) + "-" +
         detail::padded(date.day(), 2);
}

inline std::string to_string(Instant instant) {
  std::int64_t days = instant.ms / day_ms;
  std::int64_t rest = instant.ms % day_ms;
  if (rest < 0) {
    rest += day_ms;
    --days;
  }
  const auto date = Date::from_epoch_days(days);
  if (!date) return std::to_string(instant.ms) + " ms";
  return to_string(*date) + "T" + detail::padded(rest / 3'600'000, 2) + ":" +
         detail::padded(rest / 60'000 % 60, 2) + ":" + detail::padded(rest / 1'000 % 60, 2) + "." +
         detail::padded(rest % 1'000, 3) + "Z";
}

}  // namespace billbyagent

template <>
struct std::hash<billbyagent::Date> {
  std::size_t operator()(billbyagent::Date date) const noexcept {
    return std::hash<std::int32_t>{}(date.epoch_days());
  }
};
