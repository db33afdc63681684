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

/// Whether `counted` is what a person rejected last, and nothing was recorded since.
bool rejected_before(const std::vector<EndedReading>& ended, const UnitHistory& history,
                     Units counted);

/// Whether the guard believes every reading after the one before it, none having been held back as
/// implausible. `before`: the units that hold; nothing when never counted.
bool all_believed(const std::vector<HeldReading>& readings, std::optional<Units> before,
                  const SyncGuard& guard);

/// Takes readings over in order, each as of its own day: into `history` and the store, with their
/// machines. The changes, to be told; a reading that only moves machines makes none.
Result<std::vector<ToldChange>> take_over_readings(Transaction& transaction, const ServiceKey& key,
                                                   const Service& service,
                                                   const std::vector<HeldReading>& readings,
                                                   UnitHistory& history, const std::string& author,
                                                   Instant now);

}  // namespace billbyagent::app
