#include "billbyagent/app/nightly_sync.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <span>
#include <utility>

#include "app/groups.hpp"
#include "app/lifted.hpp"
#include "app/nightly/group.hpp"
#include "app/run_log.hpp"

namespace billbyagent {
namespace app {
namespace {

std::vector<OfContract> by_contract(std::span<const NightService> services) {
  std::vector<OfContract> contracts;
  for (std::size_t begin = 0; begin < services.size();) {
    std::size_t end = begin;
    while (end < services.size() && services[end].key.contract == services[begin].key.contract)
      ++end;
    contracts.push_back(services.subspan(begin, end - begin));
    begin = end;
  }
  return contracts;
}

/// Of each RMM that was read.
std::map<RmmId, Customers> customers_of(const NightBook& book, const RmmReadings& readings) {
  std::map<RmmId, Customers> customers;
  for (const auto& outcome : readings.outcomes()) {
    if (outcome.error) continue;
    Customers& known = customers[outcome.rmm];
    const RmmReading& reading = readings.of(outcome.rmm);
    for (const auto& account : book.accounts)
      if (const auto link = account.organization_in(outcome.rmm))
        known.insert(reading.as_listed(*link));
    for (const auto& service : book.services)
      if (service.rmm == outcome.rmm && service.scope)
        known.insert(reading.as_listed(*service.scope->organization));
  }
  return customers;
}

Result<void> check_options(const NightlyOptions& options) {
  if (auto guard = check(options.guard); !guard) return guard;
  if (options.contracts_per_transaction == 0)
    return Error{Errc::invalid_settings, "contracts_per_transaction 0"};
  return {};
}

}  // namespace

/// A night from the book to the rows of its report.
class NightRun {
 public:
  NightRun(const Desk& desk, const RmmSet& rmms, const NightlyOptions& options)
      : options_(options), today_(desk.clock.today()), readings_(rmms, desk.clock, desk.observer) {}

  Result<void> load(const Desk& desk);
  /// Reads the RMMs and records how it went.
  Result<void> read(const Desk& desk);
  /// Reads what others have recorded.
  Result<void> read_again(const Desk& desk, NightReadings records);
  /// Ends a record out of what others have recorded of its RMM, and says of the outcome what that
  /// comes to.
  Result<void> end_recorded(const Desk& desk, RmmOutcome& outcome, ReadingRecord& record);
  /// What was taken over before an error is in `rows`.
  template <class Ours>
  Result<void> take_over(const Desk& desk, const Ours& is_ours,
                         std::vector<ServiceSync>& rows) const;
  const RmmReadings& readings() const noexcept { return readings_; }
  const std::vector<ServiceSync>& unreadable() const noexcept { return book_.unreadable; }

 private:
  std::set<RmmId> rmms_asked() const;
  void count();
  Result<void> look_back(const Desk& desk);

  NightlyOptions options_;
  Date today_;
  RmmReadings readings_;
  NightBook book_{};
  NightReadings records_{};
  std::map<RmmId, CountedBefore> before_{};
  std::map<RmmId, Customers> customers_{};
};

Result<void> NightRun::load(const Desk& desk) {
  auto book = load_night(desk, today_, options_);
  if (!book) return book.error();
  book_ = *std::move(book);
  return {};
}

std::set<RmmId> NightRun::rmms_asked() const {
  std::set<RmmId> named;
  for (const auto& service : book_.services)
    if (service.asked) named.insert(service.rmm);
  return named;
}

void NightRun::count() {
  std::vector<AskedScope*> asked;
  for (auto& service : book_.services)
    if (service.asked) asked.push_back(&service);
  std::optional<RmmId> only;
  if (options_.only && !asked.empty()) only = asked.front()->rmm;
  readings_.read(asked, only, {options_.deadline, options_.time_per_rmm});
  for (auto& service : book_.services)
    if (service.index) service.counted = readings_.census(service.rmm).digest(*service.index);
}

Result<void> NightRun::look_back(const Desk& desk) {
  auto before =
      counted_before(desk, today_, readings_, book_.services, options_.contracts_per_transaction);
  if (!before) return before.error();
  before_ = *std::move(before);
  customers_ = customers_of(book_, readings_);
  std::erase_if(book_.services, [](const NightService& service) { return !service.asked; });
  return {};
}

Result<void> NightRun::read(const Desk& desk) {
  auto records = begin_readings(desk, rmms_asked(), options_);
  if (!records) return records.error();
  records_ = *std::move(records);
  count();
  if (auto ended = end_readings(desk, records_, readings_, book_.services); !ended) return ended;
  return look_back(desk);
}

Result<void> NightRun::read_again(const Desk& desk, NightReadings records) {
  records_ = std::move(records);
  count();
  return look_back(desk);
}

Result<void> NightRun::end_recorded(const Desk& desk, RmmOutcome& outcome, ReadingRecord& record) {
  if (outcome.error) return end_reading(desk, record, outcome, nullptr, {});
  if (auto loaded = load(desk); !loaded) return loaded;
  count();
  const auto counted = std::find_if(readings_.outcomes().begin(), readings_.outcomes().end(),
                                    [&](const RmmOutcome& one) { return one.rmm == outcome.rmm; });
  ensure(counted != readings_.outcomes().end(), "what was recorded is not among the RMMs");
  if (counted->error && is_of_waiting(*counted->error)) return *counted->error;
  // Nobody who goes on from it can use what failed here.
  outcome.error = counted->error;
  outcome.notes = counted->notes;
  return end_reading(desk, record, outcome, &readings_, book_.services);
}

template <class Ours>
Result<void> NightRun::take_over(const Desk& desk, const Ours& is_ours,
                                 std::vector<ServiceSync>& rows) const {
  auto contracts = by_contract(book_.services);
  std::erase_if(contracts, [&](const OfContract& of) { return !is_ours(of); });
  std::vector<const NightService*> services;
  for (const auto& of : contracts)
    for (const auto& service : of) services.push_back(&service);
  const NightAtWork night{options_, today_, readings_, before_, customers_, records_};
  const auto work = [&](std::span<const OfContract> group) {
    return app::take_over(desk, group, night);
  };
  const auto failed = [](const OfContract& of,
                         const Error& error) -> Result<std::vector<ServiceSync>> {
    std::vector<ServiceSync> all;
    for (const auto& service : of)
      all.push_back(failed_row(service.key, service.account, service.name, error));
    return all;
  };
  const auto take = [&](std::vector<ServiceSync> outcomes, std::size_t) -> Result<void> {
    std::move(outcomes.begin(), outcomes.end(), std::back_inserter(rows));
    desk.progress("taking over counts", rows.size(), services.size());
    return {};
  };
  const auto done = in_groups<OfContract>(contracts, options_.contracts_per_transaction, desk, work,
                                          failed, take);
  if (done || done.error().code == Errc::cancelled || rows.empty()) return done;
  for (auto at = rows.size(); at < services.size(); ++at) {
    const auto& left = *services[at];
    rows.push_back(failed_row(left.key, left.account, left.name, done.error()));
  }
  return done;
}

namespace {

std::string lifted_limits(const NightlyOptions& options) {
  const SyncGuard usual;
  const SyncGuard& guard = options.guard;
  Lifted lifted;
  lifted.add_day(options.day_limit);
  lifted.add_wider("max_drop_percent", guard.max_drop_percent, usual.max_drop_percent);
  lifted.add_wider("small_drop_units", guard.small_drop_units, usual.small_drop_units);
  lifted.add_if(!guard.hold_rises, "every rise is believed");
  lifted.add_wider("max_rise_percent", guard.max_rise_percent, usual.max_rise_percent);
  lifted.add_wider("small_rise_units", guard.small_rise_units, usual.small_rise_units);
  lifted.add_if(!guard.hold_first_zero, "a first count of zero is believed");
  return lifted.text(options.why_lifted);
}

Result<SyncReport> run_night(const Desk& desk, const RmmSet& rmms, const NightlyOptions& options) {
  if (auto good = check_options(options); !good) return good.error();
  if (!options.dry_run)
    if (auto day = check_day(desk, options.day_limit); !day) return day.error();
  SyncReport report{.day = desk.clock.today(),
                    .zone = desk.clock.zone(),
                    .started = desk.clock.now(),
                    .dry_run = options.dry_run};
  NightRun night{desk, rmms, options};
  if (auto loaded = night.load(desk); !loaded) return loaded.error();
  if (auto read = night.read(desk); !read) return read.error();
  std::vector<ServiceSync> rows;
  const auto taken_over = night.take_over(
      desk, [](const OfContract&) { return true; }, rows);
  if (!taken_over && (taken_over.error().code == Errc::cancelled || rows.empty()))
    return taken_over.error();
  report.services = night.unreadable();
  std::move(rows.begin(), rows.end(), std::back_inserter(report.services));
  report.rmms = night.readings().outcomes();
  report.scan_error = night.readings().nothing_read();
  report.agents = night.readings().agents();
  report.ended = desk.clock.now();
  // From here on an error would hide what stands.
  const auto recorded = options.dry_run ? Result<void>{} : record_night(desk, report, options);
  if (!taken_over)
    report.stopped = taken_over.error();
  else if (!recorded)
    report.stopped = recorded.error();
  return report;
}

}  // namespace
}  // namespace app

Result<SyncReport> nightly_sync(const Desk& desk, const RmmSet& rmms,
                                const NightlyOptions& options) {
  return app::run_night(desk, rmms, options);
}

Result<void> record_night(const Desk& desk, const SyncReport& report,
                          const NightlyOptions& options) {
  auto record = app::run_record(options.author, report, report.count(SyncStatus::failed));
  record.lifted = app::lifted_limits(options);
  return app::record_run(desk, std::move(record));
}

// Shared.

struct SharedNight::Inside {
  app::NightRun night;
};

SharedNight::SharedNight(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
SharedNight::~SharedNight() = default;

Result<std::unique_ptr<SharedNight>> SharedNight::prepare(const Desk& desk, const RmmSet& rmms,
                                                          const NightlyOptions& options,
                                                          NightReadings readings) {
  if (auto good = app::check_options(options); !good) return good.error();
  if (auto day = check_day(desk, options.day_limit); !day) return day.error();
  auto inside = std::make_unique<Inside>(Inside{app::NightRun{desk, rmms, options}});
  if (auto loaded = inside->night.load(desk); !loaded) return loaded.error();
  if (auto read = inside->night.read_again(desk, std::move(readings)); !read) return read.error();
  return std::unique_ptr<SharedNight>{new SharedNight{std::move(inside)}};
}

Result<std::vector<ServiceSync>> SharedNight::take_over(const Desk& desk,
                                                        const AccountRange& accounts) const {
  std::vector<ServiceSync> rows;
  const auto is_ours = [&](const app::OfContract& of) {
    return accounts.contains(of.front().account);
  };
  if (auto taken_over = inside_->night.take_over(desk, is_ours, rows); !taken_over)
    return taken_over.error();
  if (accounts.contains_unknown())
    rows.insert(rows.begin(), inside_->night.unreadable().begin(),
                inside_->night.unreadable().end());
  return rows;
}

Result<std::vector<ServiceSync>> SharedNight::take_over_rest(
    const Desk& desk, const std::set<ServiceKey>& done) const {
  std::vector<ServiceSync> rows;
  const auto is_ours = [&](const app::OfContract& of) {
    return std::any_of(of.begin(), of.end(),
                       [&](const auto& service) { return !done.contains(service.key); });
  };
  if (auto taken_over = inside_->night.take_over(desk, is_ours, rows); !taken_over)
    return taken_over.error();
  std::erase_if(rows, [&](const ServiceSync& row) { return done.contains(row.key); });
  return rows;
}

Result<std::set<ServiceKey>> services_of_night(const Desk& desk) {
  auto book = app::load_night(desk, desk.clock.today(), {});
  if (!book) return book.error();
  std::set<ServiceKey> keys;
  for (const auto& service : book->services)
    if (service.asked) keys.insert(service.key);
  return keys;
}

Result<void> end_recorded_reading(const Desk& desk, const RmmSet& recorded, RmmOutcome& outcome,
                                  ReadingRecord& record) {
  return app::NightRun{desk, recorded, {}}.end_recorded(desk, outcome, record);
}

Result<AskedOfRmm> asked_of(const Desk& desk, const RmmId& rmm) {
  auto book = app::load_night(desk, desk.clock.today(), {});
  if (!book) return book.error();
  AskedOfRmm all;
  std::set<ViewId> views;
  for (const auto& service : book->services) {
    if (service.rmm != rmm) continue;
    if (service.asked) all.counts = true;
    if (service.scope && service.scope->view) views.insert(*service.scope->view);
  }
  all.views.assign(views.begin(), views.end());
  return all;
}

}  // namespace billbyagent
