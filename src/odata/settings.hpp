#pragma once

/// What the options of such a server have in common, checked. Errors are `invalid_settings` naming
/// the field.

#include <initializer_list>
#include <random>
#include <string>
#include <string_view>

#include "billbyagent/base/result.hpp"
#include "billbyagent/base/secret.hpp"
#include "http/client.hpp"
#include "http/settings.hpp"

namespace billbyagent::odata {

using http::check_time;
using http::has_control_character;
using http::parse_server;
using http::refused;
using http::system_now;
using http::within_range;

template <class Options>
Result<void> check_transport(const Options& options) {
  for (const auto& result : {
           within_range<std::size_t>("connections", options.connections, 1, 32),
           within_range<unsigned>("scan_attempts", options.scan_attempts, 1, 20),
           within_range<unsigned>("attempts", options.attempts, 1, 20),
           within_range<std::size_t>("body_bytes_max", options.body_bytes_max, 1'024,
                                     std::size_t{1} << 30),
           check_time("connect_timeout", options.connect_timeout, 1),
           check_time("answer_timeout", options.answer_timeout, 1),
           check_time("retry_delay", options.retry_delay, 0),
           check_time("retry_delay_max", options.retry_delay_max, 0),
           check_time("retry_after_max", options.retry_after_max, 0),
       })
    if (!result) return result.error();
  return {};
}

/// Fills in the seed when there is none.
template <class Options>
http::ClientOptions client_options(Options& options, const http::Origin& origin) {
  if (options.seed == 0) options.seed = std::random_device{}();
  http::ClientOptions http;
  http.origin = origin;
  http.ca_file = options.ca_file;
  http.connections = options.connections;
  http.body_bytes_max = options.body_bytes_max;
  http.connect_timeout = options.connect_timeout;
  http.answer_timeout = options.answer_timeout;
  http.retry = {options.attempts, options.retry_delay, options.retry_delay_max,
                options.retry_after_max};
  http.seed = options.seed;
  http.cancelled = options.cancelled;
  return http;
}

/// `text` with `***` for each of `secrets`: some servers repeat in their errors what they were
/// sent.
std::string without(std::initializer_list<const Secret*> secrets, std::string text);

}  // namespace billbyagent::odata
