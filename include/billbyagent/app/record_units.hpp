#pragma once

/// Units that a person decides about: typed in, corrected for the past, or a count that waits
/// confirmed or rejected. Threads: all on the calling one; several may work over one store at the
/// same time.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/domain/evidence.hpp"
#include "billbyagent/domain/unit_history.hpp"

namespace billbyagent {

struct UnitsDecision {
  ServiceKey key{};
  Date effective;  ///< from this day on, up to the next recorded change after it
  Units units = 0;
  std::string reason{};  ///< needed for the past and for derived services
  std::string author{};
  std::string request{};  ///< see `StateChange::request`, as in the functions below
};

/// Records units as from a day. For a service with manual units any day of its life may be named;
/// for a derived one only today or earlier: it corrects what the RMM said. The difference lines
/// follow by themselves for every period touched, posted or not. `nothing_to_do` when that day has
/// these units.
Result<UnitChange> record_units(const Desk& desk, const UnitsDecision& decision);

/// The newest proposal among the readings, which contains them all; 0 for none.
std::int32_t newest_proposal(const std::vector<HeldReading>& readings);

/// Takes the open readings of a service over, held back or proposed, each with the day it was seen.
/// `proposal` is the number that the person saw. `nothing_to_do` when none are open; `conflicts`
/// when the named proposal is not the newest one.
Result<std::vector<UnitChange>> confirm_held(const Desk& desk, const ServiceKey& key,
                                             const std::string& author,
                                             std::optional<std::int32_t> proposal = {},
                                             const std::string& request = {});

/// Ends the open readings of a service without taking anything over; nights propose again once the
/// count is another one. What was rejected, in order. `nothing_to_do` when none are open,
/// `invalid_argument` without a reason.
Result<std::vector<HeldReading>> reject_held(const Desk& desk, const ServiceKey& key,
                                             const std::string& author, const std::string& reason,
                                             const std::string& request = {});

}  // namespace billbyagent
