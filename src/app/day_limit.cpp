#include "billbyagent/app/day_limit.hpp"

#include <algorithm>

#include "app/run_log.hpp"

namespace billbyagent {

namespace {

/// There are not so many decisions between two runs.
constexpr std::size_t looked_back = 1'000;

}  // namespace

Result<void> check_day(const Desk& desk, const DayLimit& limit) {
  if (limit.most_days_ahead < 1)
    return Error{Errc::invalid_settings,
                 "most days ahead " + std::to_string(limit.most_days_ahead)};
  if (limit.believed) return {};
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  const auto runs = (*transaction)->runs(looked_back);
  if (!runs) return runs.error();
  const auto run = std::find_if(runs->begin(), runs->end(), [](const RunRecord& each) {
    return !each.id.text().starts_with(app::decision_prefix);
  });
  if (run == runs->end()) return {};
  const Date last = run->day;
  const Date today = desk.clock.today();
  const std::string context =
      to_string(today) + ", and the last run, of " + run->job + ", was for " + to_string(last);
  if (today < last) return Error{Errc::implausible_day, context};
  if (days_between(last, today) > limit.most_days_ahead)
    return Error{Errc::implausible_day,
                 context + ": more than " + std::to_string(limit.most_days_ahead) + " days before"};
  return {};
}

}  // namespace billbyagent
