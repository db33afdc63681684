#pragma once

/// What the options of adapters have in common, checked. Errors are `invalid_settings` naming the
/// field.

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "billbyagent/adapters/rmm_server_options.hpp"
#include "http/url.hpp"

namespace billbyagent::http {

Error refused(const char* field, const std::string& why);

bool has_control_character(std::string_view text);

template <class Number>
Result<void> within_range(const char* field, Number value, Number least, Number most) {
  if (value >= least && value <= most) return {};
  return refused(field, std::to_string(value) + " is not from " + std::to_string(least) + " to " +
                            std::to_string(most));
}

/// Up to a day.
Result<void> check_time(const char* field, std::chrono::milliseconds value, int least_ms);

/// Of one answer, from 1 KiB to 1 GiB.
Result<void> check_size(const char* field, std::size_t bytes);

/// What the options of every server have.
Result<void> check_server(const RmmServerOptions& options);

/// The server's address with `api` behind it once; only https, no query.
Result<Url> parse_server(const std::string& text, std::string_view api);

}  // namespace billbyagent::http
