#include <doctest/doctest.h>

#include <billbyagent/adapters/system_clock.hpp>
#include <vector>

using namespace billbyagent;

namespace {

/// Milliseconds of a UTC time of day.
Instant at(Date day, int hour, int minute) {
  return {(std::int64_t{day.epoch_days()} * 1'440 + hour * 60 + minute) * 60'000};
}

}  // namespace

TEST_CASE("a moment is told as the clocks of the zone show it") {
  const Date day{2026, 6, 10};
  const auto told = [](const char* zone, Instant moment) {
    return local_time(zone, moment).value();
  };
  CHECK(told("Etc/UTC", Instant{at(day, 0, 5).ms + 999}) == "2026-06-10 00:05:00");
  CHECK(told("Europe/Berlin", at(day, 22, 30)) == "2026-06-11 00:30:00");
  CHECK(told("America/New_York", at(day, 3, 59)) == "2026-06-09 23:59:00");
  // Before 1970 too, and in the hour that comes twice.
  CHECK(told("Europe/Berlin", Instant{-1}) == "1970-01-01 00:59:59");
  CHECK(told("Europe/Berlin", at(Date{2026, 10, 25}, 0, 30)) == "2026-10-25 02:30:00");
  CHECK(told("Europe/Berlin", at(Date{2026, 10, 25}, 1, 30)) == "2026-10-25 02:30:00");
  CHECK(local_time("Nowhere", {}).error().code == Errc::invalid_settings);
}

TEST_CASE(
    "today is the day of the tenant's zone, at midnight, over the world and over DST nights") {
  struct Case {
    const char* zone;
    Instant now;
    Date today;
  };
  const Date day{2026, 6, 10};
  const std::vector<Case> cases{
      {"Etc/UTC", at(day, 0, 0), day},
      {"Etc/UTC", Instant{at(day, 0, 0).ms - 1}, day.previous()},
      {"Pacific/Pago_Pago", at(day, 10, 59), day.previous()},  // UTC-11
      {"Pacific/Pago_Pago", at(day, 11, 0), day},
      {"Pacific/Kiritimati", at(day, 9, 59), day},  // UTC+14
      {"Pacific/Kiritimati", at(day, 10, 0), day.next()},
      {"Asia/Kathmandu", at(day, 18, 14), day},  // UTC+5:45
      {"Asia/Kathmandu", at(day, 18, 15), day.next()},
      // Clocks go forward on 29 March 2026 and back on 25 October in Berlin.
      {"Europe/Berlin", at(Date{2026, 3, 28}, 22, 59), Date{2026, 3, 28}},
      {"Europe/Berlin", at(Date{2026, 3, 28}, 23, 0), Date{2026, 3, 29}},
      {"Europe/Berlin", at(Date{2026, 3, 29}, 21, 59), Date{2026, 3, 29}},
      {"Europe/Berlin", at(Date{2026, 3, 29}, 22, 0), Date{2026, 3, 30}},
      {"Europe/Berlin", at(Date{2026, 10, 24}, 22, 0), Date{2026, 10, 25}},
      {"Europe/Berlin", at(Date{2026, 10, 25}, 22, 59), Date{2026, 10, 25}},
      {"Europe/Berlin", at(Date{2026, 10, 25}, 23, 0), Date{2026, 10, 26}},
      // 8 March and 1 November in New York.
      {"America/New_York", at(Date{2026, 3, 8}, 4, 59), Date{2026, 3, 7}},
      {"America/New_York", at(Date{2026, 3, 9}, 3, 59), Date{2026, 3, 8}},
      {"America/New_York", at(Date{2026, 3, 9}, 4, 0), Date{2026, 3, 9}},
      {"America/New_York", at(Date{2026, 11, 1}, 4, 0), Date{2026, 11, 1}},
      {"America/New_York", at(Date{2026, 11, 2}, 4, 59), Date{2026, 11, 1}},
  };
  for (const auto& test : cases) {
    CAPTURE(test.zone);
    CAPTURE(to_string(test.now));
    const auto clock = make_system_clock(test.zone, [&] { return test.now; });
    REQUIRE(clock);
    CHECK(to_string((*clock)->today()) == to_string(test.today));
    CHECK((*clock)->zone() == test.zone);
  }
}

TEST_CASE("an unknown zone is refused by name, and the system's time is ours") {
  const auto refused = make_system_clock("Mars/Olympus_Mons");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::invalid_settings);
  CHECK(refused.error().context.find("Mars/Olympus_Mons") != std::string::npos);
  const auto clock = make_system_clock("Etc/UTC");
  REQUIRE(clock);
  const Instant first = (*clock)->now();
  CHECK(first.ms > at(Date{2020, 1, 1}, 0, 0).ms);
  CHECK((*clock)->now() >= first);
}
