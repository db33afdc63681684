// An RMM is read, and what it shows is kept.

#include <chrono>

#include "cli/worker_at_work.hpp"

namespace billbyagent::cli {
namespace {

/// Past its day by more than this, a night that was not read yet is not read any more: what it
/// showed would be another day's.
constexpr std::chrono::hours read_late_most{6};

/// Pages of agents on their way into the database, several at a time.
class PageKeeper final : public AgentKeeper {
 public:
  PageKeeper(WorkQueue& queue, const WorkClaim& claim) : queue_(queue), claim_(claim) {}

  void restart() override {
    agents_.clear();
    texts_.clear();
    pages_ = 0;
  }
  Result<void> page(std::span<const Agent> agents) override {
    for (const auto& agent : agents) {
      agents_.push_back(agent);
      if (agents_.size() == agents_per_page)
        if (auto kept = turn_page(); !kept) return kept;
    }
    return {};
  }
  /// The lists become page 0.
  Result<std::int64_t> end(const RecordedLists& lists) {
    if (!agents_.empty())
      if (auto kept = turn_page(); !kept) return kept.error();
    if (auto kept = write(); !kept) return kept.error();
    if (auto kept = queue_.keep(claim_, 0, {documents::kept_lists(lists)}); !kept)
      return kept.error();
    return pages_;
  }

 private:
  static constexpr std::size_t agents_per_page = 1'000;
  static constexpr std::size_t pages_per_write = 16;

  Result<void> turn_page() {
    texts_.push_back(documents::kept_agents(agents_));
    agents_.clear();
    ++pages_;
    return texts_.size() == pages_per_write ? write() : Result<void>{};
  }
  Result<void> write() {
    if (texts_.empty()) return {};
    const auto first = pages_ - static_cast<std::int64_t>(texts_.size()) + 1;
    auto kept = queue_.keep(claim_, first, texts_);
    texts_.clear();
    return kept;
  }

  WorkQueue& queue_;
  const WorkClaim& claim_;
  std::vector<Agent> agents_;
  std::vector<std::string> texts_;
  std::int64_t pages_ = 0;
};

/// Whether the day is over for so long that what is read now is another day's.
Result<bool> is_late(const TenantSettings& tenant, const WorkClaim& claim, Instant now) {
  if (!tenant.settings.as_of.empty()) return false;
  auto due = due_at(tenant.schedule, now, std::nullopt);
  if (!due) return due.error();
  const auto age = std::chrono::milliseconds{now.ms - claim.planned.ms};
  return claim.night.day < due->today && age > read_late_most;
}

Result<ReadingRecord> begin_reading(const Desk& desk, const RmmId& rmm) {
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  auto begun =
      (*transaction)
          ->begin_reading({.rmm = rmm, .day = desk.clock.today(), .began = desk.clock.now()});
  if (!begun) return begun;
  if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  return begun;
}

/// What was read, or why not, goes into `kept`. An error: the database's.
Result<void> read_rmm(const std::vector<ViewId>& views, Session& session, WorkQueue& queue,
                      const WorkClaim& claim, documents::KeptReading& kept) {
  const RmmId& rmm = kept.outcome.rmm;
  auto rmms = session.rmms();
  auto provider = rmms ? (*rmms)->find(rmm) : Result<RmmProvider*>{rmms.error()};
  if (!provider) {
    kept.outcome.error = provider.error();
    return {};
  }
  kept.outcome.provider = (*provider)->name();
  PageKeeper keeper{queue, claim};
  auto lists = record(**provider, views, keeper, session.deadline());
  if (!lists) {
    if (passes(lists.error())) return lists.error();
    kept.outcome.error = lists.error();
    kept.outcome.notes = (*provider)->notes();
    return {};
  }
  auto pages = keeper.end(*lists);
  if (!pages) return pages.error();
  kept.pages = *pages;
  kept.outcome.agents = lists->agents;
  kept.outcome.notes = lists->notes;
  return {};
}

/// Counts what was kept, as those will who go on from it, and ends the reading's record.
Result<void> end_reading(const Desk& desk, Session& session, WorkQueue& queue,
                         const WorkClaim& claim, documents::KeptReading& kept) {
  std::unique_ptr<RecordedRmm> recorded;
  RmmSet rmms;
  if (!kept.outcome.error) {
    auto live = session.rmms();
    if (!live) return live.error();
    auto provider = (*live)->find(kept.outcome.rmm);
    if (!provider) return provider.error();
    auto made = recorded_rmm(queue, claim.night, session.settings(), **provider, kept);
    if (!made) return made.error();
    recorded = *std::move(made);
    if (auto added = rmms.add(kept.outcome.rmm, *recorded); !added) return added;
  }
  return end_recorded_reading(desk, rmms, kept.outcome, kept.record);
}

}  // namespace

Result<std::string> WorkerSteps::read(AtWork& at, const WorkClaim& claim) {
  const Desk& desk = *at.desk;
  documents::KeptReading kept{.outcome = {.rmm = RmmId{claim.item.part}},
                              .record = {.day = claim.night.day}};
  kept.outcome.started = desk.clock.now();
  auto late = is_late(at.tenant.tenant(), claim, kept.outcome.started);
  if (!late) return late.error();
  if (*late) {
    kept.outcome.error = Error{Errc::timed_out, "nobody read it on its day"};
    kept.outcome.ended = kept.outcome.started;
    return documents::kept_reading(kept);
  }
  auto asked = asked_of(desk, kept.outcome.rmm);
  if (!asked) return asked.error();
  if (asked->counts) {
    auto record = begin_reading(desk, kept.outcome.rmm);
    if (!record) return record.error();
    kept.record = *std::move(record);
  }
  if (auto read = read_rmm(asked->views, at.session(), queue_, claim, kept); !read)
    return read.error();
  kept.outcome.ended = desk.clock.now();
  if (auto ended = end_reading(desk, at.session(), queue_, claim, kept); !ended)
    return ended.error();
  boost::json::object said{{"rmm", claim.item.part},
                           {"agents", kept.outcome.agents},
                           {"milliseconds", kept.outcome.ended.ms - kept.outcome.started.ms}};
  if (kept.outcome.error) said["error"] = to_string(*kept.outcome.error);
  log_.write(kept.outcome.error ? LogLevel::warning : LogLevel::info, "rmm read", claim.night,
             std::move(said));
  return documents::kept_reading(kept);
}

}  // namespace billbyagent::cli
