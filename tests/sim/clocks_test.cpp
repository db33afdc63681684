// Nights by the clocks of zones: days of 23 and 25 hours, days that begin fourteen hours before or
// eleven after those of Greenwich, and clocks that jump.

#include <map>
#include <random>

#include "app/world.hpp"
#include "billbyagent/adapters/system_clock.hpp"
#include "billbyagent/app/verify.hpp"

using namespace world;

namespace {

constexpr std::int64_t hour_ms = 3'600'000;

/// A tenant somewhere, whose machines come one by one.
struct Away : World {
  Instant moment;
  std::unique_ptr<Clock> there;

  Away(const std::string& zone, Instant begin)
      : moment(begin), there(make_system_clock(zone, [this] { return moment; }).value()) {
    const Date first = there->today();
    save({ContractSpec{.services = {{.effective = first}}, .start = first}});
    add_machines(1, 10);
  }
  Desk at() { return {store, tenant, *there}; }
  Result<SyncReport> try_now() {
    NightlyOptions options;
    options.deadline = Deadline::clock::now() + std::chrono::hours{1};
    return nightly_sync(at(), rmm, options);
  }
};

}  // namespace

TEST_CASE("nights in any zone, however long its days are, leave one count of each day") {
  const std::pair<std::string, Instant> places[] = {
      {"Europe/Berlin", {1'774'483'200'000}},     // 2026-03-26: the clock goes forward on the 29th
      {"America/New_York", {1'793'232'000'000}},  // 2026-10-29: back on 1 November
      {"Pacific/Kiritimati", {1'782'600'000'000}},  // UTC+14
      {"Pacific/Pago_Pago", {1'782'600'000'000}},   // UTC-11
      {"Africa/Casablanca", {1'771'027'200'000}},   // 2026-02-14: back for Ramadan
  };
  for (const auto& [zone, begin] : places) {
    CAPTURE(zone);
    Away w{zone, begin};
    std::map<Date, Units> model;
    int machines = 10;
    for (int hour = 0; hour < 24 * 9; ++hour, w.moment.ms += hour_ms) {
      if (hour % 5 == 0) w.add_machines(machines + 1, machines + 1), ++machines;
      CHECK(w.try_now().value().day == w.there->today());
      model[w.there->today()] = machines;  // the last count of a day holds
    }
    const auto changes = w.history();
    for (const auto& [day, units] : model) CHECK(changes.units_on(day) == units);
    const auto report = post_available(w.at(), {}).value();
    std::int64_t cents_and_days = 0;
    std::int64_t billed = 0;
    for (const auto& line : report.contracts.at(0).lines) billed += line.amount.minor();
    // Posted day by day or at the end: what is billed is what the days say.
    const Period month =
        BillingCycle::calendar(CycleLength::monthly).period_at(model.begin()->first);
    for (Date day = month.begin(); day < month.end(); day = day.next())
      if (day >= model.begin()->first) cents_and_days += 500 * changes.units_on(day).value_or(0);
    if (month.contains(w.there->today()))
      CHECK(billed == (2 * cents_and_days + month.days()) / (2 * month.days()));
  }
}

TEST_CASE(
    "a clock that jumps by hours changes nothing, and one that jumps by days is not believed") {
  std::mt19937 random{20'261'127};
  Away w{"Etc/UTC", {1'782'864'000'000 + 12 * hour_ms}};  // noon of 2026-07-01
  w.try_now().value();
  int machines = 10;
  Date last = w.there->today();
  for (int i = 0; i < 200; ++i) {
    const Instant right = w.moment;
    const int hours = std::uniform_int_distribution{-11, 11}(random);
    const int days = random() % 4 == 0 ? std::uniform_int_distribution{-900, 900}(random) : 0;
    w.add_machines(machines + 1, machines + 1);
    ++machines;
    w.moment.ms += hours * hour_ms + days * 24 * hour_ms;
    const Date today = w.there->today();
    const auto night = w.try_now();
    const bool jumped = today < last || days_between(last, today) > 366;
    CHECK(night.has_value() == !jumped);
    if (night) {
      CHECK(w.history().units_on(today) == machines);
      last = today;
    } else {
      CHECK(night.error().code == Errc::implausible_day);
      CHECK(w.history().units_on(last) < machines);
    }
    // Somebody sets it right, to the day after the last one that was believed.
    w.moment = right;
    while (w.there->today() <= last) w.moment.ms += 24 * hour_ms;
  }
  CHECK(verify(w.at()).value().sound());
}
