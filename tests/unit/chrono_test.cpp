#include "billbyagent/chrono.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;
using namespace std::chrono_literals;

TEST_CASE("every day of 1900 to 2100 is the same day in <chrono>") {
  std::chrono::sys_days expected = std::chrono::year{1900} / 1 / 1;
  for (Date date{1900, 1, 1}; date < Date{2101, 1, 1}; date = date.next()) {
    const std::chrono::year_month_day day{expected};
    REQUIRE(to_sys_days(date) == expected);
    REQUIRE(to_year_month_day(date) == day);
    REQUIRE(to_date(expected).value() == date);
    REQUIRE(to_date(day).value() == date);
    expected += std::chrono::days{1};
  }
}

TEST_CASE("what is no day of ours is refused") {
  using std::chrono::year;
  for (const auto day : {year{2026} / 6 / 31, year{2026} / 2 / 29, year{2026} / 13 / 1,
                         year{1899} / 12 / 31, year{9001} / 1 / 1, year{-1} / 1 / 1}) {
    CAPTURE(static_cast<int>(day.year()));
    CHECK(to_date(day).error().code == Errc::invalid_date);
  }
  CHECK(to_date(std::chrono::sys_days{year{1899} / 12 / 31}).error().code == Errc::invalid_date);
}

TEST_CASE("moments to the millisecond, towards the past") {
  const Instant instant{1'780'315'200'123};
  CHECK(to_instant(to_sys_time(instant)) == instant);
  const std::chrono::sys_seconds noon{1'780'315'200s};
  CHECK(to_instant(noon) == Instant{1'780'315'200'000});
  CHECK(to_instant(std::chrono::sys_time<std::chrono::microseconds>{-1us}) == Instant{-1});
}

TEST_CASE("days and moments convert in constants") {
  using namespace std::chrono;
  static_assert(to_date(2026y / June / 1).value() == Date{2026, 6, 1});
  static_assert(to_year_month_day(Date{2026, 6, 1}) == 2026y / 6 / 1);
  static_assert(to_instant(sys_days{1970y / 1 / 2}) == Instant{86'400'000});
}
