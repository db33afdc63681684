#pragma once

/// How far a run believes the day it runs on. A clock that went wrong, or a mistyped `--as-of`,
/// would bill years ahead, or record a new count on an old day. What was not believed is run again
/// by a person who has looked, or after the day was approved (app/decide_open.hpp). Threads: plain
/// values.

#include <cstdint>

#include "billbyagent/app/desk.hpp"

namespace billbyagent {

struct DayLimit {
  std::int32_t most_days_ahead = 366;  ///< of the tenant's last run
  bool believed = false;               ///< whatever the day is, a person has looked

  friend bool operator==(const DayLimit&, const DayLimit&) = default;
};

/// `implausible_day` when today lies before the day of the tenant's last run, or too far after it.
Result<void> check_day(const Desk& desk, const DayLimit& limit);

}  // namespace billbyagent
