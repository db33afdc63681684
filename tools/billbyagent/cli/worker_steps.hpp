#pragma once

/// What a worker does with a piece of work. Threads: safe to share; each step on its caller's.

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "billbyagent/app/sync_report.hpp"
#include "billbyagent/ports/work_queue.hpp"
#include "cli/json_log.hpp"
#include "cli/tenants.hpp"
#include "cli/watch.hpp"
#include "documents/kept.hpp"

namespace billbyagent::cli {

class PreparedNight;

/// Trouble of the database that passes: the piece is done again, and nothing is closed without it.
inline bool passes(const Error& error) {
  return error.code == Errc::store_busy || error.code == Errc::cancelled;
}
/// With `--once`, so many times in a row.
constexpr std::int64_t attempts_max = 5;

/// What a process did since it began, for operators.
struct WorkCounts {
  std::atomic<std::int64_t> steps{0};
  std::atomic<std::int64_t> failures{0};
  std::atomic<std::int64_t> lines{0};
  std::atomic<std::int64_t> notices{0};
  std::atomic<bool> needs_a_person{false};
};

class WorkerSteps {
 public:
  WorkerSteps(Store& store, WorkQueue& queue, const std::vector<TenantSettings>& tenants,
              JsonLog& log)
      : store_(store), queue_(queue), tenants_(tenants), log_(log) {}
  ~WorkerSteps();

  /// The pieces of a night or posting of that day.
  Result<std::vector<WorkItem>> plan(const TenantSettings& tenant, const Night& night,
                                     std::size_t contracts_per_part);
  /// Does it; the result is for those who close the night. `observer` may end it: `cancelled`.
  Result<std::string> run(const WorkClaim& claim, Observer& observer);
  /// The result of a piece that came to nothing.
  static std::string failed(const WorkClaim& claim, const Error& error);
  WorkCounts& counts() noexcept { return counts_; }

 private:
  struct AtWork;
  const TenantSettings* settings_of(const TenantId& tenant) const;
  Result<std::string> read(AtWork& at, const WorkClaim& claim);
  Result<std::string> take_over(AtWork& at, const WorkClaim& claim);
  Result<std::string> post(AtWork& at, const WorkClaim& claim);
  /// Takes over, or posts, what no part did, before the run is closed.
  Result<void> take_over_rest(AtWork& at, const WorkClaim& claim, SyncReport& report);
  Result<void> post_rest(AtWork& at, const WorkClaim& claim, documents::KeptPosting& all);
  Result<std::string> close_night(AtWork& at, const WorkClaim& claim);
  Result<std::string> close_posting(AtWork& at, const WorkClaim& claim);
  Result<std::string> notify(AtWork& at, const WorkClaim& claim);
  std::shared_ptr<PreparedNight> prepared(const Night& night, const TenantSettings& tenant);

  Store& store_;
  WorkQueue& queue_;
  const std::vector<TenantSettings>& tenants_;
  JsonLog& log_;
  WorkCounts counts_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<PreparedNight>> nights_;  ///< the last ones
};

}  // namespace billbyagent::cli
