#pragma once

/// Decides whether a lower count may be believed without a person (D10). Threads: pure function.

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
  std::optional<std::string> reason_to_hold(Units before, Units after) const;
};

/// `invalid_settings` for a share outside 0..100 or a negative number of units.
Result<void> check(const SyncGuard& guard);

}  // namespace billbyagent
