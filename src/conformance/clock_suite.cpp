#include "billbyagent/conformance/clock.hpp"

#include <atomic>
#include <cstdlib>
#include <thread>

#include "conformance/behaviour.hpp"

namespace billbyagent::conformance {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t day_ms = 1'440 * minute_ms;
constexpr const char* utc = "Etc/UTC";

struct TestedClock {
  const MakeClock& make;
  Zones zones;
};

Behaviours<TestedClock> here;

/// A UTC time of day.
Instant at(Date day, int hour, int minute) {
  return {day.epoch_days() * day_ms + (hour * 60 + minute) * minute_ms};
}
Instant just_before(Instant moment) { return {moment.ms - 1}; }

Date utc_day(Instant moment) {
  const std::int64_t day = moment.ms / day_ms - (moment.ms % day_ms < 0 ? 1 : 0);
  return must(Date::from_epoch_days(static_cast<std::int32_t>(day)));
}

struct Midnight {
  const char* zone;
  Instant moment;  ///< with which the day begins
  Date day;
};

/// Over the world, and in nights in which clocks are put forward (29 March 2026 in Berlin, 8 March
/// in New York) and back (25 October and 1 November).
const Midnight midnights[] = {
    {utc, at({2026, 6, 10}, 0, 0), {2026, 6, 10}},
    {utc, at({2028, 2, 29}, 0, 0), {2028, 2, 29}},
    {utc, at({1970, 1, 1}, 0, 0), {1970, 1, 1}},
    {utc, at({1969, 7, 20}, 0, 0), {1969, 7, 20}},
    {"Pacific/Pago_Pago", at({2026, 6, 10}, 11, 0), {2026, 6, 10}},
    {"Pacific/Kiritimati", at({2026, 6, 10}, 10, 0), {2026, 6, 11}},
    {"Asia/Kathmandu", at({2026, 6, 10}, 18, 15), {2026, 6, 11}},
    {"Europe/Berlin", at({2026, 3, 28}, 23, 0), {2026, 3, 29}},
    {"Europe/Berlin", at({2026, 3, 29}, 22, 0), {2026, 3, 30}},
    {"Europe/Berlin", at({2026, 10, 24}, 22, 0), {2026, 10, 25}},
    {"Europe/Berlin", at({2026, 10, 25}, 23, 0), {2026, 10, 26}},
    {"America/New_York", at({2026, 3, 8}, 5, 0), {2026, 3, 8}},
    {"America/New_York", at({2026, 3, 9}, 4, 0), {2026, 3, 9}},
    {"America/New_York", at({2026, 11, 1}, 4, 0), {2026, 11, 1}},
    {"America/New_York", at({2026, 11, 2}, 5, 0), {2026, 11, 2}},
};

}  // namespace

BEHAVIOUR("names the IANA zone that it was made for", TestedClock& tested) {
  CHECK(tested.make(utc).clock->zone() == utc);
  if (tested.zones == Zones::utc) return;
  for (const std::string zone : {"Europe/Berlin", "America/New_York", "Asia/Kathmandu"})
    CHECK(tested.make(zone).clock->zone() == zone);
}

BEHAVIOUR("today is the day of now", TestedClock& tested) {
  const auto under_test = tested.make(utc);
  const Clock& clock = *under_test.clock;
  // A midnight may pass between the questions.
  const Date before = utc_day(clock.now());
  const Date today = clock.today();
  const Date after = utc_day(clock.now());
  CHECK(before <= today);
  CHECK(today <= after);
  if (tested.zones == Zones::utc) return;
  for (const std::string zone : {"Pacific/Pago_Pago", "Pacific/Kiritimati"}) {
    CAPTURE(zone);
    const auto far_away = tested.make(zone);
    const auto apart = far_away.clock->today().epoch_days() - utc_day(clock.now()).epoch_days();
    CHECK(std::abs(apart) <= 1);
  }
}

BEHAVIOUR("the day begins at the midnight of the zone, also when clocks are put back or forward",
          TestedClock& tested) {
  if (!tested.make(utc).set) {
    MESSAGE("not checked: this clock cannot be set");
    return;
  }
  for (const auto& row : midnights) {
    if (tested.zones == Zones::utc && row.zone != std::string{utc}) continue;
    CAPTURE(row.zone);
    CAPTURE(to_string(row.day));
    const auto under_test = tested.make(row.zone);
    under_test.set(just_before(row.moment));
    CHECK(to_string(under_test.clock->now()) == to_string(just_before(row.moment)));
    CHECK(to_string(under_test.clock->today()) == to_string(row.day.previous()));
    under_test.set(row.moment);
    CHECK(to_string(under_test.clock->now()) == to_string(row.moment));
    CHECK(to_string(under_test.clock->today()) == to_string(row.day));
  }
}

BEHAVIOUR("time does not go back", TestedClock& tested) {
  const auto under_test = tested.make(utc);
  Instant last = under_test.clock->now();
  for (int turn = 0; turn < 1'000; ++turn) {
    const Instant now = under_test.clock->now();
    CHECK_MESSAGE(last <= now, to_string(last) << " came before " << to_string(now));
    last = now;
  }
}

BEHAVIOUR("several threads may ask at once", TestedClock& tested) {
  const std::string zone = tested.zones == Zones::all ? "Europe/Berlin" : utc;
  const auto under_test = tested.make(zone);
  const Clock& clock = *under_test.clock;
  const Instant start = clock.now();
  const Date day = clock.today();
  std::atomic<int> wrong = 0;
  const auto ask = [&] {
    for (int turn = 0; turn < 500; ++turn)
      if (clock.now() < start || clock.today() < day || clock.zone() != zone) ++wrong;
  };
  std::thread asking[] = {std::thread{ask}, std::thread{ask}, std::thread{ask}};
  for (auto& thread : asking) thread.join();
  CHECK(wrong == 0);
}

Suite clock_suite(const std::string& name, MakeClock make, Zones zones) {
  Suite suite{name + " clock", {}};
  const auto shared = std::make_shared<const MakeClock>(std::move(make));
  here.append_to(suite.behaviours, [shared, zones] { return TestedClock{*shared, zones}; });
  return suite;
}

}  // namespace billbyagent::conformance
