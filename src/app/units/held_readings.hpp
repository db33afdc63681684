#pragma once

/// What nights and people both do with counts that wait: number them, take them over.

#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/notices.hpp"
#include "billbyagent/app/sync_guard.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent::app {

std::int32_t next_proposal(const std::vector<HeldReading>& open,
                           const std::vector<EndedReading>& ended);

/// A reading of a contract that is only observed. It is dissolved at once, because nobody has to
/// decide on it; the review prices the last one.
NewHeldReading observed_reading(Date today, Units units, const std::string& author, Instant now);

bool is_observed(const HeldReading& reading);

/// The last reading of a service, where it was one of those.
const HeldReading* last_observed(const std::vector<EndedReading>& ended);

/// Whether `counted` is what a person rejected last, and nothing was recorded since.
bool rejected_before(const std::vector<EndedReading>& ended, const UnitHistory& history,
                     Units counted);

/// Whether the guard believes every reading after the one before it, none having been held back.
/// `before`: the units that hold; nothing when never counted.
bool all_believed(const std::vector<HeldReading>& readings, std::optional<Units> before,
                  const SyncGuard& guard);

struct TakenOver {
  std::vector<ToldChange> told{};  ///< a reading that only moves machines makes none
  ServiceChanges writes{};
};

/// Takes readings over in order, each as of its own day and with its machines, into `history` and
/// into what is to be written.
Result<TakenOver> take_over_readings(const Service& service,
                                     const std::vector<HeldReading>& readings, UnitHistory& history,
                                     const std::string& author, Instant now);

}  // namespace billbyagent::app
