#pragma once

/// The clock and the notifiers that the settings ask for.

#include <memory>

#include "billbyagent/ports/clock.hpp"
#include "billbyagent/ports/notifier.hpp"
#include "cli/settings.hpp"

namespace billbyagent::cli {

/// The system's clock in an IANA zone; `invalid_settings` for an unknown one.
Result<std::unique_ptr<Clock>> make_clock(const std::string& zone);

/// Says that it is some other day. Moments stay real, so that the record does not lie.
std::unique_ptr<Clock> as_of_day(std::unique_ptr<Clock> clock, Date today);

/// Null when the settings name no place for notices, or mail (cli/mail.hpp).
Result<std::unique_ptr<Notifier>> make_notifier(const Settings& settings);

}  // namespace billbyagent::cli
