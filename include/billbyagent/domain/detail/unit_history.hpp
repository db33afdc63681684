#pragma once

/// The functions of `unit_history.hpp`.

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/domain/unit_history.hpp"

namespace billbyagent {

BILLBYAGENT_INLINE Result<UnitHistory> UnitHistory::starting(Date effective, Units units) {
  UnitHistory history;
  if (auto recorded = history.record(effective, units); !recorded) return recorded.error();
  return history;
}

BILLBYAGENT_INLINE Result<bool> UnitHistory::record(UnitChange change) {
  if (change.units < 0 || change.units > limits::units_max)
    return Error{Errc::invalid_units,
                 std::to_string(change.units) + " units on " + to_string(change.effective)};
  if (units_on(change.effective) == change.units) return false;
  const auto next = detail::first_after(timeline_, change.effective) - timeline_.begin();
  if (next > 0 && timeline_[static_cast<std::size_t>(next - 1)].effective == change.effective)
    timeline_[static_cast<std::size_t>(next - 1)].units = change.units;
  else
    timeline_.insert(timeline_.begin() + next, {change.effective, change.units});
  change.sequence = static_cast<std::int32_t>(changes_.size()) + 1;
  changes_.push_back(std::move(change));
  return true;
}

BILLBYAGENT_INLINE const UnitChange* UnitHistory::change_on(Date day) const {
  const UnitChange* best = nullptr;
  for (const auto& change : changes_)
    if (change.effective <= day && (!best || best->effective <= change.effective)) best = &change;
  return best;
}

BILLBYAGENT_INLINE std::optional<Units> UnitHistory::units_on(Date day) const {
  const auto next = detail::first_after(timeline_, day);
  return next == timeline_.begin() ? std::nullopt : std::optional{std::prev(next)->units};
}

}  // namespace billbyagent
