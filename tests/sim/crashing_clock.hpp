#pragma once

/// A clock that dies, for nights that are killed and started again.

#include <cstdint>
#include <cstdlib>

#include "billbyagent/ports/clock.hpp"

namespace sim {

using namespace billbyagent;

struct Crash {};

/// Dies at the n-th look at the clock, which is in the middle of a transaction as often as not.
class CrashingClock final : public Clock {
 public:
  explicit CrashingClock(Date today) : today_(today) {}
  Instant now() const override {
    if (looks_left_ > 0 && --looks_left_ == 0) throw Crash{};
    return Instant{std::int64_t{today_.epoch_days()} * 86'400'000 + ++ticks_};
  }
  Date today() const override { return today_; }
  std::string zone() const override { return "Etc/UTC"; }

  void set_today(Date today) { today_ = today; }
  void crash_after(int looks) { looks_left_ = looks; }

 private:
  Date today_;
  mutable int looks_left_ = 0;
  mutable std::int64_t ticks_ = 0;
};

inline std::uint32_t number_of(const char* variable, std::uint32_t otherwise) {
  const char* text = std::getenv(variable);
  return text ? static_cast<std::uint32_t>(std::strtoul(text, nullptr, 10)) : otherwise;
}
inline std::uint32_t first_seed() { return number_of("BILLBYAGENT_SEED", 1); }
/// How many seeds: more in a campaign.
inline std::uint32_t seeds(std::uint32_t usual) { return number_of("BILLBYAGENT_SEEDS", usual); }

}  // namespace sim
