#include "billbyagent/domain/day_count.hpp"

#include <doctest/doctest.h>

#include "billbyagent/domain/billing_cycle.hpp"

using namespace billbyagent;

namespace {
constexpr DayCount all[] = {DayCount::actual_period, DayCount::calendar_months,
                            DayCount::thirty_day_months, DayCount::thirty_360};
}

TEST_CASE("the two parts of any period add up to one, whatever the cut") {
  for (const auto day_count : all)
    for (const auto length : {CycleLength::weekly, CycleLength::monthly, CycleLength::quarterly,
                              CycleLength::semi_annual, CycleLength::annual})
      for (const int anchor : {1, 28, 29, 30, 31}) {
        const auto cycle = BillingCycle::anchored(length, Date{2024, 1, anchor});
        Period period = cycle.period_at(Date{2023, 11, 15});
        for (int i = 0; i < 8; ++i, period = cycle.next(period)) {
          CAPTURE(to_string(day_count));
          CAPTURE(to_string(period));
          const Fraction whole = share_of(day_count, period, period);
          REQUIRE(whole.numerator == whole.denominator);
          REQUIRE(whole.numerator > 0);
          for (Date cut = period.begin().next(); cut < period.end(); cut = cut.next()) {
            const Fraction head = share_of(day_count, period, {period.begin(), cut});
            const Fraction tail = share_of(day_count, period, {cut, period.end()});
            REQUIRE(head.denominator == whole.denominator);
            REQUIRE(tail.denominator == whole.denominator);
            REQUIRE(head.numerator + tail.numerator == whole.denominator);
            REQUIRE(head.numerator >= 0);
            REQUIRE(tail.numerator >= 0);
          }
        }
      }
}

TEST_CASE("shares as people compute them") {
  struct Row {
    DayCount day_count;
    Period period, span;
    const char* share;
  };
  const Period june = Period::month(2026, 6);
  const Period july = Period::month(2026, 7);
  const Period february = Period::month(2026, 2);
  const Period clamped{{2023, 2, 28}, {2023, 3, 31}};  // a month of the 31st
  const Period quarter{{2023, 11, 30}, {2024, 2, 29}};
  const Period ragged{{2026, 6, 10}, {2026, 7, 20}};
  const Period week{{2026, 7, 27}, {2026, 8, 3}};
  for (const auto& row :
       {Row{DayCount::actual_period, june, {{2026, 6, 10}, {2026, 7, 1}}, "21/30"},
        Row{DayCount::actual_period, july, {{2026, 7, 10}, {2026, 8, 1}}, "22/31"},
        Row{DayCount::thirty_day_months, july, {{2026, 7, 10}, {2026, 8, 1}}, "21/30"},
        Row{DayCount::thirty_day_months, july, {{2026, 7, 31}, {2026, 8, 1}}, "0/30"},
        Row{DayCount::thirty_day_months, july, {{2026, 7, 1}, {2026, 7, 31}}, "30/30"},
        Row{DayCount::thirty_day_months, february, {{2026, 2, 28}, {2026, 3, 1}}, "3/30"},
        Row{DayCount::thirty_day_months, clamped, {{2023, 3, 16}, {2023, 3, 31}}, "14/30"},
        Row{DayCount::thirty_day_months, clamped, {{2023, 3, 30}, {2023, 3, 31}}, "0/30"},
        Row{DayCount::thirty_day_months, quarter, {{2023, 12, 30}, {2024, 1, 30}}, "30/90"},
        Row{DayCount::thirty_day_months, ragged, {{2026, 7, 1}, {2026, 7, 20}}, "19/40"},
        Row{DayCount::thirty_day_months, week, {{2026, 7, 30}, {2026, 8, 3}}, "4/7"},
        Row{DayCount::thirty_360, july, {{2026, 7, 31}, {2026, 8, 1}}, "1/30"},
        Row{DayCount::thirty_360, july, {{2026, 7, 30}, {2026, 7, 31}}, "0/30"},
        Row{DayCount::thirty_360, february, {{2026, 2, 28}, {2026, 3, 1}}, "3/30"},
        Row{DayCount::thirty_360, week, {{2026, 7, 30}, {2026, 8, 3}}, "4/7"},
        Row{DayCount::calendar_months, june, {{2026, 6, 16}, {2026, 7, 1}}, "1/2"},
        Row{DayCount::calendar_months,
            {{2026, 1, 1}, {2027, 1, 1}},
            {{2026, 2, 1}, {2026, 3, 1}},
            "1/12"}}) {
    CAPTURE(to_string(row.day_count));
    CAPTURE(to_string(row.span));
    CHECK(to_string(share_of(row.day_count, row.period, row.span)) == row.share);
  }
}

TEST_CASE("a span outside its period is a fault") {
  const Period june = Period::month(2026, 6);
  CHECK_THROWS_AS(share_of(DayCount::actual_period, june, Period::month(2026, 7)),
                  InvariantViolation);
  CHECK_THROWS_AS(share_of(DayCount::actual_period, june, {{2026, 5, 31}, {2026, 6, 2}}),
                  InvariantViolation);
}

TEST_CASE("a share can be a constant") {
  constexpr Period june = Period::month(2026, 6);
  static_assert(share_of(DayCount::actual_period, june, {Date{2026, 6, 10}, june.end()}) ==
                Fraction{21, 30});
  static_assert(share_of(DayCount::thirty_360, june, june) == Fraction{30, 30});
}
