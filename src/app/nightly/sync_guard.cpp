#include "billbyagent/app/sync_guard.hpp"

namespace billbyagent {

std::optional<std::string> SyncGuard::reason_to_hold(Units before, Units after) const {
  if (after >= before) return std::nullopt;
  const Units drop = before - after;
  const std::string change = std::to_string(before) + " -> " + std::to_string(after);
  if (after == 0) return "fell to zero: " + change;
  if (drop >= small_drop_units && drop * 100 > before * max_drop_percent)
    return "fell by more than " + std::to_string(max_drop_percent) + " %: " + change;
  return std::nullopt;
}

/// `invalid_settings` for a share outside 0..100 or a negative number of units.
Result<void> check(const SyncGuard& guard) {
  if (guard.max_drop_percent < 0 || guard.max_drop_percent > 100)
    return Error{Errc::invalid_settings,
                 "max_drop_percent " + std::to_string(guard.max_drop_percent)};
  if (guard.small_drop_units < 0)
    return Error{Errc::invalid_settings,
                 "small_drop_units " + std::to_string(guard.small_drop_units)};
  return {};
}

}  // namespace billbyagent
