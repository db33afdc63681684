#include "billbyagent/domain/billed_units.hpp"

#include <doctest/doctest.h>

#include "unit/terms.hpp"

using namespace billbyagent;

namespace {

Date june(int day) { return {2026, 6, day}; }

/// `1:10 11:14`: from this day of June on, so many units.
std::string shown(const std::vector<DatedUnits>& spans) {
  std::string text;
  for (const auto& span : spans)
    text += (text.empty() ? "" : " ") + std::to_string(span.effective.day()) + ":" +
            std::to_string(span.units);
  return text;
}

/// 10 units from 1 June, 14 from the 11th, 8 from the 16th, 12 from the 21st.
UnitHistory history() {
  auto made = UnitHistory::starting(june(1), 10).value();
  made.record(june(11), 14).value();
  made.record(june(16), 8).value();
  made.record(june(21), 12).value();
  return made;
}

}  // namespace

TEST_CASE("what increases and decreases become within a period") {
  using Up = IncreaseRule;
  using Down = DecreaseRule;
  struct Row {
    Up increase;
    Down decrease;
    const char* units;
  };
  for (const auto& row : {
           Row{Up::prorated, Down::credited, "1:10 11:14 16:8 21:12"},
           Row{Up::prorated, Down::next_period, "1:10 11:14"},
           Row{Up::prorated, Down::committed, "1:10 11:14 16:10 21:12"},
           Row{Up::full_period, Down::credited, "1:14 16:12"},
           Row{Up::full_period, Down::next_period, "1:14"},
           Row{Up::full_period, Down::committed, "1:14 16:12"},
           Row{Up::next_period, Down::credited, "1:10 16:8"},
           Row{Up::next_period, Down::next_period, "1:10"},
           Row{Up::next_period, Down::committed, "1:10"},
       }) {
    auto made = terms::service();
    made.proration.increase = row.increase;
    made.proration.decrease = row.decrease;
    CAPTURE(to_string(row.increase));
    CAPTURE(to_string(row.decrease));
    const auto days = BilledDays::of(Period::month(2026, 6), {june(1), Date{2027, 1, 1}});
    CHECK(shown(measured_units(Service::create(made).value(), history(), *days)) == row.units);
  }
}

TEST_CASE("the measure of a period looks at its billed days only") {
  struct Row {
    const char* what;
    QuantityTerms terms;
    Period life;
    const char* units;
  };
  const Period all{june(1), Date{2027, 1, 1}};
  for (const auto& row : {
           Row{"highest", {Measure::high_watermark}, all, "1:14"},
           Row{"highest from the 12th", {Measure::high_watermark}, {june(12), june(30)}, "12:14"},
           Row{"highest of an end", {Measure::high_watermark}, {june(16), june(30)}, "16:12"},
           // (10 x 10 + 14 x 5 + 8 x 5 + 12 x 10) / 30 = 11
           Row{"average", {Measure::average}, all, "1:11"},
           // (14 x 1 + 8 x 1) / 2, and half a unit: (14 x 5 + 8 x 5 + 12 x 2) / 12 = 11.17
           Row{"average of two days", {Measure::average}, {june(15), june(17)}, "15:11"},
           Row{"half a unit up", {Measure::average}, {june(10), june(17)}, "10:13"},
           Row{"first day", {Measure::fixed_day, 1}, all, "1:10"},
           Row{"15th", {Measure::fixed_day, 15}, all, "1:14"},
           Row{"beyond the end", {Measure::fixed_day, 31}, all, "1:12"},
           Row{"before the service began", {Measure::fixed_day, 5}, {june(17), june(30)}, "17:8"},
           Row{"after it ended", {Measure::fixed_day, 25}, {june(1), june(16)}, "1:14"},
       }) {
    CAPTURE(row.what);
    auto made = terms::service();
    made.quantity = row.terms;
    const auto days = BilledDays::of(Period::month(2026, 6), row.life);
    CHECK(shown(measured_units(Service::create(made).value(), history(), *days)) == row.units);
  }
}
