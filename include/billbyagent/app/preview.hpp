#pragma once

/// What a change would do to the next invoices: the lines of two versions of a contract, period by
/// period, and the difference. Looks at what is due, not at what was posted. Pure.

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/app/what_if.hpp"
#include "billbyagent/domain/billing.hpp"

namespace billbyagent {

/// An amount on both sides, and what the change makes of it.
struct AmountChange {
  Money before;
  Money after;
  Money difference;  ///< after less before

  static AmountChange none(Currency currency) {
    return {Money::zero(currency), Money::zero(currency), Money::zero(currency)};
  }
  friend bool operator==(const AmountChange&, const AmountChange&) = default;
};

struct ServicePeriodDifference {
  ServiceId service{};
  Period billing_period;
  std::vector<LineItem> before{};  ///< empty when the service is not in force then
  std::vector<LineItem> after{};
  AmountChange amount;
  AmountChange cost;
  // Against the machines that count on the period's last day, by agent id.
  std::vector<Machine> machines_added{};
  std::vector<Machine> machines_removed{};
  /// The difference over the machines, when only machines come (or only go), the service's prices
  /// are the same on both sides and it divides without a remainder.
  std::optional<Money> average_per_machine{};
};

struct PeriodDifference {
  Period billing_period;
  AmountChange amount;
  AmountChange cost;
};

struct Preview {
  ContractId contract{};
  Currency currency;
  Date from;
  std::vector<ServicePeriodDifference> services{};  ///< by period, in it in the contract's order
  std::vector<PeriodDifference> periods{};
  AmountChange amount;  ///< of all periods
  AmountChange cost;
  /// The days that the compared periods of each side cover; they differ when the cycle does.
  Period covered_before;
  Period covered_after;
  /// Services in force that were never counted: no lines on that side.
  std::vector<ServiceId> units_unknown_before{};
  std::vector<ServiceId> units_unknown_after{};
};

/// The lines of `periods` (1 to `limits::preview_periods_max`) billing periods of `before`, of
/// which the one that holds `from` is the first, and of the periods of `after` that begin in the
/// same days. Lines are paired by service id and billing period; a service of one side only is all
/// difference. Errors: `currency_mismatch` naming both; `out_of_range` for `periods`, a day at the
/// edge of the calendar, or an amount.
Result<Preview> preview(const PreviewSide& before, const PreviewSide& after, Date from,
                        int periods);

/// What a person needs to follow the preview to its sums by hand: per period and service the
/// amounts, the lines that only one side has, and the machines that come and go, of each at most
/// `machines_shown` by name.
std::vector<std::string> to_text(const Preview& preview,
                                 std::size_t machines_shown = limits::agents_per_scan_max);

namespace detail {

inline std::vector<Period> periods_from(const BillingCycle& cycle, Date from, int count) {
  std::vector<Period> periods{cycle.period_at(from)};
  while (static_cast<int>(periods.size()) < count) periods.push_back(cycle.next(periods.back()));
  return periods;
}

/// Those that begin within the days of `covered`; the first holds `from`.
inline std::vector<Period> periods_beside(const BillingCycle& cycle, Date from,
                                          const Period& covered) {
  std::vector<Period> periods{cycle.period_at(from)};
  for (Period next = cycle.next(periods.back()); next.begin() < covered.end();
       next = cycle.next(next))
    periods.push_back(next);
  return periods;
}

inline Result<void> add_change(AmountChange& sum, const AmountChange& change) {
  auto before = add(sum.before, change.before);
  if (!before) return before.error();
  auto after = add(sum.after, change.after);
  if (!after) return after.error();
  auto difference = subtract(*after, *before);
  if (!difference) return difference.error();
  sum = {*before, *after, *difference};
  return {};
}

/// One service in one billing period, on one side.
struct SideOfPeriod {
  std::vector<LineItem> lines{};
  std::vector<Machine> machines{};
  bool in_force = false;
};

/// The machines that count for the service on `day`, by agent id; none when it is not in force.
inline std::vector<Machine> machines_on(const PreviewSide& side, const Service& service, Date day) {
  const auto life = side.contract.life_of(service);
  const auto found = side.events.find(service.id());
  if (!life || !life->contains(day) || found == side.events.end()) return {};
  return billbyagent::machines_on(found->second, day);
}

class Previewing {
 public:
  Previewing(const PreviewSide& before, const PreviewSide& after, Preview& preview)
      : before_(before), after_(after), preview_(preview) {}

  /// `on_before`, `on_after`: whether the period is one of that side's.
  Result<void> add_period(const Period& period, bool on_before, bool on_after);

 private:
  std::vector<ServiceId> services() const;
  Result<void> add_service(const ServiceId& id, const SideOfPeriod& before,
                           const SideOfPeriod& after, PeriodDifference& sum);
  Result<SideOfPeriod> look(const PreviewSide& side, const ServiceId& id, const Period& period,
                            std::vector<ServiceId>& unknown) const;
  bool same_prices(const ServiceId& id) const;

  const PreviewSide& before_;
  const PreviewSide& after_;
  Preview& preview_;
};

inline std::vector<ServiceId> Previewing::services() const {
  std::vector<ServiceId> ids;
  for (const auto& service : before_.contract.terms().services) ids.push_back(service.id());
  for (const auto& service : after_.contract.terms().services)
    if (!before_.contract.find_service(service.id())) ids.push_back(service.id());
  return ids;
}

inline Result<SideOfPeriod> Previewing::look(const PreviewSide& side, const ServiceId& id,
                                             const Period& period,
                                             std::vector<ServiceId>& unknown) const {
  SideOfPeriod seen;
  const Service* service = side.contract.find_service(id);
  const auto life = service ? side.contract.life_of(*service) : std::nullopt;
  seen.in_force = life && intersect(*life, period);
  if (!seen.in_force) return seen;
  const auto history = side.histories.find(id);
  if (history == side.histories.end() || history->second.empty()) {
    if (std::find(unknown.begin(), unknown.end(), id) == unknown.end()) unknown.push_back(id);
    return seen;
  }
  auto lines = bill(side.contract, *service, history->second, period);
  if (!lines) return lines.error();
  seen.lines = *std::move(lines);
  seen.machines = machines_on(side, *service, period.last_day());
  return seen;
}

inline bool Previewing::same_prices(const ServiceId& id) const {
  const Service* before = before_.contract.find_service(id);
  const Service* after = after_.contract.find_service(id);
  if (!before || !after) return false;
  auto terms = before->terms();
  terms.unit_source = after->terms().unit_source;
  return terms == after->terms();
}

inline Result<void> Previewing::add_service(const ServiceId& id, const SideOfPeriod& before,
                                            const SideOfPeriod& after, PeriodDifference& sum) {
  const auto none = AmountChange::none(preview_.currency);
  ServicePeriodDifference row{
      .service = id,
      .billing_period = sum.billing_period,
      .before = before.lines,
      .after = after.lines,
      .amount = none,
      .cost = none,
      .machines_added = machines_without(after.machines, before.machines),
      .machines_removed = machines_without(before.machines, after.machines)};
  const auto zero = none.before;
  for (const auto& line : before.lines) {
    if (auto added = add_change(row.amount, {line.amount, zero, zero}); !added) return added;
    if (auto added = add_change(row.cost, {line.cost, zero, zero}); !added) return added;
  }
  for (const auto& line : after.lines) {
    if (auto added = add_change(row.amount, {zero, line.amount, zero}); !added) return added;
    if (auto added = add_change(row.cost, {zero, line.cost, zero}); !added) return added;
  }
  const auto machines =
      static_cast<std::int64_t>(row.machines_added.size() + row.machines_removed.size());
  const bool one_way = row.machines_added.empty() != row.machines_removed.empty();
  if (one_way && same_prices(id) && row.amount.difference.minor() % machines == 0)
    row.average_per_machine =
        Money::from_minor(row.amount.difference.minor() / machines, preview_.currency);
  if (auto added = add_change(sum.amount, row.amount); !added) return added;
  if (auto added = add_change(sum.cost, row.cost); !added) return added;
  preview_.services.push_back(std::move(row));
  return {};
}

inline Result<void> Previewing::add_period(const Period& period, bool on_before, bool on_after) {
  const auto none = AmountChange::none(preview_.currency);
  PeriodDifference sum{period, none, none};
  for (const auto& id : services()) {
    SideOfPeriod before;
    SideOfPeriod after;
    if (on_before) {
      auto seen = look(before_, id, period, preview_.units_unknown_before);
      if (!seen) return seen.error();
      before = *std::move(seen);
    }
    if (on_after) {
      auto seen = look(after_, id, period, preview_.units_unknown_after);
      if (!seen) return seen.error();
      after = *std::move(seen);
    }
    if (!before.in_force && !after.in_force) continue;
    if (auto added = add_service(id, before, after, sum); !added) return added;
  }
  if (auto added = add_change(preview_.amount, sum.amount); !added) return added;
  if (auto added = add_change(preview_.cost, sum.cost); !added) return added;
  preview_.periods.push_back(sum);
  return {};
}

inline Result<void> check_preview(const PreviewSide& before, const PreviewSide& after, Date from,
                                  int periods) {
  const Currency was = before.contract.terms().currency;
  const Currency is = after.contract.terms().currency;
  if (was != is)
    return Error{Errc::currency_mismatch, "contract " + before.contract.id().text() + " is in " +
                                              to_string(was) + ", what it is compared with in " +
                                              to_string(is)};
  if (periods < 1 || periods > limits::preview_periods_max)
    return Error{Errc::out_of_range, "a preview of " + std::to_string(periods) +
                                         " billing periods; 1 to " +
                                         std::to_string(limits::preview_periods_max)};
  // The longest periods, of a year each, have to stay inside the calendar.
  if (from.year() <= limits::first_year + 1 ||
      from.year() + limits::preview_periods_max + 1 >= limits::last_year)
    return Error{Errc::out_of_range, "a preview from " + to_string(from)};
  return {};
}

}  // namespace detail

inline Result<Preview> preview(const PreviewSide& before, const PreviewSide& after, Date from,
                               int periods) {
  if (auto checked = detail::check_preview(before, after, from, periods); !checked)
    return checked.error();
  const auto of_before = detail::periods_from(before.contract.terms().cycle, from, periods);
  const Period covered{of_before.front().begin(), of_before.back().end()};
  const auto of_after = detail::periods_beside(after.contract.terms().cycle, from, covered);
  std::map<std::pair<Date, Date>, std::pair<bool, bool>> sides;
  for (const auto& period : of_before) sides[{period.begin(), period.end()}].first = true;
  for (const auto& period : of_after) sides[{period.begin(), period.end()}].second = true;

  const Currency currency = before.contract.terms().currency;
  Preview result{.contract = before.contract.id(),
                 .currency = currency,
                 .from = from,
                 .amount = AmountChange::none(currency),
                 .cost = AmountChange::none(currency),
                 .covered_before = covered,
                 .covered_after = {of_after.front().begin(), of_after.back().end()}};
  detail::Previewing previewing{before, after, result};
  for (const auto& [days, on] : sides)
    if (auto added = previewing.add_period({days.first, days.second}, on.first, on.second); !added)
      return added.error();
  return result;
}

namespace detail {

inline std::string signed_text(const Money& money) {
  return (money.minor() > 0 ? "+" : "") + to_string(money);
}

/// `25.00 USD -> 27.50 USD, difference +2.50 USD`
inline std::string change_text(const AmountChange& change) {
  return to_string(change.before) + " -> " + to_string(change.after) + ", difference " +
         signed_text(change.difference);
}

/// Takes out of both lists the lines that read alike (their costs may differ) and returns their
/// sum.
inline Money take_common(std::vector<LineItem>& before, std::vector<LineItem>& after,
                         Currency currency) {
  std::int64_t common = 0;
  std::erase_if(before, [&](const LineItem& line) {
    const auto same = std::find_if(after.begin(), after.end(), [&](const LineItem& other) {
      return to_string(line) == to_string(other);
    });
    if (same == after.end()) return false;
    common += line.amount.minor();
    after.erase(same);
    return true;
  });
  return Money::from_minor(common, currency);
}

inline void add_machine_text(const std::vector<Machine>& machines, const std::string& what,
                             std::size_t shown, std::vector<std::string>& text) {
  const std::size_t named = std::min(shown, machines.size());
  for (std::size_t i = 0; i < named; ++i)
    text.push_back(what + machines[i].name + " (" + machines[i].agent.text() + ")");
  if (named < machines.size())
    text.push_back(what + "... and " + std::to_string(machines.size() - named) + " more");
}

inline void add_row_text(const ServicePeriodDifference& row, std::size_t machines_shown,
                         std::vector<std::string>& text) {
  auto before = row.before;
  auto after = row.after;
  const Money common = take_common(before, after, row.amount.before.currency());
  const std::string name = to_string(row.billing_period) + "  " + row.service.text() + ": ";
  if (before.empty() && after.empty()) {
    text.push_back(name + to_string(row.amount.after) + ", no difference");
  } else {
    text.push_back(name + change_text(row.amount));
    if (before.size() < row.before.size())
      text.push_back("  same    " + std::to_string(row.before.size() - before.size()) +
                     (row.before.size() - before.size() == 1 ? " line, " : " lines, ") +
                     to_string(common));
    for (const auto& line : before) text.push_back("  before  " + to_string(line));
    for (const auto& line : after) text.push_back("  after   " + to_string(line));
  }
  add_machine_text(row.machines_removed, "  goes    ", machines_shown, text);
  add_machine_text(row.machines_added, "  comes   ", machines_shown, text);
  if (row.average_per_machine)
    text.push_back("  that is " + signed_text(*row.average_per_machine) +
                   " per machine, on average");
}

}  // namespace detail

inline std::vector<std::string> to_text(const Preview& preview, std::size_t machines_shown) {
  std::vector<std::string> text;
  text.push_back("Preview of contract " + preview.contract.text() + ", " +
                 to_string(preview.covered_before) + ", " + std::to_string(preview.periods.size()) +
                 (preview.periods.size() == 1 ? " billing period" : " billing periods"));
  if (preview.covered_after != preview.covered_before)
    text.push_back("The periods after the change cover other days: " +
                   to_string(preview.covered_after));
  const auto unknown = [&](const std::vector<ServiceId>& services, const char* side) {
    for (const auto& service : services)
      text.push_back("Not in it: service " + service.text() + " was never counted, " + side +
                     " the change");
  };
  unknown(preview.units_unknown_before, "before");
  unknown(preview.units_unknown_after, "after");
  auto row = preview.services.begin();
  for (const auto& period : preview.periods) {
    std::size_t rows = 0;
    for (; row != preview.services.end() && row->billing_period == period.billing_period;
         ++row, ++rows)
      detail::add_row_text(*row, machines_shown, text);
    if (rows > 1)
      text.push_back(to_string(period.billing_period) +
                     "  all services: " + detail::change_text(period.amount));
  }
  text.push_back("Sum: " + detail::change_text(preview.amount));
  if (!preview.cost.before.is_zero() || !preview.cost.after.is_zero())
    text.push_back("Cost: " + detail::change_text(preview.cost));
  return text;
}

}  // namespace billbyagent
