#include "billbyagent/domain/period.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

TEST_CASE("a period has its days and not its end") {
  const Period june = Period::month(2026, 6);
  CHECK(june.days() == 30);
  CHECK(june.contains(Date{2026, 6, 1}));
  CHECK(june.contains(Date{2026, 6, 30}));
  CHECK_FALSE(june.contains(Date{2026, 7, 1}));
  CHECK_FALSE(june.contains(Date{2026, 5, 31}));
  CHECK(june.last_day() == Date{2026, 6, 30});
  CHECK(to_string(june) == "2026-06-01..2026-06-30");
  CHECK(Period::month(2024, 2).days() == 29);
  CHECK(Period::month(2025, 12).end() == Date{2026, 1, 1});
}

TEST_CASE("a period must end after it begins") {
  const Date day{2026, 6, 1};
  CHECK(Period::make(day, day).error() == Error{Errc::invalid_period, "2026-06-01 to 2026-06-01"});
  CHECK_FALSE(Period::make(day, day.previous()));
  CHECK(Period::make(day, day.next()).value().days() == 1);
  CHECK_THROWS_AS((Period{day, day}), Exception);
}

TEST_CASE("the days two periods have in common") {
  const auto days = [](int from, int to) { return Period{{2026, 6, from}, {2026, 6, to}}; };
  struct Row {
    Period a, b;
    std::optional<Period> common;
  };
  for (const auto& row :
       {Row{days(1, 10), days(5, 20), days(5, 10)}, Row{days(1, 20), days(5, 10), days(5, 10)},
        Row{days(1, 10), days(10, 20), std::nullopt}, Row{days(1, 5), days(10, 20), std::nullopt},
        Row{days(1, 10), days(1, 10), days(1, 10)}, Row{days(1, 10), days(9, 20), days(9, 10)}}) {
    CHECK(intersect(row.a, row.b) == row.common);
    CHECK(intersect(row.b, row.a) == row.common);
  }
}

TEST_CASE("a period can be a constant") {
  constexpr Period june = Period::month(2026, 6);
  static_assert(june.days() == 30 && june.last_day() == Date{2026, 6, 30});
  static_assert(june.contains(Date{2026, 6, 30}) && !june.contains(Date{2026, 7, 1}));
  static_assert(Period::make(june.begin(), june.end()).value() == june);
  static_assert(intersect(june, {Date{2026, 6, 11}, Date{2026, 8, 1}})->days() == 20);
}
