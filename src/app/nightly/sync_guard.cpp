#include "billbyagent/app/sync_guard.hpp"

#include "billbyagent/base/muldiv.hpp"

namespace billbyagent {

namespace {

/// Whether `change` is more than so many percent of `units`, and not a small one.
bool is_large(Units change, Units units, int percent, Units small) {
  return change >= small && Int128{change} * 100 > Int128{units} * percent;
}

}  // namespace

std::optional<HeldCause> SyncGuard::cause_to_hold(std::optional<Units> before, Units after) const {
  if (!before)
    return after == 0 && hold_first_zero ? std::optional{HeldCause::first_zero} : std::nullopt;
  if (after > *before && hold_rises &&
      is_large(after - *before, *before, max_rise_percent, small_rise_units))
    return HeldCause::rise;
  if (after < *before &&
      (after == 0 || is_large(*before - after, *before, max_drop_percent, small_drop_units)))
    return HeldCause::implausible;
  return std::nullopt;
}

std::optional<std::string> SyncGuard::reason_to_hold(std::optional<Units> before,
                                                     Units after) const {
  const auto cause = cause_to_hold(before, after);
  if (!cause) return std::nullopt;
  if (!before) return "the first count is zero";
  const std::string change = std::to_string(*before) + " -> " + std::to_string(after);
  if (*cause == HeldCause::rise)
    return "rose by more than " + std::to_string(max_rise_percent) + " %: " + change;
  if (after == 0) return "fell to zero: " + change;
  return "fell by more than " + std::to_string(max_drop_percent) + " %: " + change;
}

Result<void> check(const SyncGuard& guard) {
  const auto refused = [](const char* name, std::int64_t value) {
    return Error{Errc::invalid_settings, std::string{name} + " " + std::to_string(value)};
  };
  if (guard.max_drop_percent < 0 || guard.max_drop_percent > 100)
    return refused("max_drop_percent", guard.max_drop_percent);
  if (guard.small_drop_units < 0) return refused("small_drop_units", guard.small_drop_units);
  if (guard.max_rise_percent < 0) return refused("max_rise_percent", guard.max_rise_percent);
  if (guard.small_rise_units < 0) return refused("small_rise_units", guard.small_rise_units);
  return {};
}

}  // namespace billbyagent
