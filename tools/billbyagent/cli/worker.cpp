#include "cli/worker.hpp"

#include <algorithm>
#include <chrono>

namespace billbyagent::cli {
namespace {

/// Tenants whose receivers of notices are told at the same time.
constexpr std::size_t notifiers = 4;

/// How long a wait for the end may take to notice a signal.
constexpr std::chrono::milliseconds notice_within{100};

Instant now() {
  return {std::chrono::duration_cast<std::chrono::milliseconds>(
              std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

class StepObserver final : public Observer {
 public:
  explicit StepObserver(const std::atomic<bool>& end) : end_(end) {}
  void progress(std::string_view, std::size_t, std::size_t) override {}
  bool cancelled() override { return end_ || interrupted(); }

 private:
  const std::atomic<bool>& end_;
};

boost::json::object named(const WorkClaim& claim) {
  return {
      {"step", to_string(claim.item.step)}, {"part", claim.item.part}, {"attempt", claim.attempt}};
}

}  // namespace

namespace {

/// Others are a tenant's own.
bool is_databases(const Error& error) { return error.code >= Errc::store_failed; }

}  // namespace

void Worker::rest(std::chrono::milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  std::unique_lock lock{mutex_};
  while (!ended() && std::chrono::steady_clock::now() < until)
    wake_.wait_for(lock, std::min(time, notice_within));
}

void Worker::end() {
  end_ = true;
  wake_.notify_all();
}

// Planning.

Result<void> Worker::plan(const TenantSettings& tenant, const Night& night) {
  auto work = steps_.plan(tenant, night, options_.contracts_per_part);
  if (!work) return work.error();
  auto planned = queue_.plan(night, *work);
  if (!planned) return planned.error();
  if (*planned) log_.write(LogLevel::info, "planned", night, {{"pieces", work->size()}});
  return {};
}

Result<void> Worker::plan_night(const TenantSettings& tenant, const Due& due) {
  auto known = queue_.has_night(tenant.tenant, Occasion::night, due.today, due.today);
  if (!known) return known.error();
  return *known ? Result<void>{} : plan(tenant, {tenant.tenant, Occasion::night, due.today});
}

Result<void> Worker::plan_posting(const TenantSettings& tenant, const Due& due) {
  const Date since = due.posting->scheduled;
  auto known = queue_.has_night(tenant.tenant, Occasion::posting, since, due.today);
  if (!known) return known.error();
  if (*known) return {};
  if (due.posting->overdue) {
    // It is made good by those who worked for the tenant then; whoever begins today does not
    // begin with the past.
    auto there = queue_.has_night(tenant.tenant, Occasion::night, since.plus_days(-31), since);
    if (!there) return there.error();
    if (!*there) return {};
  }
  return plan(tenant, {tenant.tenant, Occasion::posting, due.today});
}

Result<void> Worker::plan_due(const TenantSettings& tenant, const Due& due) {
  // What is in the database by now need not be looked for again.
  Looked& looked = looked_[tenant.tenant];
  if (due.night && looked.night != due.today) {
    if (auto planned = plan_night(tenant, due); !planned) return planned;
    looked.night = due.today;
  }
  if (due.posting && looked.posting != due.posting->scheduled) {
    if (auto planned = plan_posting(tenant, due); !planned) return planned;
    looked.posting = due.posting->scheduled;
  }
  return {};
}

Result<void> Worker::plan_all() {
  std::optional<Error> database;
  for (const auto& tenant : tenants_.all) {
    if (ended()) return {};
    auto due = due_at(tenant.schedule, now(), options_.as_of);
    if (!due) return due.error();
    auto planned = plan_due(tenant, *due);
    Looked& looked = looked_[tenant.tenant];
    const std::string refused = planned ? std::string{} : to_string(planned.error());
    const bool told = std::exchange(looked.refused, refused) == refused;
    if (planned) continue;
    counts().needs_a_person = true;
    if (is_databases(planned.error())) database = planned.error();
    // It is looked at again every moment, and said once.
    if (told) continue;
    log_.write(LogLevel::error, "not planned",
               {{"tenant", tenant.tenant.text()}, {"error", refused}});
  }
  ready_ = !database;
  return {};
}

// Working.

void Worker::settle(const WorkClaim& claim, const Result<std::string>& result) {
  const auto tell = [&](const char* event, const Error& error) {
    auto said = named(claim);
    said["error"] = to_string(error);
    log_.write(LogLevel::error, event, claim.night, std::move(said));
  };
  Result<void> settled{};
  if (result) {
    ++counts().steps;
    settled = queue_.finish(claim, *result);
  } else if (result.error().code == Errc::cancelled) {
    settled = queue_.put_off(claim, {});
  } else if (passes(result.error())) {
    tell("put off", result.error());
    constexpr std::int64_t pauses_most = 10;
    settled = queue_.put_off(claim, options_.look_again * std::min(claim.attempt, pauses_most));
  } else {
    tell("failed", result.error());
    ++counts().failures;
    counts().needs_a_person = true;
    settled = queue_.finish(claim, WorkerSteps::failed(claim, result.error()));
  }
  if (!settled) tell("not settled", settled.error());
  if (!result && result.error().code == Errc::store_busy) {
    in_vain(claim, result.error());
  } else if (!settled) {
    in_vain(claim, settled.error());
  } else if (result) {
    const std::lock_guard lock{mutex_};
    in_vain_.clear();
  }
}

void Worker::in_vain(const WorkClaim& claim, const Error& error) {
  const auto& [night, item, token, attempt, planned] = claim;
  bool is_last = false;
  {
    const std::lock_guard lock{mutex_};
    is_last =
        ++in_vain_[{night.tenant, night.occasion, night.day, item.step, item.part}] == attempts_max;
  }
  if (is_last) give_up(error);
}

void Worker::give_up(const Error& error) {
  if (!options_.once) return;
  {
    const std::lock_guard lock{mutex_};
    if (!gave_up_) gave_up_ = error;
  }
  end();
}

void Worker::work_on(const WorkClaim& claim) {
  {
    const std::lock_guard lock{mutex_};
    held_.emplace(claim.token, claim);
  }
  StepObserver observer{end_};
  auto result = [&]() -> Result<std::string> {
    try {
      return steps_.run(claim, observer);
    } catch (const std::exception& fault) {
      return Error{Errc::internal, fault.what()};
    }
  }();
  settle(claim, result);
  const std::lock_guard lock{mutex_};
  held_.erase(claim.token);
}

void Worker::work(const std::vector<WorkStep>& steps) {
  WorkWish wish{
      .steps = steps, .lease = options_.lease, .readers_per_host = options_.readers_per_host};
  for (const auto& tenant : tenants_.all) wish.tenants.push_back(tenant.tenant);
  int failed = 0;  // one after the other
  while (!ended()) {
    auto claim = queue_.claim(wish);
    ready_ = claim.has_value();
    failed = claim ? 0 : failed + 1;
    if (!claim) {
      log_.write(LogLevel::error, "no claim", {{"error", to_string(claim.error())}});
      if (failed == attempts_max) give_up(claim.error());
      rest(options_.look_again * std::min<int>(failed, attempts_max));
    } else if (*claim) {
      work_on(**claim);
    } else {
      rest(options_.look_again);
    }
  }
}

void Worker::renew_all() {
  while (!ended()) {
    rest(options_.lease / 3);
    std::vector<WorkClaim> held;
    {
      const std::lock_guard lock{mutex_};
      for (const auto& [token, claim] : held_) held.push_back(claim);
    }
    for (const auto& claim : held)
      if (auto renewed = queue_.renew(claim, options_.lease); !renewed)
        log_.write(LogLevel::warning, "not renewed", claim.night,
                   {{"error", to_string(renewed.error())}});
  }
}

Result<bool> Worker::is_left() {
  std::vector<TenantId> all;
  for (const auto& tenant : tenants_.all) all.push_back(tenant.tenant);
  auto left = queue_.left(all);
  if (!left) return left.error();
  return *left > 0;
}

Result<void> Worker::run() {
  for (const auto& refused : tenants_.refused)
    log_.write(LogLevel::error, "tenant refused",
               {{"file", refused.file}, {"error", to_string(refused.error)}});
  std::vector<std::thread> threads;
  const auto start = [&](std::size_t number, const std::vector<WorkStep>& steps) {
    for (std::size_t i = 0; i < number; ++i) threads.emplace_back([this, steps] { work(steps); });
  };
  if (auto planned = plan_all(); !planned) return planned;
  start(options_.readers, {WorkStep::read});
  start(options_.hands, {WorkStep::do_part, WorkStep::close});
  start(notifiers, {WorkStep::notify});
  threads.emplace_back([this] { renew_all(); });
  Result<void> outcome{};
  std::int64_t failed = 0;  // one after the other
  while (!ended()) {
    rest(options_.look_again);
    if (ended()) break;
    if (!options_.once) {
      static_cast<void>(plan_all());
      continue;
    }
    auto left = is_left();
    failed = left ? 0 : failed + 1;
    if (failed == attempts_max) outcome = left.error();
    if (failed == attempts_max || (left && !*left)) break;
  }
  end();
  for (auto& thread : threads) thread.join();
  return gave_up_ ? Result<void>{*gave_up_} : outcome;
}

Result<std::string> Worker::metrics() {
  std::vector<TenantId> all;
  for (const auto& tenant : tenants_.all) all.push_back(tenant.tenant);
  auto figures = queue_.figures(all);
  if (!figures) return figures.error();
  return metrics_text(*figures, steps_.counts(), all.size(), tenants_.refused.size());
}

}  // namespace billbyagent::cli
