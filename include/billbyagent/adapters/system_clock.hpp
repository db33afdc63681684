#pragma once

/// The system's clock in a tenant's IANA time zone (D12), by the system's own time zone data. Link
/// `billbyagent::system_clock`. Threads: a clock may be asked by several.

#include <functional>
#include <memory>
#include <string>

#include "billbyagent/ports/clock.hpp"

namespace billbyagent {

/// `invalid_settings` when `zone` is not known to the system, such as `Europe/Berlin`.
Result<std::unique_ptr<Clock>> make_system_clock(const std::string& zone);

/// The moment on the clocks of the zone, to the second: `2026-06-12 03:10:05`. `invalid_settings`
/// as above.
Result<std::string> local_time(const std::string& zone, Instant moment);

/// A clock with another source of time, which is called from every thread that asks the clock.
Result<std::unique_ptr<Clock>> make_system_clock(const std::string& zone,
                                                 std::function<Instant()> now);

}  // namespace billbyagent
