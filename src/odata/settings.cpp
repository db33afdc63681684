#include "odata/settings.hpp"

#include <algorithm>

namespace billbyagent::odata {

Error refused(const char* field, const std::string& why) {
  return {Errc::invalid_settings, std::string{field} + ": " + why};
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

Result<void> check_time(const char* field, std::chrono::milliseconds value, int least_ms) {
  using Count = std::chrono::milliseconds::rep;
  constexpr Count day = 86'400'000;
  return within_range<Count>(field, value.count(), least_ms, day);
}

Result<http::Url> parse_server(const std::string& text, std::string_view api) {
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

std::string without(std::initializer_list<const Secret*> secrets, std::string text) {
  for (const Secret* secret : secrets) {
    std::string_view word = secret->reveal();
    if (word.starts_with("Basic ")) word.remove_prefix(6);
    if (word.empty()) continue;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 3))
      text.replace(at, word.size(), "***");
  }
  return text;
}

}  // namespace billbyagent::odata
