#include "billbyagent/domain/proration.hpp"

#include <doctest/doctest.h>

#include "unit/terms.hpp"

using namespace billbyagent;

namespace {

Date june(int day) { return {2026, 6, day}; }
const Period whole{{2026, 6, 1}, {2026, 7, 1}};

/// `day:units@price`, each step.
std::string steps(const ProrationPeriods& periods) {
  std::string text;
  for (const auto& step : periods.steps) {
    if (!text.empty()) text += " ";
    text += std::to_string(step.effective.day()) + ">" + std::to_string(step.billed_from.day()) +
            ":" + std::to_string(step.after.units) + "@" +
            price_to_decimal(step.after.charges.back().rate.price_millionths, jpy);
  }
  return text;
}

}  // namespace

TEST_CASE("a period is cut where units or price change") {
  UnitHistory history = UnitHistory::starting(june(1), 10).value();
  history.record(june(10), 12).value();
  history.record(june(20), 12).value();
  history.record(june(25), 11).value();
  history.record(june(25), 12).value();  // nothing changes after all
  history.record(Date{2026, 7, 1}, 99).value();
  auto made = terms::service();
  made.prices.push_back({june(15), terms::price("6"), terms::price("2")});
  const Service billed = Service::create(made).value();
  made.proration.effective_day = EffectiveDay::not_billed;
  const Service not_billed = Service::create(made).value();
  const Period life{june(1), Date{2027, 1, 1}};
  CHECK(steps(*split(billed, history, whole, life)) == "1>1:10@5 10>10:12@5 15>15:12@6");
  CHECK(steps(*split(not_billed, history, whole, life)) == "1>1:10@5 10>11:12@5 15>16:12@6");
}

TEST_CASE("only the days that are in force are billed") {
  const UnitHistory history = UnitHistory::starting(june(1), 10).value();
  const Service service = Service::create(terms::service()).value();
  CHECK(split(service, history, whole, {june(10), june(20)})->billed == Period{june(10), june(20)});
  CHECK_FALSE(split(service, history, whole, {Date{2026, 7, 1}, Date{2026, 8, 1}}));
  CHECK_FALSE(split(service, history, whole, {Date{2026, 5, 1}, june(1)}));
}

TEST_CASE("what took effect on the eve is billed from the first day") {
  UnitHistory history = UnitHistory::starting(june(1), 10).value();
  history.record(june(30), 12).value();
  auto made = terms::service();
  made.proration.effective_day = EffectiveDay::not_billed;
  const Service service = Service::create(made).value();
  const auto july = split(service, history, Period::month(2026, 7), {june(1), Date{2027, 1, 1}});
  CHECK(steps(*july) == "1>1:12@5");
  CHECK(steps(*split(service, history, whole, {june(1), Date{2027, 1, 1}})) == "1>1:10@5");
}

TEST_CASE("the level of a day, inside and outside of the billed days") {
  UnitHistory history = UnitHistory::starting(june(1), 10).value();
  history.record(june(15), 12).value();
  const Service service = Service::create(terms::service()).value();
  const auto periods = split(service, history, whole, {june(5), june(20)});
  for (const auto& [day, units] : {std::pair{4, 0}, {5, 10}, {14, 10}, {15, 12}, {19, 12}, {20, 0}})
    CHECK(periods->level_on(june(day)).units == units);
}
