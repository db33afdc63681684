#pragma once

/// The units of a service over time, append-only (D5, D7). A change says "from this day on the
/// count is n"; the absolute count makes saying it twice harmless. Threads: plain values.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/base/id.hpp"
#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/date.hpp"
#include "billbyagent/domain/service.hpp"

namespace billbyagent {

enum class ChangeReason : std::uint8_t {
  initial,             ///< the first count, effective on the service's effective date
  nightly_sync,        ///< the nightly job saw another count
  get_units_now,       ///< a person asked for the count and took it over
  manual,              ///< a person typed the units
  correction,          ///< a person corrected the past; `note` says why
  confirmed_drop,      ///< a drop that was held back and that a person confirmed
  confirmed_proposal,  ///< a proposed count that a person confirmed
  confirmed_rise,      ///< a rise that was held back and that a person confirmed
};
template <>
inline constexpr NameTable<8> names_of<ChangeReason>{
    "initial",    "nightly_sync",   "get_units_now",      "manual",
    "correction", "confirmed_drop", "confirmed_proposal", "confirmed_rise"};

struct UnitChange {
  Date effective;
  Units units = 0;
  ChangeReason reason = ChangeReason::manual;
  std::string note{};    ///< for people
  std::string author{};  ///< who or what recorded it
  Instant recorded{};
  std::int32_t sequence = 0;  ///< 1, 2, 3 ... in the order of recording; set by `record`

  friend bool operator==(const UnitChange&, const UnitChange&) = default;
};

/// From this day on, so many units.
struct DatedUnits {
  Date effective;
  Units units = 0;

  friend bool operator==(const DatedUnits&, const DatedUnits&) = default;
};

class UnitHistory {
 public:
  /// Nothing was ever counted.
  UnitHistory() = default;
  static Result<UnitHistory> starting(Date effective, Units units);

  /// Appends the change. False, and nothing appended, when its day already has these units. Any day
  /// may be named: a change before the newest one corrects the days up to the next change after it.
  Result<bool> record(UnitChange change);
  Result<bool> record(Date effective, Units units) {
    return record(UnitChange{.effective = effective,
                             .units = units,
                             .reason = ChangeReason::manual,
                             .note = {},
                             .author = {}});
  }

  /// Nothing before the first counted day. Of several changes on one day the last recorded one
  /// holds.
  std::optional<Units> units_on(Date day) const;
  /// The change behind `units_on(day)`.
  const UnitChange* change_on(Date day) const;
  bool empty() const noexcept { return changes_.empty(); }
  /// Everything ever recorded, in the order of recording.
  const std::vector<UnitChange>& changes() const noexcept { return changes_; }
  /// What holds: one count per effective day, by day.
  const std::vector<DatedUnits>& timeline() const noexcept { return timeline_; }

  friend bool operator==(const UnitHistory&, const UnitHistory&) = default;

 private:
  std::vector<UnitChange> changes_;
  std::vector<DatedUnits> timeline_;
};

namespace detail {

/// The first entry that takes effect after `day`.
inline auto first_after(const std::vector<DatedUnits>& timeline, Date day) {
  return std::upper_bound(
      timeline.begin(), timeline.end(), day,
      [](Date wanted, const DatedUnits& entry) { return wanted < entry.effective; });
}

}  // namespace detail

}  // namespace billbyagent

// Compiled already for whoever links the library.
#ifndef BILLBYAGENT_LINKED
#include "billbyagent/domain/detail/unit_history.hpp"
#endif
