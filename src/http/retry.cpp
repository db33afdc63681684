#include "http/retry.hpp"

#include <algorithm>
#include <charconv>

namespace billbyagent::http {

Result<void> check(const RetryPolicy& policy) {
  const auto negative = [](std::chrono::milliseconds time) { return time.count() < 0; };
  if (policy.attempts < 1 || policy.attempts > 20)
    return Error{Errc::invalid_settings, "retry attempts must be from 1 to 20"};
  if (negative(policy.delay) || negative(policy.delay_max) || negative(policy.retry_after_max))
    return Error{Errc::invalid_settings, "retry delays must not be negative"};
  return {};
}

std::chrono::milliseconds Backoff::wait_after(unsigned attempt,
                                              std::optional<std::chrono::seconds> retry_after) {
  auto longest = std::min(policy_.delay, policy_.delay_max);
  for (unsigned i = 1; i < attempt; ++i) longest = std::min(longest * 2, policy_.delay_max);
  const auto half = longest.count() / 2;
  std::uniform_int_distribution<std::int64_t> jitter{half, longest.count()};
  const std::chrono::milliseconds wait{jitter(random_)};
  if (!retry_after) return wait;
  const std::chrono::milliseconds asked = *retry_after;
  return std::max(wait, std::min(asked, policy_.retry_after_max));
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view text) {
  std::int32_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc{} || end != text.data() + text.size() || seconds < 0) return std::nullopt;
  return std::chrono::seconds{seconds};
}

}  // namespace billbyagent::http
