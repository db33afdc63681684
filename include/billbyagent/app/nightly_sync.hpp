#pragma once

/// The nightly job: read each RMM once, count every scope, and take changed counts over with
/// today's effective date, the machines behind them and a notice. See also get_units_now.hpp.
///
/// Nothing is taken over from a scan that is not whole (D10); services of the other RMMs go on. A
/// service whose organization, group or view is gone keeps its units and is reported; the others go
/// on. Contracts are written in
/// groups of `contracts_per_transaction`, each group all or nothing; running again after a crash
/// takes over what is missing and nothing twice. A contract's `Trust` says whether its counts are
/// taken over, proposed or only reported.
///
/// Threads: all on the calling one; several may work over one store at the same time, each with
/// RMMs of its own.

#include <cstddef>
#include <optional>
#include <string>

#include "billbyagent/app/day_limit.hpp"
#include "billbyagent/app/desk.hpp"
#include "billbyagent/app/rmm_set.hpp"
#include "billbyagent/app/sync_guard.hpp"
#include "billbyagent/app/sync_report.hpp"

namespace billbyagent {

struct NightlyOptions {
  Deadline deadline{};  ///< for everything that is read from the RMMs
  /// For each RMM of several; see `ReadingTime`.
  std::optional<Deadline::duration> time_per_rmm{};
  SyncGuard guard{};
  DayLimit day_limit{};
  std::string why_lifted{};          ///< why a limit is lifted, for the record of the run
  bool dry_run = false;              ///< everything as usual, but nothing is written
  std::optional<ServiceKey> only{};  ///< one service instead of all
  bool all_machines = false;         ///< name all machines of a scope (`ServiceSync::judged`)
  ChangeReason reason = ChangeReason::nightly_sync;
  std::string author = "nightly";
  std::size_t contracts_per_transaction = 64;  ///< at least one
};

/// Errors: what the store says, bad settings, `implausible_day` (app/day_limit.hpp), `cancelled`.
/// What the RMMs say is in the report. An RMM that a scope names and that is not among `rmms` is
/// `rmm_not_configured` for that service alone. A single `RmmProvider` in the place of `rmms` is
/// the default RMM.
Result<SyncReport> nightly_sync(const Desk& desk, const RmmSet& rmms,
                                const NightlyOptions& options);

}  // namespace billbyagent
