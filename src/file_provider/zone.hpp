#pragma once

/// What a wall clock's time is in UTC.

#include <cstdint>
#include <string>
#include <variant>

#include "billbyagent/domain/date.hpp"

namespace date {
class time_zone;
}

namespace billbyagent::file_provider {

class Zone {
 public:
  /// `UTC`, `+02:00`, or an IANA zone such as `Europe/Berlin`. `invalid_settings`.
  static Result<Zone> parse(const std::string& name);
  Zone() = default;

  /// `local_ms`: as if the clock showed UTC. A time that comes twice in autumn is the first of the
  /// two; one that is skipped in spring is the moment of the change.
  Instant to_utc(std::int64_t local_ms) const;

 private:
  std::variant<std::int64_t, const date::time_zone*> zone_ = std::int64_t{0};
};

/// `+02:00`, `-0330`, `+2` in milliseconds.
std::optional<std::int64_t> parse_offset(std::string_view text);

}  // namespace billbyagent::file_provider
