#pragma once

/// A process that claims work and does it, until it is told to end: with threads that read RMMs,
/// threads that take over and post, some that deliver notices, and one that renews what is claimed.

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "cli/metrics.hpp"
#include "cli/worker_steps.hpp"

namespace billbyagent::cli {

struct WorkerOptions {
  std::size_t readers = 8;  ///< RMMs that are read at the same time
  std::size_t hands = 2;    ///< parts that are done at the same time
  std::size_t readers_per_host = 4;
  std::size_t contracts_per_part = 100;
  std::chrono::milliseconds lease{60'000};
  std::chrono::milliseconds look_again{2'000};  ///< when there was nothing to do
  std::optional<Date> as_of{};
  bool once = false;  ///< ends when nothing is left
};

class Worker {
 public:
  Worker(Store& store, WorkQueue& queue, const Tenants& tenants, const WorkerOptions& options,
         JsonLog& log)
      : queue_(queue),
        tenants_(tenants),
        options_(options),
        log_(log),
        steps_(store, queue, tenants.all, log) {}

  /// Until `interrupted()`, or, with `once`, until nothing is left. An error when the work could
  /// not be begun, or, with `once`, when the database's trouble did not pass: what is left stays.
  Result<void> run();
  WorkCounts& counts() noexcept { return steps_.counts(); }
  /// As Prometheus reads them.
  Result<std::string> metrics();
  /// Whether the database answered lately.
  bool ready() const noexcept { return ready_; }

 private:
  /// The last days that were found planned, or were planned.
  struct Looked {
    std::optional<Date> night{};
    std::optional<Date> posting{};
    std::string refused{};  ///< why nothing was planned
  };
  Result<void> plan_all();
  Result<void> plan_due(const TenantSettings& tenant, const Due& due);
  Result<void> plan_night(const TenantSettings& tenant, const Due& due);
  Result<void> plan_posting(const TenantSettings& tenant, const Due& due);
  Result<void> plan(const TenantSettings& tenant, const Night& night);
  Result<bool> is_left();
  void work(const std::vector<WorkStep>& steps);
  void work_on(const WorkClaim& claim);
  void settle(const WorkClaim& claim, const Result<std::string>& result);
  /// The database did not take it; with `once`, too often in a row is the end.
  void in_vain(const WorkClaim& claim, const Error& error);
  void give_up(const Error& error);
  void renew_all();
  void end();
  bool ended() const noexcept { return end_ || interrupted(); }
  /// Sleeps for that long, or until the end.
  void rest(std::chrono::milliseconds time);

  WorkQueue& queue_;
  const Tenants& tenants_;
  WorkerOptions options_;
  JsonLog& log_;
  WorkerSteps steps_;
  std::map<TenantId, Looked> looked_;
  /// How often each piece met trouble of the database since anything was done.
  std::map<std::tuple<TenantId, Occasion, Date, WorkStep, std::string>, std::int64_t> in_vain_;
  std::optional<Error> gave_up_;
  std::atomic<bool> end_{false};
  std::atomic<bool> ready_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
  std::map<std::string, WorkClaim> held_;  ///< by token
};

}  // namespace billbyagent::cli
