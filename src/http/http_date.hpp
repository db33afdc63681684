#pragma once

/// The moments of HTTP headers.

#include <optional>
#include <string_view>

#include "billbyagent/domain/date.hpp"

namespace billbyagent::http {

/// `Sun, 31 May 2026 10:00:00 GMT`; the older forms, which no server should send, are nothing.
std::optional<Instant> parse_date(std::string_view text);

}  // namespace billbyagent::http
