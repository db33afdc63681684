#pragma once

/// A clock that stands still until it is set. Threads: safe to call from several.

#include <mutex>
#include <string>
#include <utility>

#include "billbyagent/ports/clock.hpp"

namespace billbyagent {

class FixedClock final : public Clock {
 public:
  /// Noon UTC of `today`.
  explicit FixedClock(Date today, std::string zone = "Etc/UTC")
      : now_(noon(today)), today_(today), zone_(std::move(zone)) {}

  Instant now() const override {
    const std::lock_guard lock{mutex_};
    return now_;
  }
  Date today() const override {
    const std::lock_guard lock{mutex_};
    return today_;
  }
  std::string zone() const override {
    const std::lock_guard lock{mutex_};
    return zone_;
  }

  /// The instant alone: the tenant's day can differ from the UTC day, so it does not follow.
  void set_now(Instant now) {
    const std::lock_guard lock{mutex_};
    now_ = now;
  }
  void set_zone(std::string zone) {
    const std::lock_guard lock{mutex_};
    zone_ = std::move(zone);
  }
  /// The day, and noon UTC of it as the instant.
  void set_today(Date today) {
    const std::lock_guard lock{mutex_};
    today_ = today;
    now_ = noon(today);
  }
  /// Day and instant together.
  void advance_days(std::int32_t days) {
    const std::lock_guard lock{mutex_};
    today_ = today_.plus_days(days);
    now_.ms += days * day_ms;
  }
  void advance_ms(std::int64_t ms) {
    const std::lock_guard lock{mutex_};
    now_.ms += ms;
  }

 private:
  static Instant noon(Date day) noexcept { return {day.epoch_days() * day_ms + day_ms / 2}; }

  mutable std::mutex mutex_;
  Instant now_;
  Date today_;
  std::string zone_;
};

}  // namespace billbyagent
