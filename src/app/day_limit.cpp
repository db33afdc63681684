#include "billbyagent/app/day_limit.hpp"

namespace billbyagent {

Result<void> check_day(const Desk& desk, const DayLimit& limit) {
  if (limit.most_days_ahead < 1)
    return Error{Errc::invalid_settings,
                 "most days ahead " + std::to_string(limit.most_days_ahead)};
  if (limit.believed) return {};
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  const auto runs = (*transaction)->runs(1);
  if (!runs) return runs.error();
  if (runs->empty()) return {};
  const Date last = runs->front().day;
  const Date today = desk.clock.today();
  const std::string context = to_string(today) + ", and the last run, of " + runs->front().job +
                              ", was for " + to_string(last);
  if (today < last) return Error{Errc::implausible_day, context};
  if (days_between(last, today) > limit.most_days_ahead)
    return Error{Errc::implausible_day,
                 context + ": more than " + std::to_string(limit.most_days_ahead) + " days before"};
  return {};
}

}  // namespace billbyagent
