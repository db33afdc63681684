#pragma once

/// Get Units Now: what a service would count this minute and by which machines, and on request
/// taking it over at once. Threads: all on the calling one; several may work over one store at the
/// same time, each with RMMs of its own.

#include <optional>
#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/app/nightly_sync.hpp"

namespace billbyagent {

struct UnitsNow {
  ServiceKey key{};
  Units counted = 0;               ///< the figure that a night would take over now
  std::optional<Units> present{};  ///< the units that hold today; nothing: never counted
};

/// Counts one derived service; writes nothing. Where a server can count the scope it is asked,
/// otherwise all agents are read. Errors: `not_found`, `invalid_argument` for a service with manual
/// units, `rmm_not_configured`, and whatever the service's RMM says.
Result<UnitsNow> get_units_now(const Desk& desk, const RmmSet& rmms, const ServiceKey& key,
                               Deadline deadline);

struct MachinesNow {
  UnitsNow units{};
  /// All machines of the scope's organization or group and those that are billed though they are
  /// gone, by agent id.
  std::vector<JudgedMachine> machines{};
};

/// The same with each machine: counted, or why not. All agents are read, and the whole evidence.
Result<MachinesNow> machines_now(const Desk& desk, const RmmSet& rmms, const ServiceKey& key,
                                 Deadline deadline);

/// Counts one derived service and takes the count over as the nightly job would, with its guard,
/// its evidence and its notice.
Result<SyncReport> take_over_units_now(const Desk& desk, const RmmSet& rmms, const ServiceKey& key,
                                       NightlyOptions options);

}  // namespace billbyagent
