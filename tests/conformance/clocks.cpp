// The clocks that are here.

#include "billbyagent/adapters/memory.hpp"
#include "billbyagent/adapters/system_clock.hpp"
#include "billbyagent/conformance/clock.hpp"
#include "conformance/subjects.hpp"

namespace billbyagent::tests {
namespace {

using conformance::clock_suite;
using conformance::ClockUnderTest;
using conformance::Zones;

/// Its day does not follow its instant, so that both are set.
ClockUnderTest fixed(const std::string& zone) {
  auto clock = std::make_unique<FixedClock>(Date{2026, 6, 10}, zone);
  FixedClock& settable = *clock;
  return {.clock = std::move(clock), .set = [&settable](Instant moment) {
            const std::int64_t day_ms = 86'400'000;
            const auto into = ((moment.ms % day_ms) + day_ms) % day_ms;
            const auto day = static_cast<std::int32_t>((moment.ms - into) / day_ms);
            settable.set_today(Date::from_epoch_days(day).value());
            settable.set_now(moment);
          }};
}

ClockUnderTest set_system(const std::string& zone) {
  const auto moment = std::make_shared<Instant>(Instant{1'780'000'000'000});
  return {.keep = moment,
          .clock = make_system_clock(zone, [raw = moment.get()] { return *raw; }).value(),
          .set = [raw = moment.get()](Instant now) { *raw = now; }};
}

const Subject in_memory{[] { return clock_suite("fixed", fixed, Zones::utc); }};
const Subject system_time{[] {
  return clock_suite("system", [](const std::string& zone) {
    return ClockUnderTest{.clock = make_system_clock(zone).value()};
  });
}};
const Subject other_time{[] { return clock_suite("system, of another time,", set_system); }};

}  // namespace
}  // namespace billbyagent::tests
