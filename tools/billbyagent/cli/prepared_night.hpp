#pragma once

/// What a worker has at hand of a tenant, and of a night that it works on.

#include <memory>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "billbyagent/app/shared_night.hpp"
#include "billbyagent/app/shared_posting.hpp"
#include "billbyagent/ports/work_queue.hpp"
#include "cli/session.hpp"
#include "cli/tenants.hpp"
#include "documents/kept.hpp"

namespace billbyagent::cli {

/// A tenant's settings and ports on the day of a night. Threads: one at a time.
class TenantAtWork {
 public:
  TenantAtWork(const TenantSettings& tenant)
      : tenant_(tenant),
        watch_(err_, ProgressStyle::silent),
        session_(tenant.settings, out_, err_, watch_) {}

  /// `observer` may be null.
  Result<Desk> desk(Store& store, Date day, Observer* observer);
  Session& session() noexcept { return session_; }
  const TenantSettings& tenant() const noexcept { return tenant_; }

 private:
  const TenantSettings& tenant_;
  std::ostringstream out_;
  std::ostringstream err_;
  Watch watch_;
  Session session_;
  std::unique_ptr<Clock> clock_;
};

/// An RMM of the settings: its name, and the host that is asked; empty for a file.
struct RmmHost {
  std::string rmm{};
  std::string host{};
};
/// None when the settings name none.
Result<std::vector<RmmHost>> rmm_hosts(const Settings& settings);

/// Prepared once for all parts that this process does.
class PreparedNight {
 public:
  PreparedNight(const Night& night, const TenantSettings& tenant) : night_(night), at_(tenant) {}

  const Night& night() const noexcept { return night_; }
  /// Once; who comes meanwhile waits. After an error it is tried again.
  Result<const SharedNight*> counts(Store& store, WorkQueue& queue);
  Result<const SharedPosting*> posting(Store& store);

 private:
  Result<void> play(WorkQueue& queue, NightReadings& records);

  Night night_;
  TenantAtWork at_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<RecordedRmm>> recorded_;
  RmmSet rmms_;
  std::unique_ptr<SharedNight> counts_;
  std::unique_ptr<SharedPosting> posting_;
};

/// Shows what a reading left in the queue, which must outlive it, as must `provider`, that of the
/// RMM.
Result<std::unique_ptr<RecordedRmm>> recorded_rmm(WorkQueue& queue, const Night& night,
                                                  const Settings& settings,
                                                  const RmmProvider& provider,
                                                  const documents::KeptReading& kept);

/// What the readings of the night left.
Result<std::vector<documents::KeptReading>> kept_readings(const std::vector<WorkDone>& done);

}  // namespace billbyagent::cli
