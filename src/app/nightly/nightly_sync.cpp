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

class NightlySync {
 public:
  NightlySync(const Desk& desk, const RmmSet& rmms, const NightlyOptions& options)
      : desk_(desk),
        options_(options),
        today_(desk.clock.today()),
        readings_(rmms, desk.clock, desk.observer) {}

  Result<SyncReport> run();

 private:
  Result<NightReadings> read_rmms(std::vector<NightService>& services);
  /// What was taken over before an error is in `rows`.
  Result<void> take_over_all(std::vector<NightService> services, const NightAtWork& night,
                             std::vector<ServiceSync>& rows) const;
  Result<void> keep_record(const SyncReport& report) const;

  const Desk& desk_;
  const NightlyOptions& options_;
  Date today_;
  RmmReadings readings_;
};

Result<NightReadings> NightlySync::read_rmms(std::vector<NightService>& services) {
  std::vector<AskedScope*> asked;
  std::set<RmmId> named;
  for (auto& service : services) {
    if (!service.asked) continue;
    asked.push_back(&service);
    named.insert(service.rmm);
  }
  auto records = begin_readings(desk_, named, options_);
  if (!records) return records;
  std::optional<RmmId> only;
  if (options_.only && !asked.empty()) only = asked.front()->rmm;
  readings_.read(asked, only, {options_.deadline, options_.time_per_rmm});
  for (auto& service : services)
    if (service.index) service.counted = readings_.census(service.rmm).digest(*service.index);
  if (auto ended = end_readings(desk_, *records, readings_, services); !ended) return ended.error();
  return records;
}

Result<void> NightlySync::take_over_all(std::vector<NightService> services,
                                        const NightAtWork& night,
                                        std::vector<ServiceSync>& rows) const {
  std::erase_if(services, [](const NightService& service) { return !service.asked; });
  const auto contracts = by_contract(services);
  const auto work = [&](std::span<const OfContract> group) {
    return take_over(desk_, group, night);
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
    desk_.progress("taking over counts", rows.size(), services.size());
    return {};
  };
  const auto done = in_groups<OfContract>(contracts, options_.contracts_per_transaction, desk_,
                                          work, failed, take);
  if (done || done.error().code == Errc::cancelled || rows.empty()) return done;
  for (auto at = rows.size(); at < services.size(); ++at) {
    const auto& left = services[at];
    rows.push_back(failed_row(left.key, left.account, left.name, done.error()));
  }
  return done;
}

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

Result<void> NightlySync::keep_record(const SyncReport& report) const {
  if (options_.dry_run) return {};
  auto record = run_record(options_.author, report, report.count(SyncStatus::failed));
  record.lifted = lifted_limits(options_);
  return record_run(desk_, std::move(record));
}

Result<SyncReport> NightlySync::run() {
  if (auto guard = check(options_.guard); !guard) return guard.error();
  if (options_.contracts_per_transaction == 0)
    return Error{Errc::invalid_settings, "contracts_per_transaction 0"};
  if (!options_.dry_run)
    if (auto day = check_day(desk_, options_.day_limit); !day) return day.error();
  SyncReport report{.day = today_,
                    .zone = desk_.clock.zone(),
                    .started = desk_.clock.now(),
                    .dry_run = options_.dry_run};
  auto book = load_night(desk_, today_, options_);
  if (!book) return book.error();
  const auto records = read_rmms(book->services);
  if (!records) return records.error();
  const auto before =
      counted_before(desk_, today_, readings_, book->services, options_.contracts_per_transaction);
  if (!before) return before.error();
  const auto customers = customers_of(*book, readings_);
  std::vector<ServiceSync> rows;
  const auto taken_over = take_over_all(
      std::move(book->services), {options_, today_, readings_, *before, customers, *records}, rows);
  if (!taken_over && (taken_over.error().code == Errc::cancelled || rows.empty()))
    return taken_over.error();
  report.services = std::move(book->unreadable);
  std::move(rows.begin(), rows.end(), std::back_inserter(report.services));
  report.rmms = readings_.outcomes();
  report.scan_error = readings_.nothing_read();
  report.agents = readings_.agents();
  report.ended = desk_.clock.now();
  // From here on an error would hide what stands.
  if (const auto kept = keep_record(report); !taken_over)
    report.stopped = taken_over.error();
  else if (!kept)
    report.stopped = kept.error();
  return report;
}

}  // namespace
}  // namespace app

Result<SyncReport> nightly_sync(const Desk& desk, const RmmSet& rmms,
                                const NightlyOptions& options) {
  return app::NightlySync{desk, rmms, options}.run();
}

}  // namespace billbyagent
