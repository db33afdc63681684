#include "http/settings.hpp"

#include <algorithm>

#include "billbyagent/domain/date.hpp"

namespace billbyagent::http {

Error refused(const char* field, const std::string& why) {
  return {Errc::invalid_settings, std::string{field} + ": " + why};
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

Result<void> check_time(const char* field, std::chrono::milliseconds value, int least_ms) {
  using Count = std::chrono::milliseconds::rep;
  return within_range<Count>(field, value.count(), least_ms, day_ms);
}

Result<void> check_size(const char* field, std::size_t bytes) {
  return within_range<std::size_t>(field, bytes, 1'024, std::size_t{1} << 30);
}

Result<void> check_server(const RmmServerOptions& options) {
  for (const auto& result : {
           within_range<unsigned>("scan_attempts", options.scan_attempts, 1, 20),
           within_range<unsigned>("attempts", options.attempts, 1, 20),
           check_time("connect_timeout", options.connect_timeout, 1),
           check_time("answer_timeout", options.answer_timeout, 1),
           check_time("retry_delay", options.retry_delay, 0),
           check_time("retry_delay_max", options.retry_delay_max, 0),
       })
    if (!result) return result.error();
  return {};
}

Result<Url> parse_server(const std::string& text, std::string_view api) {
  auto url = parse_url(text);
  if (!url) return refused("url", url.error().context);
  if (url->origin.scheme != Scheme::https) return refused("url", "must begin with https://");
  if (url->target.find('?') != std::string::npos) return refused("url", "must not hold a query");
  while (url->target.ends_with('/')) url->target.pop_back();
  if (!url->target.ends_with(api)) url->target += api;
  return url;
}

}  // namespace billbyagent::http
