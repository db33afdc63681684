// Counts are taken over, and the night is closed.

#include <algorithm>
#include <iterator>
#include <set>

#include "billbyagent/app/verify.hpp"
#include "cli/night_mail.hpp"
#include "cli/run_options.hpp"
#include "cli/worker_at_work.hpp"

namespace billbyagent::cli {

Result<std::string> WorkerSteps::take_over(AtWork& at, const WorkClaim& claim) {
  if (auto good = at.check(); !good) return good.error();
  auto night = prepared(claim.night, at.tenant.tenant());
  auto counts = night->counts(store_, queue_);
  if (!counts) return counts.error();
  auto rows = (*counts)->take_over(*at.desk, accounts_of(claim.item));
  if (!rows) return rows.error();
  if (auto done = at.record(); !done) return done.error();
  return documents::kept_rows({.rows = *std::move(rows)});
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
    // What came to nothing is done by whoever closes the night.
    std::move(part->rows.begin(), part->rows.end(), std::back_inserter(report.services));
  }
  return report;
}

}  // namespace

Result<void> WorkerSteps::take_over_rest(AtWork& at, const WorkClaim& claim, SyncReport& report) {
  auto services = services_of_night(*at.desk);
  if (!services) return services.error();
  std::set<ServiceKey> done;
  for (const auto& row : report.services) done.insert(row.key);
  if (std::includes(done.begin(), done.end(), services->begin(), services->end())) return {};
  if (auto good = at.check(); !good) return good;
  PreparedNight night{claim.night, at.tenant.tenant()};
  auto counts = night.counts(store_, queue_);
  if (!counts) return counts.error();
  auto rows = (*counts)->take_over_rest(*at.desk, done);
  if (!rows) return rows.error();
  std::move(rows->begin(), rows->end(), std::back_inserter(report.services));
  return at.record();
}

Result<std::string> WorkerSteps::close_night(AtWork& at, const WorkClaim& claim) {
  const Desk& desk = *at.desk;
  auto done = queue_.done(claim.night);
  if (!done) return done.error();
  auto report = report_of(desk, *done, claim);
  if (!report) return report.error();
  if (auto rest = take_over_rest(at, claim, *report); !rest) {
    if (passes(rest.error())) return rest.error();
    report->scan_error = rest.error();
  }
  std::sort(report->services.begin(), report->services.end(),
            [](const auto& a, const auto& b) { return a.key < b.key; });
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

}  // namespace billbyagent::cli
