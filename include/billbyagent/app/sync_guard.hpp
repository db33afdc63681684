#pragma once

/// Decides whether a count may be believed without a person (D10): a drop is what an outage looks
/// like, a rise what a scope does that became too wide. Threads: pure functions.

#include <optional>
#include <string>

#include "billbyagent/domain/evidence.hpp"
#include "billbyagent/domain/service.hpp"

namespace billbyagent {

struct SyncGuard {
  /// A drop by more than this share of the units is held back ...
  int max_drop_percent = 50;
  /// ... unless it is smaller than this many units.
  Units small_drop_units = 3;
  // Zero after non-zero is always held back.

  /// false: every rise is believed.
  bool hold_rises = true;
  /// A rise by more than this share of the units is held back ...
  int max_rise_percent = 100;
  /// ... unless it is smaller than this many units.
  Units small_rise_units = 20;
  /// A first count of nothing is held back: a scope that is wrong from the start counts nothing,
  /// and units of zero would let its days pass unbilled.
  bool hold_first_zero = true;

  /// Why the count is held back, or nothing when it is believed. `before`: the units that hold;
  /// nothing when the service was never counted.
  std::optional<HeldCause> cause_to_hold(std::optional<Units> before, Units after) const;
  /// The same in words, with the figures.
  std::optional<std::string> reason_to_hold(std::optional<Units> before, Units after) const;
};

/// `invalid_settings` for a drop's share outside 0..100, a rise's below 0, or a negative number of
/// units.
Result<void> check(const SyncGuard& guard);

}  // namespace billbyagent
