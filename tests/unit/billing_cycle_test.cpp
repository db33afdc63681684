#include "billbyagent/domain/billing_cycle.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace billbyagent;

namespace {

constexpr CycleLength lengths[] = {CycleLength::weekly, CycleLength::monthly,
                                   CycleLength::quarterly, CycleLength::semi_annual,
                                   CycleLength::annual};

std::vector<BillingCycle> all_cycles() {
  std::vector<BillingCycle> cycles;
  for (const auto length : lengths) {
    cycles.push_back(BillingCycle::calendar(length));
    for (const int day : {1, 15, 28, 29, 30, 31}) {
      cycles.push_back(BillingCycle::anchored(length, Date{2024, 1, day}));
      if (length != CycleLength::weekly)
        cycles.push_back(BillingCycle::on_day(length, Date{2024, 2, 10}, day).value());
    }
  }
  return cycles;
}

}  // namespace

TEST_CASE("every day of 2023 to 2028 is in exactly one period, and the periods tile") {
  for (const auto& cycle : all_cycles()) {
    CAPTURE(to_string(cycle.length()));
    CAPTURE(cycle.anchor_day());
    Period period = cycle.period_at(Date{2023, 1, 1});
    for (Date day{2023, 1, 1}; day < Date{2029, 1, 1}; day = day.next()) {
      if (day == period.end()) {
        const Period next = cycle.next(period);
        REQUIRE(next.begin() == period.end());
        period = next;
      }
      REQUIRE(cycle.period_at(day) == period);
    }
  }
}

TEST_CASE("periods begin on the anchor day, clamped to the month") {
  for (const auto& cycle : all_cycles()) {
    if (cycle.length() == CycleLength::weekly) continue;
    for (Period period = cycle.period_at(Date{2023, 1, 1}); period.begin() < Date{2029, 1, 1};
         period = cycle.next(period)) {
      const Date begin = period.begin();
      CHECK(begin.day() ==
            std::min(cycle.anchor_day(), days_in_month(begin.year(), begin.month())));
      CHECK(month_index(period.end()) - month_index(begin) == cycle.months());
      CHECK((month_index(begin) - month_index(cycle.anchor())) % cycle.months() == 0);
    }
  }
}

TEST_CASE("calendar periods") {
  struct Row {
    CycleLength length;
    const char* period;
  };
  for (const auto& row : {Row{CycleLength::weekly, "2026-06-08..2026-06-14"},
                          Row{CycleLength::monthly, "2026-06-01..2026-06-30"},
                          Row{CycleLength::quarterly, "2026-04-01..2026-06-30"},
                          Row{CycleLength::semi_annual, "2026-01-01..2026-06-30"},
                          Row{CycleLength::annual, "2026-01-01..2026-12-31"}})
    CHECK(to_string(BillingCycle::calendar(row.length).period_at(Date{2026, 6, 10})) == row.period);
}

TEST_CASE("periods also lie before the anchor") {
  const auto monthly = BillingCycle::anchored(CycleLength::monthly, Date{2026, 1, 31});
  CHECK(to_string(monthly.period_at(Date{2025, 3, 1})) == "2025-02-28..2025-03-30");
  const auto weekly = BillingCycle::anchored(CycleLength::weekly, Date{2026, 1, 7});
  CHECK(to_string(weekly.period_at(Date{2026, 1, 6})) == "2025-12-31..2026-01-06");
}

TEST_CASE("an anchor day is one of a month") {
  for (const int day : {0, -1, 32})
    CHECK(BillingCycle::on_day(CycleLength::monthly, Date{2026, 1, 1}, day).error() ==
          Error{Errc::out_of_range, "anchor day " + std::to_string(day)});
  CHECK(BillingCycle::on_day(CycleLength::weekly, Date{2026, 1, 1}, 1).error().code ==
        Errc::invalid_argument);
}

TEST_CASE("a cycle can be a constant") {
  constexpr Date day{2026, 6, 17};
  static_assert(BillingCycle::calendar(CycleLength::monthly).period_at(day) ==
                Period::month(2026, 6));
  static_assert(
      BillingCycle::anchored(CycleLength::weekly, Date{2026, 1, 1}).period_at(day).days() == 7);
  constexpr auto on_31st =
      BillingCycle::on_day(CycleLength::quarterly, Date{2026, 1, 1}, 31).value();
  static_assert(on_31st.next(on_31st.period_at(day)).end() == Date{2026, 10, 31});
}
