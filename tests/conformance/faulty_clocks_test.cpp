// Clocks with one fault each, and the behaviour that tells.

#include <functional>

#include "billbyagent/conformance/clock.hpp"
#include "conformance/holds.hpp"

namespace billbyagent::tests {
namespace {

using conformance::clock_suite;
using conformance::ClockUnderTest;
using conformance::Zones;

constexpr std::int64_t day_ms = 86'400'000;

Date day_of(std::int64_t days) {
  return Date::from_epoch_days(static_cast<std::int32_t>(days)).value();
}
std::int64_t rounded_down(std::int64_t ms) { return ms / day_ms - (ms % day_ms < 0 ? 1 : 0); }

struct ClockFault {
  std::function<std::int64_t(std::int64_t)> day = rounded_down;
  std::function<Instant(Instant)> now = [](Instant moment) { return moment; };
  std::function<std::string(std::string)> zone = [](std::string named) { return named; };
};

/// Stands still until it is set, and knows UTC alone.
class FaultyClock final : public Clock {
 public:
  FaultyClock(ClockFault fault, std::string zone)
      : fault_(std::move(fault)), zone_(std::move(zone)) {}
  Instant now() const override { return fault_.now(moment); }
  Date today() const override { return day_of(fault_.day(moment.ms)); }
  std::string zone() const override { return fault_.zone(zone_); }

  Instant moment{1'780'000'000'000};

 private:
  ClockFault fault_;
  std::string zone_;
};

conformance::Suite suite_of(const ClockFault& fault, Zones zones = Zones::utc) {
  return clock_suite(
      "faulty",
      [fault](const std::string& zone) {
        auto clock = std::make_unique<FaultyClock>(fault, zone);
        Instant& moment = clock->moment;
        return ClockUnderTest{.clock = std::move(clock),
                              .set = [&moment](Instant now) { moment = now; }};
      },
      zones);
}

const std::string midnight =
    "the day begins at the midnight of the zone, also when clocks are put back or forward";

const Caught<ClockFault> caught[] = {
    {"an abbreviation for a zone",
     {.zone = [](auto) { return std::string{"UTC"}; }},
     "names the IANA zone that it was made for"},
    {"tomorrow", {.day = [](auto ms) { return rounded_down(ms) + 1; }}, "today is the day of now"},
    {"days before 1970 are rounded up", {.day = [](auto ms) { return ms / day_ms; }}, midnight},
    {"a day begins a second late",
     {.day = [](auto ms) { return rounded_down(ms - 1'000); }},
     midnight},
    {"moments are cut to seconds",
     {.now = [](Instant now) { return Instant{now.ms / 1'000 * 1'000}; }},
     midnight},
    {"time that goes back",
     {.now = [turn = 0](Instant now) mutable { return Instant{now.ms - ++turn}; }},
     "time does not go back"},
};

}  // namespace

TEST_CASE("each fault of a clock fails the behaviour that is about it") {
  REQUIRE_MESSAGE(holds(suite_of({})), "without a fault");
  for (const auto& row : caught) {
    CAPTURE(row.what);
    CHECK_FALSE(holds(suite_of(row.fault), row.by));
  }
  CHECK_FALSE_MESSAGE(holds(suite_of({}, Zones::all), midnight), "UTC in every zone");
}

}  // namespace billbyagent::tests
