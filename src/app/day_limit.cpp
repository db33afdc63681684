#include "billbyagent/app/day_limit.hpp"

#include <optional>

#include "app/run_log.hpp"

namespace billbyagent {

namespace {

/// The last one that was for a day, or the last day that a person believed; nothing when none was.
Result<std::optional<RunRecord>> last_run(Transaction& transaction) {
  // Few decisions come between two runs.
  for (std::size_t limit = 8;; limit *= 8) {
    const auto runs = transaction.runs(limit);
    if (!runs) return runs.error();
    for (const auto& run : *runs)
      if (!run.id.text().starts_with(app::decision_prefix) || run.job == app::believed_day_job)
        return std::optional{run};
    if (runs->size() < limit) return std::optional<RunRecord>{};
  }
}

}  // namespace

Result<void> check_day(const Desk& desk, const DayLimit& limit) {
  if (limit.most_days_ahead < 1)
    return Error{Errc::invalid_settings,
                 "most days ahead " + std::to_string(limit.most_days_ahead)};
  if (limit.believed) return {};
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  const auto run = last_run(**transaction);
  if (!run) return run.error();
  if (!*run) return {};
  const Date last = (*run)->day;
  const Date today = desk.clock.today();
  const std::string context =
      to_string(today) + ", and the last run, of " + (*run)->job + ", was for " + to_string(last);
  if (today < last) return Error{Errc::implausible_day, context};
  if (days_between(last, today) > limit.most_days_ahead)
    return Error{Errc::implausible_day,
                 context + ": more than " + std::to_string(limit.most_days_ahead) + " days before"};
  return {};
}

}  // namespace billbyagent
