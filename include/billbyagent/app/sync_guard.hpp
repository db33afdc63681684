#pragma once

/// Decides whether a lower count may be believed without a person (D10). Pure.

#include <optional>
#include <string>

#include "billbyagent/domain/service.hpp"

namespace billbyagent {

struct SyncGuard {
  /// A drop by more than this share of the units is held back ...
  int max_drop_percent = 50;
  /// ... unless it is smaller than this many units.
  Units small_drop_units = 3;
  // Zero after non-zero is always held back: it is what an outage looks like.

  /// Why the count is held back, or nothing when it is believed. Rises are always believed.
  std::optional<std::string> reason_to_hold(Units before, Units after) const {
    if (after >= before) return std::nullopt;
    const Units drop = before - after;
    const std::string change = std::to_string(before) + " -> " + std::to_string(after);
    if (after == 0) return "fell to zero: " + change;
    if (drop >= small_drop_units && drop * 100 > before * max_drop_percent)
      return "fell by more than " + std::to_string(max_drop_percent) + " %: " + change;
    return std::nullopt;
  }
};

/// `invalid_settings` for a share outside 0..100 or a negative number of units.
inline Result<void> check(const SyncGuard& guard) {
  if (guard.max_drop_percent < 0 || guard.max_drop_percent > 100)
    return Error{Errc::invalid_settings,
                 "max_drop_percent " + std::to_string(guard.max_drop_percent)};
  if (guard.small_drop_units < 0)
    return Error{Errc::invalid_settings,
                 "small_drop_units " + std::to_string(guard.small_drop_units)};
  return {};
}

}  // namespace billbyagent
