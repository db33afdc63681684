#pragma once

/// A night that several work on. Somebody has read the RMMs before and kept what they showed
/// (app/rmm_recording.hpp); each of those who work reads that again, and takes over the counts of
/// some accounts. Together they do what `nightly_sync` does, and leave the same in the store.
///
/// Threads: `prepare` on one; after that `take_over` may be called by several, each with a desk of
/// its own.

#include <map>
#include <memory>
#include <set>
#include <vector>

#include "billbyagent/app/account_range.hpp"
#include "billbyagent/app/nightly_sync.hpp"

namespace billbyagent {

/// The records of the readings that a night goes by, by RMM.
using NightReadings = std::map<RmmId, ReadingRecord>;

class SharedNight {
 public:
  /// Loads the book, reads `rmms` (which must outlive this) and finds where each machine was
  /// counted before. Errors: as `nightly_sync`.
  static Result<std::unique_ptr<SharedNight>> prepare(const Desk& desk, const RmmSet& rmms,
                                                      const NightlyOptions& options,
                                                      NightReadings readings);
  SharedNight(const SharedNight&) = delete;
  SharedNight& operator=(const SharedNight&) = delete;
  ~SharedNight();

  /// The rows of the report about the accounts' services. Done again, it takes over what is
  /// missing and nothing twice. Errors: what the store says, `cancelled`.
  Result<std::vector<ServiceSync>> take_over(const Desk& desk, const AccountRange& accounts) const;
  /// As `take_over`, of the services that are not among `done`: their contracts came or moved to
  /// another account while others took over.
  Result<std::vector<ServiceSync>> take_over_rest(const Desk& desk,
                                                  const std::set<ServiceKey>& done) const;

 private:
  struct Inside;
  explicit SharedNight(std::unique_ptr<Inside> inside);

  std::unique_ptr<Inside> inside_;
};

/// The services whose counts a night takes over, as the book stands now.
Result<std::set<ServiceKey>> services_of_night(const Desk& desk);

/// What services in force today ask of an RMM.
struct AskedOfRmm {
  bool counts = false;          ///< otherwise no record of its reading is kept
  std::vector<ViewId> views{};  ///< that they narrow their scopes by
};
Result<AskedOfRmm> asked_of(const Desk& desk, const RmmId& rmm);

/// Ends the record of a reading (one without a number was never begun), and fills in what
/// `recorded` shows of its RMM: a digest of it, and the services in force that it does not count.
/// `outcome` says how the RMM was read; what was recorded and cannot be used becomes its error, and
/// the record's failure. Without an error so far `recorded` has the RMM. Errors: what the store
/// says.
Result<void> end_recorded_reading(const Desk& desk, const RmmSet& recorded, RmmOutcome& outcome,
                                  ReadingRecord& record);

/// Leaves the record of the night's run, with the limits that `options` lift.
Result<void> record_night(const Desk& desk, const SyncReport& report,
                          const NightlyOptions& options);

}  // namespace billbyagent
