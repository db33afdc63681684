#pragma once

/// The records of the readings that a night makes, one for each RMM. A reading that began later saw
/// the later state: once it is whole, what an earlier one counted is not taken over any more.

#include <set>
#include <vector>

#include "app/nightly/services.hpp"
#include "billbyagent/app/shared_night.hpp"

namespace billbyagent::app {

/// Takes a number for each; of a dry run none.
Result<NightReadings> begin_readings(const Desk& desk, const std::set<RmmId>& rmms,
                                     const NightlyOptions& options);
/// How they went. Before anything is taken over.
Result<void> end_readings(const Desk& desk, NightReadings records, const RmmReadings& readings,
                          const std::vector<NightService>& services);

/// One of them. `readings`: null where the outcome has an error.
Result<void> end_reading(const Desk& desk, ReadingRecord& record, const RmmOutcome& outcome,
                         const RmmReadings* readings, const std::vector<NightService>& services);

/// The whole readings that began after the night's own of the same RMM.
Result<std::vector<ReadingRecord>> later_readings(Transaction& transaction,
                                                  const NightReadings& readings);
bool is_overtaken(const std::vector<ReadingRecord>& later, const RmmId& rmm,
                  const ServiceKey& service);

}  // namespace billbyagent::app
