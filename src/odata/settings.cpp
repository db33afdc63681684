#include "odata/settings.hpp"

#include <random>

namespace billbyagent::odata {

Result<void> check_transport(const RmmHttpOptions& options) {
  for (const auto& result : {
           within_range<std::size_t>("connections", options.connections, 1, 32),
           http::check_server(options),
           http::check_size("body_bytes_max", options.body_bytes_max),
           check_time("retry_after_max", options.retry_after_max, 0),
       })
    if (!result) return result.error();
  if (auto proxy = http::parse_proxy(options.proxy); !proxy) return proxy.error();
  return {};
}

http::ClientOptions client_options(RmmHttpOptions& options, const http::Origin& origin) {
  if (options.seed == 0) options.seed = std::random_device{}();
  http::ClientOptions http;
  http.origin = origin;
  http.ca_file = options.ca_file;
  if (auto proxy = http::parse_proxy(options.proxy)) http.proxy = *std::move(proxy);
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

}  // namespace billbyagent::odata
