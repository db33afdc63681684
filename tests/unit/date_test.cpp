#include "billbyagent/domain/date.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

TEST_CASE("every day of 1900 to 2100 is counted, parsed and printed") {
  static constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int number = -25'567;  // 1900-01-01, counted back from 1970-01-01
  bool all_right = true;
  for (int year = 1900; year <= 2100; ++year)
    for (int month = 1; month <= 12; ++month) {
      const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
      const int length = month == 2 && leap ? 29 : lengths[month - 1];
      all_right =
          all_right && days_in_month(year, month) == length && !Date::make(year, month, length + 1);
      for (int day = 1; day <= length; ++day, ++number) {
        const Date date{year, month, day};
        all_right = all_right && date.epoch_days() == number && date.year() == year &&
                    date.month() == month && date.day() == day &&
                    Date::from_epoch_days(number).value() == date &&
                    Date::parse(to_string(date)).value() == date &&
                    date.next().epoch_days() == number + 1;
        if (!all_right) FAIL(to_string(date));
      }
    }
  CHECK(all_right);
  CHECK(number == 47'847);  // 2101-01-01
}

TEST_CASE("what is no day is refused") {
  for (const char* text : {"", "2026-6-01", "2026-06-1", "2026/06/01", "2026-06-31", "2026-02-29",
                           "1900-02-29", "2026-00-10", "2026-13-01", "2026-06-00", "1899-12-31",
                           "9001-01-01", "20260601xx", " 2026-06-01", "2026-06-01 ",
                           "2026-06-01T00:00", "+026-06-01", "2026-0a-01", "-001-01-01"}) {
    CAPTURE(text);
    const auto date = Date::parse(text);
    REQUIRE_FALSE(date);
    CHECK(date.error().code == Errc::invalid_date);
    CHECK(date.error().context.find(text) != std::string::npos);
  }
  CHECK(Date::make(2026, 6, 31).error() == Error{Errc::invalid_date, "2026-6-31"});
  CHECK_FALSE(Date::make(65'536 + 2026, 6, 1));
  CHECK_FALSE(Date::make(2026, -1, 1));
  CHECK_FALSE(Date::make(2026, 6, -1));
  CHECK_FALSE(Date::from_epoch_days(-25'568));
  CHECK_FALSE(Date::from_epoch_days(std::int64_t{1} << 40));
  CHECK_THROWS_AS((Date{2026, 2, 30}), Exception);
  CHECK_THROWS_AS((Date{1900, 1, 1}.previous()), Exception);
  CHECK_THROWS_AS((Date{9000, 12, 31}.next()), Exception);
}

TEST_CASE("48 months from the 29th, 30th and 31st keep the day") {
  for (const int anchor_day : {29, 30, 31}) {
    const Date anchor{2023, 1, anchor_day};
    for (int months = -48; months <= 48; ++months) {
      CAPTURE(anchor_day);
      CAPTURE(months);
      const Date date = nth_month_from(anchor, months);
      const int index = 2023 * 12 + months;
      CHECK(date.year() == index / 12);
      CHECK(date.month() == index % 12 + 1);
      CHECK(date.day() == std::min(anchor_day, days_in_month(date.year(), date.month())));
    }
  }
  CHECK_THROWS_AS(nth_month_from(Date{1900, 1, 1}, -1), Exception);
  CHECK_THROWS_AS(nth_month_from(Date{9000, 12, 1}, 1), Exception);
}

TEST_CASE("days compare and count") {
  const Date june{2026, 6, 1};
  CHECK(june < june.next());
  CHECK(june == Date{2026, 6, 1});
  CHECK(days_between(june, Date{2026, 7, 1}) == 30);
  CHECK(days_between(Date{2026, 7, 1}, june) == -30);
  CHECK(days_between(Date{2024, 2, 28}, Date{2024, 3, 1}) == 2);
}

TEST_CASE("moments are printed in UTC to the millisecond") {
  struct Row {
    std::int64_t ms;
    const char* text;
  };
  for (const auto& row : {Row{0, "1970-01-01T00:00:00.000Z"}, Row{-1, "1969-12-31T23:59:59.999Z"},
                          Row{86'399'999, "1970-01-01T23:59:59.999Z"},
                          Row{1'780'315'200'123, "2026-06-01T12:00:00.123Z"}})
    CHECK(to_string(Instant{row.ms}) == row.text);
  CHECK(to_string(Instant{std::int64_t{1} << 60}) == "1152921504606846976 ms");
}

TEST_CASE("a day can be a constant") {
  constexpr Date june{2026, 6, 1};
  static_assert(june.year() == 2026 && june.month() == 6 && june.day() == 1);
  static_assert(june.epoch_days() == 20'605);
  static_assert(Date::from_epoch_days(20'605).value() == june);
  static_assert(Date::parse("2026-06-01").value() == june);
  static_assert(june.next().previous() == june && june < june.next());
  static_assert(days_between(june, Date{2027, 6, 1}) == 365);
  static_assert(days_in_month(2024, 2) == 29);
  static_assert(nth_month_from(Date{2024, 1, 31}, 1) == Date{2024, 2, 29});
  static_assert(clamped_day(month_index(june), 31) == Date{2026, 6, 30});
  static_assert(june.to_boost().day_number() == 2'461'193);
}

TEST_CASE("a day hashes as what it is") {
  const std::hash<Date> hash;
  CHECK(hash(Date{2026, 6, 1}) == hash(Date::parse("2026-06-01").value()));
  CHECK(hash(Date{2026, 6, 1}) != hash(Date{2026, 6, 2}));
}
