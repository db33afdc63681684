#include "cli/worker_steps.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>

#include "billbyagent/app/verify.hpp"
#include "cli/ledger_stop.hpp"
#include "cli/night_mail.hpp"
#include "cli/prepared_night.hpp"
#include "cli/run_options.hpp"

namespace billbyagent::cli {
namespace {

constexpr std::size_t notices_at_once = 10'000;

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
  Result<std::int64_t> end(const RmmLists& lists) {
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

AccountRange range_of(const WorkItem& item) {
  return {AccountId{item.from_account}, AccountId{item.to_account}};
}

Instant last_of(const std::vector<WorkDone>& done, Instant planned) {
  Instant last = planned;
  for (const auto& one : done) last = std::max(last, one.done);
  return last;
}

/// Trouble that passes: the piece is done again.
bool passes(const Error& error) {
  return error.code == Errc::store_busy || error.code == Errc::cancelled;
}

}  // namespace

struct WorkerSteps::AtWork {
  AtWork(const TenantSettings& settings, std::unique_ptr<Store> store)
      : tenant(settings), fenced(std::move(store)) {}

  Session& session() { return tenant.session(); }
  /// A server's backups bring no generation along: without a ledger there is nothing to look at.
  bool has_ledger() { return !session().on_server() || !session().settings().ledger.empty(); }
  Result<void> check() { return has_ledger() ? check_ledger(session(), *desk) : Result<void>{}; }
  Result<void> record() {
    return has_ledger() ? record_in_ledger(session(), *desk) : Result<void>{};
  }

  TenantAtWork tenant;
  std::unique_ptr<Store> fenced;
  std::optional<Desk> desk{};
};

WorkerSteps::~WorkerSteps() = default;

const TenantSettings* WorkerSteps::settings_of(const TenantId& tenant) const {
  const auto at = std::find_if(tenants_.begin(), tenants_.end(),
                               [&](const auto& one) { return one.tenant == tenant; });
  return at == tenants_.end() ? nullptr : &*at;
}

Result<std::vector<WorkItem>> WorkerSteps::plan(const TenantSettings& tenant, const Night& night,
                                                std::size_t contracts_per_part) {
  std::vector<WorkItem> work;
  if (night.occasion == Occasion::night) {
    auto hosts = rmm_hosts(tenant.settings);
    if (!hosts) return hosts.error();
    for (const auto& [rmm, host] : *hosts)
      work.push_back({.step = WorkStep::read, .part = rmm, .host = host});
  }
  TenantAtWork at{tenant};
  auto desk = at.desk(store_, night.day, nullptr);
  if (!desk) return desk.error();
  auto ranges = account_ranges(*desk, contracts_per_part);
  if (!ranges) return ranges.error();
  std::size_t number = 0;
  for (const auto& range : *ranges) {
    std::string part = std::to_string(++number);
    constexpr std::size_t digits = 6;  // so that they come in order
    part.insert(0, digits - std::min(digits, part.size()), '0');
    work.push_back({.step = WorkStep::do_part,
                    .part = std::move(part),
                    .from_account = range.from.text(),
                    .to_account = range.to.text()});
  }
  work.push_back({.step = WorkStep::close});
  if (night.occasion == Occasion::night) work.push_back({.step = WorkStep::notify});
  return work;
}

std::shared_ptr<PreparedNight> WorkerSteps::prepared(const Night& night,
                                                     const TenantSettings& tenant) {
  constexpr std::size_t nights_most = 4;
  const std::lock_guard lock{mutex_};
  for (const auto& one : nights_)
    if (one->night() == night) return one;
  if (nights_.size() == nights_most) nights_.erase(nights_.begin());
  nights_.push_back(std::make_shared<PreparedNight>(night, tenant));
  return nights_.back();
}

Result<std::string> WorkerSteps::run(const WorkClaim& claim, Observer& observer) {
  const auto* tenant = settings_of(claim.night.tenant);
  if (!tenant) return Error{Errc::not_found, "tenant " + claim.night.tenant.text()};
  AtWork at{*tenant, queue_.fenced(claim)};
  auto desk = at.tenant.desk(*at.fenced, claim.night.day, &observer);
  if (!desk) return desk.error();
  at.desk.emplace(*desk);
  const bool night = claim.night.occasion == Occasion::night;
  switch (claim.item.step) {
    case WorkStep::read:
      return read(at, claim);
    case WorkStep::do_part:
      return night ? take_over(at, claim) : post(at, claim);
    case WorkStep::close:
      return night ? close_night(at, claim) : close_posting(at, claim);
    case WorkStep::notify:
      return notify(at, claim);
  }
  return Error{Errc::internal, "a step that nobody knows"};
}

namespace {

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
Result<void> read_rmm(const Desk& desk, Session& session, WorkQueue& queue, const WorkClaim& claim,
                      documents::KeptReading& kept) {
  const RmmId& rmm = kept.outcome.rmm;
  auto rmms = session.rmms();
  auto provider = rmms ? (*rmms)->find(rmm) : Result<RmmProvider*>{rmms.error()};
  if (!provider) {
    kept.outcome.error = provider.error();
    return {};
  }
  kept.outcome.provider = (*provider)->name();
  auto views = views_asked_for(desk, rmm);
  if (!views) return views.error();
  PageKeeper keeper{queue, claim};
  auto lists = record(**provider, *views, keeper, session.deadline());
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
  auto record = begin_reading(desk, kept.outcome.rmm);
  if (!record) return record.error();
  kept.record = *std::move(record);
  if (auto read = read_rmm(desk, at.session(), queue_, claim, kept); !read) return read.error();
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

Result<std::string> WorkerSteps::take_over(AtWork& at, const WorkClaim& claim) {
  if (auto good = at.check(); !good) return good.error();
  auto night = prepared(claim.night, at.tenant.tenant());
  auto counts = night->counts(store_, queue_);
  if (!counts) return counts.error();
  auto rows = (*counts)->take_over(*at.desk, range_of(claim.item));
  if (!rows) return rows.error();
  if (auto done = at.record(); !done) return done.error();
  return documents::kept_rows({.rows = *std::move(rows)});
}

Result<std::string> WorkerSteps::post(AtWork& at, const WorkClaim& claim) {
  if (auto good = at.check(); !good) return good.error();
  auto night = prepared(claim.night, at.tenant.tenant());
  auto posting = night->posting(store_);
  if (!posting) return posting.error();
  auto report = (*posting)->post(*at.desk, range_of(claim.item));
  if (!report) return report.error();
  if (auto done = at.record(); !done) return done.error();
  documents::KeptPosting kept{.figures = figures_of(*report)};
  for (const auto& [currency, totals] : report->totals) kept.totals.push_back(totals.amount);
  for (const auto& contract : report->contracts) {
    if (contract.error) kept.errors.push_back(*contract.error);
    kept.units_unknown += contract.units_unknown.size();
    kept.stale += contract.stale.size();
  }
  counts_.lines += static_cast<std::int64_t>(kept.figures.lines);
  return documents::kept_posting(kept);
}

std::string WorkerSteps::failed(const WorkClaim& claim, const Error& error) {
  if (claim.item.step == WorkStep::read)
    return documents::kept_reading({.outcome = {.rmm = RmmId{claim.item.part}, .error = error},
                                    .record = {.day = claim.night.day}});
  if (claim.item.step != WorkStep::do_part) return {};
  if (claim.night.occasion == Occasion::night) return documents::kept_rows({.error = error});
  return documents::kept_posting({.errors = {error}});
}

namespace {

/// The report of the night, out of what its readings and parts left.
Result<SyncReport> report_of(const Desk& desk, const std::vector<WorkDone>& done,
                             const WorkClaim& claim) {
  SyncReport report{.day = claim.night.day,
                    .zone = desk.clock.zone(),
                    .started = claim.planned,
                    .ended = last_of(done, claim.planned)};
  auto readings = kept_readings(done);
  if (!readings) return readings.error();
  for (const auto& kept : *readings) {
    report.agents += kept.outcome.agents;
    report.rmms.push_back(kept.outcome);
  }
  if (!report.rmms.empty() && report.rmms_failed() == report.rmms.size())
    report.scan_error = report.rmms.front().error;
  for (const auto& one : done) {
    if (one.item.step != WorkStep::do_part) continue;
    auto part = documents::read_kept_rows(one.result);
    if (!part) return part.error();
    if (part->error && !report.scan_error) report.scan_error = part->error;
    std::move(part->rows.begin(), part->rows.end(), std::back_inserter(report.services));
  }
  std::sort(report.services.begin(), report.services.end(),
            [](const auto& a, const auto& b) { return a.key < b.key; });
  return report;
}

}  // namespace

Result<std::string> WorkerSteps::close_night(AtWork& at, const WorkClaim& claim) {
  const Desk& desk = *at.desk;
  auto done = queue_.done(claim.night);
  if (!done) return done.error();
  auto report = report_of(desk, *done, claim);
  if (!report) return report.error();
  auto verified = verify_sample(desk, contracts_looked_at);
  if (!verified) return verified.error();
  if (auto recorded = record_night(desk, *report, nightly_options(at.session(), {})); !recorded)
    return recorded.error();
  const NightNotices notices{.damage = std::move(verified->findings)};
  const Exit exit = notices.damage.empty() ? exit_of(*report) : Exit::store;
  if (exit != Exit::done) counts_.needs_a_person = true;
  boost::json::object said{{"summary", summary(*report)}, {"exit_code", static_cast<int>(exit)}};
  if (report->scan_error) said["error"] = to_string(*report->scan_error);
  if (!notices.damage.empty()) {
    const auto& [subject, what] = notices.damage.front();
    said["damage"] = notices.damage.size();
    said["first_damage"] = subject + ": " + what;
  }
  const auto told = mail_night(at.session(), desk, report, notices, exit);
  if (told && !*told) said["operator_mail"] = to_string(told->error());
  log_.write(exit == Exit::done ? LogLevel::info : LogLevel::warning, "night done", claim.night,
             std::move(said));
  if (auto forgotten = queue_.forget_before(claim.night.tenant, claim.night.day); !forgotten)
    return forgotten.error();
  return std::string{};
}

Result<std::string> WorkerSteps::close_posting(AtWork& at, const WorkClaim& claim) {
  const Desk& desk = *at.desk;
  auto done = queue_.done(claim.night);
  if (!done) return done.error();
  PostingRun run{.day = claim.night.day,
                 .zone = desk.clock.zone(),
                 .started = claim.planned,
                 .ended = last_of(*done, claim.planned)};
  boost::json::array errors;
  std::size_t units_unknown = 0;
  std::size_t stale = 0;
  for (const auto& one : *done) {
    if (one.item.step != WorkStep::do_part) continue;
    auto part = documents::read_kept_posting(one.result);
    if (!part) return part.error();
    run.figures.batches += part->figures.batches;
    run.figures.lines += part->figures.lines;
    run.figures.held += part->figures.held;
    // A part that came to nothing is a failure too.
    run.figures.failed += std::max(part->figures.failed, part->errors.size());
    units_unknown += part->units_unknown;
    stale += part->stale;
    for (const auto& error : part->errors) errors.push_back(boost::json::value(to_string(error)));
  }
  if (auto recorded = record_posting(desk, run, automation_options(at.session())); !recorded)
    return recorded.error();
  const bool good = errors.empty() && units_unknown == 0;
  if (!good) counts_.needs_a_person = true;
  boost::json::object said{{"summary", summary(run)}};
  if (!errors.empty()) said["errors"] = std::move(errors);
  if (units_unknown > 0) said["services_without_units"] = units_unknown;
  if (stale > 0) said["services_with_stale_counts"] = stale;
  log_.write(good && stale == 0 ? LogLevel::info : LogLevel::warning, "posting done", claim.night,
             std::move(said));
  return std::string{};
}

Result<std::string> WorkerSteps::notify(AtWork& at, const WorkClaim& claim) {
  auto notifier = at.session().notifier();
  if (!notifier) return notifier.error();
  if (!*notifier) return std::string{};
  auto report = deliver_notices(*at.desk, **notifier, notices_at_once);
  if (!report) return report.error();
  counts_.notices += static_cast<std::int64_t>(report->delivered);
  const auto failed = report->failed + report->left;
  boost::json::object said{{"delivered", report->delivered}, {"failed", failed}};
  if (report->first_failure) said["error"] = to_string(*report->first_failure);
  if (report->stopped) said["error"] = to_string(*report->stopped);
  log_.write(failed == 0 ? LogLevel::info : LogLevel::warning, "notices", claim.night,
             std::move(said));
  if (failed == 0 && at.session().refused().empty()) return std::string{};
  if (report->stopped && report->stopped->code == Errc::cancelled) return *report->stopped;
  counts_.needs_a_person = true;
  return std::string{};
}

}  // namespace billbyagent::cli
