#pragma once

/// The conformance suite of the clock port: the day is that of the moment, in the zone that the
/// clock names, whoever asks. Threads: some behaviours ask from several at once.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "billbyagent/conformance/suite.hpp"
#include "billbyagent/ports/clock.hpp"

namespace billbyagent::conformance {

struct ClockUnderTest {
  std::shared_ptr<void> keep{};  ///< what the clock needs alive
  std::unique_ptr<Clock> clock{};
  /// Makes it that moment for the clock; none when it shows the time that it is.
  std::function<void(Instant)> set{};
};

/// Makes a clock for an IANA zone. Called once for each behaviour and zone, with `Etc/UTC` alone
/// where `zones` says so. What it throws fails the behaviour.
using MakeClock = std::function<ClockUnderTest(const std::string& zone)>;

enum class Zones : std::uint8_t {
  all,  ///< of the IANA time zone database
  utc,  ///< a clock for tests may know no other
};

/// "<name> clock: ...".
Suite clock_suite(const std::string& name, MakeClock make, Zones zones = Zones::all);

}  // namespace billbyagent::conformance
