#include "billbyagent/app/preview.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "app/machines/machine_changes.hpp"
#include "billbyagent/domain/billing.hpp"

namespace billbyagent {

namespace {

/// The billing periods from the one that holds `from` on, each once, while `more(periods, day)`:
/// another one begins on that day.
template <class More>
std::vector<Period> periods_while(const Contract& contract, Date from, More more) {
  std::vector<Period> periods;
  for (Date day = from; more(periods, day);) {
    const Section& section = section_on(contract.sections(), day);
    const Period period = section.cycle.period_at(day);
    if (std::find(periods.begin(), periods.end(), period) == periods.end())
      periods.push_back(period);
    day = std::min(period.end(), section.days.end());
  }
  return periods;
}

std::vector<Period> periods_from(const Contract& contract, Date from, int count) {
  return periods_while(contract, from, [&](const std::vector<Period>& periods, Date) {
    return static_cast<int>(periods.size()) < count;
  });
}

/// Those that begin within the days of `covered`; the first holds `from`.
std::vector<Period> periods_beside(const Contract& contract, Date from, const Period& covered) {
  return periods_while(contract, from, [&](const std::vector<Period>& periods, Date day) {
    return periods.empty() || day < covered.end();
  });
}

Period all_of(const std::vector<Period>& periods) {
  Period all = periods.front();
  for (const auto& each : periods)
    all = {std::min(all.begin(), each.begin()), std::max(all.end(), each.end())};
  return all;
}

int longest_in_years(const Contract& contract) {
  int months = 12;
  for (const auto& section : contract.sections()) months = std::max(months, section.cycle.months());
  return (months + 11) / 12;
}

Result<void> add_change(AmountChange& sum, const AmountChange& change) {
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

std::vector<ServiceId> Previewing::services() const {
  std::vector<ServiceId> ids;
  for (const auto& service : before_.contract.terms().services) ids.push_back(service.id());
  for (const auto& service : after_.contract.terms().services)
    if (!before_.contract.find_service(service.id())) ids.push_back(service.id());
  return ids;
}

Result<SideOfPeriod> Previewing::look(const PreviewSide& side, const ServiceId& id,
                                      const Period& period, std::vector<ServiceId>& unknown) const {
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
  const auto units = [&](const ServiceId& other) {
    const auto found = side.histories.find(other);
    return found == side.histories.end() ? nullptr : &found->second;
  };
  auto lines = bill(side.contract, *service, history->second, period, units);
  if (!lines) return lines.error();
  seen.lines = *std::move(lines);
  seen.machines = machines_on(side, *service, period.last_day());
  return seen;
}

bool Previewing::same_prices(const ServiceId& id) const {
  const Service* before = before_.contract.find_service(id);
  const Service* after = after_.contract.find_service(id);
  if (!before || !after) return false;
  auto terms = before->terms();
  terms.unit_source = after->terms().unit_source;
  return terms == after->terms();
}

Result<void> Previewing::add_service(const ServiceId& id, const SideOfPeriod& before,
                                     const SideOfPeriod& after, PeriodDifference& sum) {
  const auto none = AmountChange::none(preview_.currency);
  ServicePeriodDifference row{
      .service = id,
      .billing_period = sum.billing_period,
      .before = before.lines,
      .after = after.lines,
      .amount = none,
      .cost = none,
      .machines_added = app::machines_without(after.machines, before.machines),
      .machines_removed = app::machines_without(before.machines, after.machines)};
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

Result<void> Previewing::add_period(const Period& period, bool on_before, bool on_after) {
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

Result<void> check_preview(const PreviewSide& before, const PreviewSide& after, Date from,
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
  // The longest periods have to stay inside the calendar.
  const int years = std::max(longest_in_years(before.contract), longest_in_years(after.contract));
  if (from.year() <= limits::first_year + years ||
      from.year() + (limits::preview_periods_max + 1) * years >= limits::last_year)
    return Error{Errc::out_of_range, "a preview from " + to_string(from)};
  return {};
}

}  // namespace

Result<Preview> preview(const PreviewSide& before, const PreviewSide& after, Date from,
                        int periods) {
  if (auto checked = check_preview(before, after, from, periods); !checked) return checked.error();
  const auto of_before = periods_from(before.contract, from, periods);
  const Period covered = all_of(of_before);
  const auto of_after = periods_beside(after.contract, from, covered);
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
                 .covered_after = all_of(of_after)};
  Previewing previewing{before, after, result};
  for (const auto& [days, on] : sides)
    if (auto added = previewing.add_period({days.first, days.second}, on.first, on.second); !added)
      return added.error();
  return result;
}

}  // namespace billbyagent
