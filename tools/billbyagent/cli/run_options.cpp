#include "cli/run_options.hpp"

namespace billbyagent::cli {

NightlyOptions nightly_options(const Session& session, const RmmSet& rmms) {
  const Settings& settings = session.settings();
  NightlyOptions options;
  const auto time = session.reading_time(rmms);
  options.deadline = time.all;
  options.time_per_rmm = time.each;
  options.guard = {.max_drop_percent = settings.guard_percent,
                   .small_drop_units = settings.guard_units,
                   .hold_rises = settings.guard_rises == "held",
                   .max_rise_percent = settings.guard_rise_percent,
                   .small_rise_units = settings.guard_rise_units,
                   .hold_first_zero = settings.guard_first_zero == "held"};
  options.day_limit.most_days_ahead = settings.guard_days_ahead;
  return options;
}

AutomationOptions automation_options(const Session& session) {
  const Settings& settings = session.settings();
  AutomationOptions options;
  if (settings.credit_batches == "allowed") options.credit_batches = CreditBatches::allowed;
  if (settings.settlement == "contract") options.settlement = Settlement::contract;
  if (settings.zero_lines == "left") options.zero_lines = ZeroLines::left;
  options.most_periods = settings.guard_periods;
  options.batch_limit.max_rise_percent = settings.guard_batch_percent;
  options.batch_limit.small_minor = settings.guard_batch_minor;
  options.stale_days = settings.stale_days;
  if (settings.stale_counts == "refused") options.stale_counts = StaleCounts::refused;
  options.day_limit.most_days_ahead = settings.guard_days_ahead;
  return options;
}

Exit exit_of(const SyncReport& report) {
  if (report.stopped) return exit_for(report.stopped->code);
  if (report.scan_error) return exit_for(report.scan_error->code);
  const auto waiting = report.count(SyncStatus::held) + report.count(SyncStatus::proposed) +
                       report.count(SyncStatus::failed) + report.count(SyncStatus::overtaken) +
                       report.rmms_failed() + report.unclassified().size();
  return waiting > 0 ? Exit::needs_a_person : Exit::done;
}

}  // namespace billbyagent::cli
