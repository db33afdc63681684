#pragma once

/// When a request is sent again, and after how long.

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <string_view>

#include "billbyagent/base/result.hpp"

namespace billbyagent::http {

struct RetryPolicy {
  /// Times that one request is sent at most; 1 never sends again.
  unsigned attempts = 4;
  /// Longest wait before the second attempt; doubles for each further one up to `delay_max`.
  std::chrono::milliseconds delay{1'000};
  std::chrono::milliseconds delay_max{8'000};
  /// A longer `Retry-After` counts as this.
  std::chrono::milliseconds retry_after_max{30'000};
};

/// `invalid_settings` naming the field.
Result<void> check(const RetryPolicy& policy);

/// Waits between half of the policy's delay and all of it, so that clients that failed together do
/// not come back together. The same seed gives the same waits.
class Backoff {
 public:
  Backoff(const RetryPolicy& policy, std::uint64_t seed) : policy_(policy), random_(seed) {}
  /// The wait after attempt number `attempt` (from 1) failed.
  std::chrono::milliseconds wait_after(unsigned attempt,
                                       std::optional<std::chrono::seconds> retry_after);

 private:
  RetryPolicy policy_;
  std::mt19937_64 random_;
};

/// Seconds; a date is not understood and gives nothing.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view text);

}  // namespace billbyagent::http
