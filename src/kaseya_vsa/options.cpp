#include "kaseya_vsa/options.hpp"

#include <algorithm>
#include <random>

namespace billbyagent::kaseya_vsa {
namespace {

constexpr std::string_view api = "/api/v1.0";

Error refused(const char* field, const std::string& why) {
  return {Errc::invalid_settings, std::string{field} + ": " + why};
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// The user's name stands between separators in both kinds of login.
Result<void> check_login(const KaseyaVsaOptions& options) {
  if (options.user.empty()) return refused("user", "is missing");
  if (options.user.find_first_of(",:") != std::string::npos)
    return refused("user", "must not hold a comma or a colon");
  if (has_control_character(options.user)) return refused("user", "holds a control character");
  if (options.token.empty() && options.password.empty())
    return refused("token", "give a personal access token, or a password");
  if (!options.token.empty() && !options.password.empty())
    return refused("password", "give either token or password, not both");
  if (has_control_character(options.token.reveal()))
    return refused("token", "holds a control character");
  return {};
}

template <class Number>
Result<void> within_range(const char* field, Number value, Number least, Number most) {
  if (value >= least && value <= most) return {};
  return refused(field, std::to_string(value) + " is not from " + std::to_string(least) + " to " +
                            std::to_string(most));
}

Result<void> check_numbers(const KaseyaVsaOptions& options) {
  using Ms = std::chrono::milliseconds;
  constexpr Ms::rep day = 86'400'000;
  const auto time = [](const char* field, Ms value, Ms::rep least) {
    return within_range(field, value.count(), least, day);
  };
  for (const auto& result : {
           within_range<std::size_t>("connections", options.connections, 1, 32),
           within_range<std::size_t>("records_per_session", options.records_per_session, 100,
                                     1'000'000'000),
           within_range<unsigned>("scan_attempts", options.scan_attempts, 1, 20),
           within_range<unsigned>("attempts", options.attempts, 1, 20),
           within_range<std::size_t>("body_bytes_max", options.body_bytes_max, 1'024,
                                     std::size_t{1} << 30),
           time("renew_before", options.renew_before, 0),
           time("connect_timeout", options.connect_timeout, 1),
           time("answer_timeout", options.answer_timeout, 1),
           time("retry_delay", options.retry_delay, 0),
           time("retry_delay_max", options.retry_delay_max, 0),
           time("retry_after_max", options.retry_after_max, 0),
       })
    if (!result) return result.error();
  return {};
}

Result<http::Url> parse_server(const std::string& text) {
  auto url = http::parse_url(text);
  if (!url) return refused("url", url.error().context);
  if (url->origin.scheme != http::Scheme::https) return refused("url", "must begin with https://");
  if (url->target.find('?') != std::string::npos) return refused("url", "must not hold a query");
  while (url->target.ends_with('/')) url->target.pop_back();
  if (!url->target.ends_with(api)) url->target += api;
  return url;
}

Instant system_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

}  // namespace

Result<Settings> checked(KaseyaVsaOptions options) {
  auto url = parse_server(options.url);
  if (!url) return url.error();
  if (auto fine = check_login(options); !fine) return fine.error();
  if (auto fine = check_numbers(options); !fine) return fine.error();
  if (!options.now) options.now = system_now;
  if (options.seed == 0) options.seed = std::random_device{}();

  Settings settings;
  settings.base = url->target;
  settings.http.origin = url->origin;
  settings.http.ca_file = options.ca_file;
  settings.http.connections = options.connections;
  settings.http.body_bytes_max = options.body_bytes_max;
  settings.http.connect_timeout = options.connect_timeout;
  settings.http.answer_timeout = options.answer_timeout;
  settings.http.retry = {options.attempts, options.retry_delay, options.retry_delay_max,
                         options.retry_after_max};
  settings.http.seed = options.seed;
  settings.http.cancelled = options.cancelled;
  settings.options = std::move(options);
  return settings;
}

}  // namespace billbyagent::kaseya_vsa
