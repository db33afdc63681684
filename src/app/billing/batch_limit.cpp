#include "app/billing/batch_limit.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "app/lifted.hpp"
#include "billbyagent/domain/running_total.hpp"

namespace billbyagent {

Result<void> check(const BatchLimit& limit) {
  if (limit.max_rise_percent < 0)
    return Error{Errc::invalid_settings,
                 "max_rise_percent " + std::to_string(limit.max_rise_percent)};
  if (limit.small_minor < 0)
    return Error{Errc::invalid_settings, "small_minor " + std::to_string(limit.small_minor)};
  return {};
}

namespace app {

namespace {

/// What a whole billing period comes to by the lines that stand, in millionths of a minor unit.
using PeriodDays = std::pair<Date, Date>;  // its first day and its end
using ByPeriod = std::map<PeriodDays, Int128>;

PeriodDays days_of(const LineItem& line) {
  return {line.billing_period.begin(), line.billing_period.end()};
}
int length_of(const PeriodDays& days) { return days_between(days.first, days.second); }

constexpr std::int64_t per_minor = UnitPrice::millionths_per_major;

Int128 size_of(Int128 value) { return value < 0 ? -value : value; }

/// A discount that ends is no jump: what counts is what there was to take it off.
bool takes_off(ChargePart part) {
  return part == ChargePart::discount || part == ChargePart::discount_amount;
}

/// The most that a billing period came to, and how long that one was.
struct Usual {
  Int128 value = 0;
  int days = 1;
};

Usual most_of_any_period(const std::vector<PostedLine>& posted) {
  ByPeriod periods;
  for (const auto& entry : posted)
    if (entry.stands() && !takes_off(entry.line.part()))
      periods[days_of(entry.line)] += detail::value_numerator(
          entry.line.quantity, entry.line.price_millionths(), {1, 1}, entry.line.currency());
  Usual most;
  for (const auto& [days, value] : periods)
    if (most.value < size_of(value)) most = {size_of(value), length_of(days)};
  return most;
}

/// What is to be billed at once.
struct Sum {
  Int128 minor = 0;
  std::set<PeriodDays> periods{};
};

Sum sum_of(const std::vector<LineItem>& lines) {
  Sum sum;
  for (const auto& line : lines) {
    sum.minor += line.amount.minor();
    sum.periods.insert(days_of(line));
  }
  return sum;
}

/// Where the billing cycle changed, a year is as many months as it is long.
std::int64_t usual_periods(const Sum& sum, const Usual& usual) {
  std::int64_t count = 0;
  for (const auto& days : sum.periods)
    count += std::max(1, (length_of(days) + usual.days / 2) / usual.days);
  return count;
}

bool is_believed(const Sum& sum, const Usual& usual, const BatchLimit& limit) {
  constexpr Int128 most = std::numeric_limits<std::int64_t>::max();
  const Int128 per_period = std::min(most, usual.value / per_minor + 1);
  const Int128 share = Int128{100} + limit.max_rise_percent;
  return usual.value > 0 &&
         size_of(sum.minor) * 100 <= per_period * usual_periods(sum, usual) * share;
}

Money as_money(Int128 minor, Currency currency) {
  constexpr Int128 most = std::numeric_limits<std::int64_t>::max();
  return Money::from_minor(static_cast<std::int64_t>(std::clamp(minor, -most, most)), currency);
}

}  // namespace

Result<void> check_periods(const std::vector<LineItem>& lines, std::int32_t most) {
  // The billing periods of a service that are billed for the first time.
  std::map<ServiceId, std::set<std::pair<Date, Date>>> periods;
  for (const auto& line : lines)
    if (line.kind == LineKind::recurring)
      periods[line.key.service].emplace(line.billing_period.begin(), line.billing_period.end());
  for (const auto& [service, ends] : periods)
    if (most > 0 && ends.size() > static_cast<std::size_t>(most))
      return Error{Errc::implausible_batch,
                   "service " + service.text() + ": " + std::to_string(ends.size()) +
                       " billing periods at once, from " + to_string(ends.begin()->first) + " on"};
  return {};
}

Result<void> check_amount(Transaction& transaction, const ContractId& contract,
                          const std::vector<LineItem>& lines, const BatchLimit& limit) {
  const Sum sum = sum_of(lines);
  if (limit.believed || size_of(sum.minor) < limit.small_minor) return {};
  const auto at_hand = transaction.dossier(contract, Part::lines | Part::closed);
  if (!at_hand) return at_hand.error();
  // More lines only ever make more believable.
  if (is_believed(sum, most_of_any_period((*at_hand)->lines), limit)) return {};
  const auto all = transaction.dossier(contract, Part::lines);
  if (!all) return all.error();
  const Usual usual = most_of_any_period((*all)->lines);
  if (usual.value == 0 || is_believed(sum, usual, limit)) return {};
  const Currency currency = lines.front().currency();
  return Error{Errc::implausible_batch,
               to_string(as_money(sum.minor, currency)) + " for " +
                   std::to_string(sum.periods.size()) +
                   (sum.periods.size() == 1 ? " billing period" : " billing periods") +
                   ", and no period came to more than " +
                   to_string(as_money(usual.value / per_minor, currency)) + " so far"};
}

std::string lifted_limits(const AutomationOptions& options) {
  const AutomationOptions usual;
  Lifted lifted;
  lifted.add_day(options.day_limit);
  lifted.add_if(options.batch_limit.believed, "the batch is believed");
  lifted.add_wider("most_periods", options.most_periods, usual.most_periods, 0);
  lifted.add_wider("max_rise_percent of a batch", options.batch_limit.max_rise_percent,
                   usual.batch_limit.max_rise_percent);
  lifted.add_wider("small_minor of a batch", options.batch_limit.small_minor,
                   usual.batch_limit.small_minor);
  lifted.add_wider("stale_days", options.stale_days, usual.stale_days, 0);
  return lifted.text(options.why_lifted);
}

}  // namespace app
}  // namespace billbyagent
