#pragma once

/// The functions of `billing.hpp`.

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/domain/billing.hpp"
#include "billbyagent/domain/detail/billed_parts.hpp"
#include "billbyagent/domain/detail/contract_discount.hpp"
#include "billbyagent/domain/detail/proration.hpp"
#include "billbyagent/domain/differences.hpp"

namespace billbyagent {

namespace detail {

/// What there is to say of one service and billing period, seen from one day.
struct PeriodAsSeen {
  const ContractId& contract;
  const AccountId& account;  ///< of posted lines that do not tell theirs
  const Service& service;
  const Period& period;
  Date through;  ///< the day it is seen from
  std::optional<ProrationPeriods> due{};
  std::vector<AvailablePart> parts{};
  std::vector<Period> ahead{};  ///< days that an end or a pause takes which is not reached yet
};

/// Whether the line can have been posted for the period by that day count.
BILLBYAGENT_INLINE bool fits(DayCount day_count, const Period& period, const LineItem& line) {
  return line.billing_period == period && intersect(line.span, period) == line.span &&
         line.share == share_of(day_count, period, line.span);
}

/// Due and posted of one service and billing period, side by side.
class Reckoning {
 public:
  Reckoning(PeriodAsSeen view, std::span<const PostedLine> posted,
            std::span<const LineKey> taken = {})
      : view_(std::move(view)), period_(view_.period), posted_(posted) {
    for (const auto& key : taken) take_number(key);
  }

  Result<std::vector<LineItem>> open_lines();

 private:
  struct Totals {
    RunningTotal amount;
    RunningTotal cost;
  };

  Totals& totals(const Payer& payer) {
    if (const auto at = totals_.find(payer); at != totals_.end()) return at->second;
    const auto& terms = view_.service.terms();
    const RunningTotal none{terms.proration, period_, terms.currency};
    return totals_.emplace(payer, Totals{none, none}).first->second;
  }
  Payer payer_of_line(const LineItem& line) const {
    return {line.account.empty() ? view_.account : line.account, line.tax_category};
  }
  void take_number(const LineKey& key) {
    auto& last = sequences_[key.effective];
    last = std::max(last, key.sequence);
  }
  Result<void> take_posted();
  void add_due();
  void leave_what_is_ahead();
  void settle_end();
  Result<void> append(const Period& span, const Difference& difference, Units units_after);
  Result<void> append_open(Date billed_from, const UnitsByBasis& units);
  Result<void> settle_amounts(const Payer& payer, const Totals& totals);
  const Step* find_step(Date billed_from) const;
  Step step_at(Date billed_from) const;
  std::int32_t next_sequence(Date effective);
  LineKind kind_of(Date billed_from, const Difference& difference) const;
  Date available_on(Date effective) const;

  PeriodAsSeen view_;
  const Period& period_;
  std::span<const PostedLine> posted_;
  std::map<Payer, Totals> totals_;
  std::map<Date, UnitsByBasis> open_;  ///< by the first billed day: due minus posted
  std::map<Date, std::int32_t> sequences_;
  bool recurring_posted_ = false;
  Date end_{period_.end()};
  std::vector<LineItem> lines_;
};

BILLBYAGENT_INLINE Result<void> Reckoning::take_posted() {
  for (const auto& entry : posted_) {
    const LineItem& line = entry.line;
    take_number(line.key);
    if (!entry.stands()) continue;
    if (!fits(view_.service.terms().proration.day_count, period_, line))
      return Error{Errc::conflicts, "line " + to_string(line.key) + " was posted on other terms"};
    const Fraction& share = line.share;
    const Rate from = line.rate_from.value_or(Rate{});
    const Payer payer = payer_of_line(line);
    Totals& so_far = totals(payer);
    so_far.amount.add_posted(line.amount.minor(), line.quantity, from.price_millionths,
                             line.rate.price_millionths, line.span, share);
    so_far.cost.add_posted(line.cost.minor(), line.quantity, from.cost_millionths,
                           line.rate.cost_millionths, line.span, share);
    recurring_posted_ = recurring_posted_ || line.kind == LineKind::recurring;
    const auto settle = [&](Date day, Units sign) {
      auto& open = open_[day];
      add_units(open, {payer, line.rate}, -sign * line.quantity);
      if (line.rate_from) add_units(open, {payer, *line.rate_from}, sign * line.quantity);
    };
    settle(line.span.begin(), 1);
    if (line.span.end() < period_.end()) settle(line.span.end(), -1);
  }
  return {};
}

BILLBYAGENT_INLINE void Reckoning::add_due() {
  const auto& due = view_.due;
  if (!due) return;
  for (const auto& step : due->steps) {
    add_level(open_[step.billed_from], step.after, 1);
    add_level(open_[step.billed_from], step.before, -1);
  }
  if (due->billed.end() < period_.end() && !due->steps.empty())
    add_level(open_[due->billed.end()], due->steps.back().after, -1);
}

/// On the days of an end or a pause that is not reached yet, what is due is what is posted.
BILLBYAGENT_INLINE void Reckoning::leave_what_is_ahead() {
  for (const auto& days : view_.ahead) {
    UnitsByBasis before;
    for (auto at = open_.begin(); at != open_.lower_bound(days.begin()); ++at)
      add_all(before, at->second, 1);
    UnitsByBasis after = before;
    for (auto at = open_.lower_bound(days.begin()); at != open_.lower_bound(days.end()); ++at)
      add_all(after, at->second, 1);
    open_.erase(open_.lower_bound(days.begin()), open_.lower_bound(days.end()));
    if (!before.empty()) add_all(open_[days.begin()], before, -1);
    if (!after.empty() && days.end() < period_.end()) add_all(open_[days.end()], after, 1);
  }
}

/// When nothing is open after the service's last day, the lines end there; otherwise (the service
/// was billed beyond an end that became known later) they run to the end of the period and one more
/// takes back the rest.
BILLBYAGENT_INLINE void Reckoning::settle_end() {
  const auto& due = view_.due;
  if (!due || due->billed.end() == period_.end()) return;
  UnitsByBasis sum;
  for (const auto& [day, units] : open_) {
    if (day > due->billed.end() && !units.empty()) return;
    add_all(sum, units, 1);
  }
  if (!sum.empty()) return;
  end_ = due->billed.end();
  open_.erase(open_.lower_bound(end_), open_.end());
}

/// The step that begins there; null when none does.
BILLBYAGENT_INLINE const Step* Reckoning::find_step(Date billed_from) const {
  if (!view_.due) return nullptr;
  for (const auto& step : view_.due->steps)
    if (step.billed_from == billed_from) return &step;
  return nullptr;
}

BILLBYAGENT_INLINE Step Reckoning::step_at(Date billed_from) const {
  if (const Step* step = find_step(billed_from)) return *step;
  Step found{billed_from, billed_from, {}, {}};
  if (!view_.due) return found;
  found.before = view_.due->level_on(billed_from.previous());
  found.after = view_.due->level_on(billed_from);
  return found;
}

BILLBYAGENT_INLINE std::int32_t Reckoning::next_sequence(Date effective) {
  return ++sequences_[effective];
}

BILLBYAGENT_INLINE LineKind Reckoning::kind_of(Date billed_from,
                                               const Difference& difference) const {
  const bool billed_at_rate = std::any_of(lines_.begin(), lines_.end(), [&](const LineItem& line) {
    return line.rate == difference.rate;
  });
  const bool first = view_.due && billed_from == view_.due->billed.begin() && !billed_at_rate;
  if (first && !recurring_posted_ && difference.quantity > 0 && !difference.rate_from)
    return LineKind::recurring;
  const std::int64_t from = difference.rate_from ? difference.rate_from->price_millionths : 0;
  const std::int64_t step = difference.rate.price_millionths - from;
  const bool down = (step < 0) != (difference.quantity < 0);
  return down ? LineKind::decrement : LineKind::increment;
}

/// What shortens a period for days ahead goes with the period. What comes back of days that are in
/// no part of it any more can be billed at once.
BILLBYAGENT_INLINE Date Reckoning::available_on(Date effective) const {
  const AvailablePart* own = nullptr;
  for (const auto& each : view_.parts)
    if (each.part.days.contains(effective)) own = &each;
  const bool arrears = own && own->part.timing == BillingTiming::arrears;
  const auto first = own ? own->from : first_available(view_.parts);
  const Date whole =
      first.value_or(arrears ? period_.last_day() : std::min(effective, view_.through));
  const bool prorated = view_.service.terms().charging == Charging::by_unit;
  if (arrears || !prorated) return whole;
  return effective <= view_.through ? effective : whole;
}

BILLBYAGENT_INLINE Result<void> Reckoning::append(const Period& span, const Difference& difference,
                                                  Units units_after) {
  const Step* step = find_step(span.begin());
  const Date effective = step ? step->effective : span.begin();
  const auto& terms = view_.service.terms();
  const Fraction share = share_of(terms.proration.day_count, period_, span);
  const Rate from = difference.rate_from.value_or(Rate{});
  Totals& so_far = totals(difference.payer);
  auto amount = so_far.amount.next(difference.quantity, from.price_millionths,
                                   difference.rate.price_millionths, span, share);
  if (!amount) return amount.error();
  auto cost = so_far.cost.next(difference.quantity, from.cost_millionths,
                               difference.rate.cost_millionths, span, share);
  if (!cost) return cost.error();
  const Units units_before = difference.rate_from ? units_after : units_after - difference.quantity;
  lines_.push_back(LineItem{
      .key = {view_.contract, view_.service.id(), period_.begin(), effective,
              next_sequence(effective)},
      .kind = kind_of(span.begin(), difference),
      .billing_period = period_,
      .span = span,
      .units_before = units_before,
      .units_after = units_after,
      .quantity = difference.quantity,
      .rate_from = difference.rate_from,
      .rate = difference.rate,
      .share = share,
      .amount = *amount,
      .cost = *cost,
      .available_on = available_on(effective),
      .service_name = view_.service.name_on(std::min(effective, view_.through)),
      .tax_category = difference.payer.tax_category,
      .account = difference.payer.account,
  });
  return {};
}

BILLBYAGENT_INLINE Result<void> Reckoning::append_open(Date billed_from,
                                                       const UnitsByBasis& units) {
  const Step step = step_at(billed_from);
  for (const auto& difference : as_differences(units, step.before, step.after))
    if (auto appended = append({billed_from, end_}, difference, units_for(step.after, difference));
        !appended)
      return appended;
  return {};
}

/// Lines that stand while one before them was taken back can be a cent off with no units left to
/// bill. The smallest of them is then taken back and billed again: that is where the cent goes.
BILLBYAGENT_INLINE Result<void> Reckoning::settle_amounts(const Payer& payer,
                                                          const Totals& so_far) {
  const LineItem* smallest = nullptr;
  const auto size = [](const LineItem& line) {
    return line.amount.is_negative() ? -Int128{line.amount.minor()} : line.amount.minor();
  };
  for (const auto& entry : posted_)
    if (entry.stands() && payer_of_line(entry.line) == payer &&
        (!smallest || size(entry.line) < size(*smallest)))
      smallest = &entry.line;
  if (!smallest ||
      (so_far.amount.is_settled(smallest->share) && so_far.cost.is_settled(smallest->share)))
    return {};
  const Units quantity = smallest->quantity;
  const Difference again{quantity, smallest->rate_from, smallest->rate, payer};
  const Difference back{-quantity, smallest->rate_from, smallest->rate, payer};
  const Units units = units_for(step_at(smallest->span.begin()).after, again);
  const Units without = smallest->rate_from ? units : units - quantity;
  if (auto appended = append(smallest->span, back, without); !appended) return appended;
  return append(smallest->span, again, units);
}

BILLBYAGENT_INLINE Result<std::vector<LineItem>> Reckoning::open_lines() {
  const auto fail = [&](const Error& error) {
    return within("service " + view_.service.id().text() + ", " + to_string(period_), error);
  };
  if (auto taken = take_posted(); !taken) return taken.error();
  add_due();
  leave_what_is_ahead();
  settle_end();
  for (const auto& [day, units] : open_)
    if (auto appended = append_open(day, units); !appended) return fail(appended.error());
  // One of whom there are lines by now is settled by them.
  for (const auto& [payer, so_far] : totals_)
    if (auto settled = settle_amounts(payer, so_far); !settled) return fail(settled.error());
  return std::move(lines_);
}

/// The days of the period that an end or a pause takes which is not seen yet.
BILLBYAGENT_INLINE std::vector<Period> days_ahead(const BilledLife& life, const Period& period,
                                                  Date seen) {
  std::vector<Period> ahead;
  const auto add = [&](const Period& days) {
    if (const auto both = intersect(days, period); both && seen < days.begin())
      ahead.push_back(*both);
  };
  for (const auto& pause : life.paused) add(pause);
  if (life.end() < period.end()) add({life.end(), period.end()});
  return ahead;
}

/// What an earlier run saw of the period is seen from then on.
BILLBYAGENT_INLINE Date seen_through(std::span<const PostedLine> posted, Date through) {
  for (const auto& entry : posted)
    if (entry.stands())
      through = std::max(through, entry.through.value_or(entry.line.key.effective));
  return through;
}

/// A period of which lines stand keeps the day count that they were posted with, whatever an
/// amendment that came later says: shares of two conventions do not add up.
BILLBYAGENT_INLINE DayCount day_count_of(DayCount wanted, const Period& period,
                                         std::span<const PostedLine> posted) {
  const auto all_fit = [&](DayCount day_count) {
    return std::all_of(posted.begin(), posted.end(), [&](const PostedLine& entry) {
      return !entry.stands() || fits(day_count, period, entry.line);
    });
  };
  if (all_fit(wanted)) return wanted;
  for (const auto other : every<DayCount>())
    if (all_fit(other)) return other;
  return wanted;
}

/// `service` as it is in the period, made in `made` where that is something else.
BILLBYAGENT_INLINE const Service& in_period(const Contract& contract, const Service& service,
                                            const std::optional<BilledLife>& life,
                                            const Period& period, Date seen,
                                            std::span<const PostedLine> posted,
                                            std::optional<Service>& made) {
  if (!service.changes_by_period()) return service;
  made = as_in(service, life, first_day_of(contract, period), seen);
  const DayCount wanted = made->terms().proration.day_count;
  if (const auto kept = day_count_of(wanted, period, posted); kept != wanted)
    made = made->with_day_count(kept);
  return *made;
}

/// `discounts`: what the contract takes off; `taken`: keys of other periods of that day.
BILLBYAGENT_INLINE Result<std::vector<LineItem>> unposted(
    const Contract& contract, const Service& as_saved, const UnitHistory& history,
    const Period& period, std::span<const PostedLine> posted, Date seen,
    const ContractDiscounts& discounts, std::span<const LineKey> taken) {
  if (!posted.empty() && !has_had_period(contract, period))
    return Error{Errc::conflicts,
                 "line " + to_string(posted.front().line.key) + " was posted on other terms"};
  auto life = billed_life(contract, as_saved, period);
  std::optional<Service> made;
  const Service& service = in_period(contract, as_saved, life, period, seen, posted, made);
  PeriodAsSeen view{contract.id(), contract.terms().account, service, period, seen};
  if (life) {
    view.parts = available_parts(contract, service, *life, period);
    leave_out_unavailable(service, view.parts, posted, seen, *life);
    view.due = split_as_is(service, history, period, *life, seen, discounts, contract.accounts());
    view.ahead = days_ahead(*life, period, seen);
  }
  return Reckoning{std::move(view), posted, taken}.open_lines();
}

}  // namespace detail

BILLBYAGENT_INLINE Result<std::vector<LineItem>> unposted(
    const Contract& contract, const Service& service, const UnitHistory& history,
    const Period& billing_period, std::span<const PostedLine> posted, Date through,
    const FindUnits& units, std::span<const LineKey> taken) {
  const Date seen = detail::seen_through(posted, through);
  auto of_amount = detail::taken_before(contract, service, billing_period, seen, units);
  if (!of_amount) return of_amount.error();
  return detail::unposted(contract, service, history, billing_period, posted, seen,
                          {contract.terms().amendments, *std::move(of_amount)}, taken);
}

BILLBYAGENT_INLINE Service as_in(const Contract& contract, const Service& service,
                                 const Period& billing_period) {
  if (!service.changes_by_period()) return service;
  return detail::as_in(service, billed_life(contract, service),
                       detail::first_day_of(contract, billing_period), detail::open_end());
}

BILLBYAGENT_INLINE ProrationPolicy proration_in(const Contract& contract, const Service& service,
                                                const Period& billing_period) {
  return service.changes_by_period() ? as_in(contract, service, billing_period).terms().proration
                                     : service.terms().proration;
}

BILLBYAGENT_INLINE Result<std::vector<LineItem>> bill(const Contract& contract,
                                                      const Service& service,
                                                      const UnitHistory& history,
                                                      const Period& billing_period) {
  return unposted(contract, service, history, billing_period, {});
}

BILLBYAGENT_INLINE Result<std::vector<LineItem>> bill(const Contract& contract,
                                                      const Service& service,
                                                      const UnitHistory& history,
                                                      const Period& billing_period,
                                                      const FindUnits& units) {
  return unposted(contract, service, history, billing_period, {}, detail::open_end(), units);
}

BILLBYAGENT_INLINE Result<std::vector<LineItem>> bill(const Service& service,
                                                      const UnitHistory& history,
                                                      const Period& billing_period) {
  static const ContractId no_contract;
  static const AccountId no_account;
  const BilledLife life{service.life()};
  const Service now = service.changes_by_period()
                          ? detail::as_in(service, life, billing_period.begin(), detail::open_end())
                          : service;
  detail::PeriodAsSeen view{no_contract, no_account, now, billing_period, detail::open_end()};
  const Section all{billing_period, BillingCycle::anchored(CycleLength::monthly, life.begin()),
                    BillingTiming::advance};
  view.parts = {{all, detail::available_from(now, all, life, billing_period)}};
  view.due = split(now, history, billing_period, life);
  return detail::Reckoning{std::move(view), {}}.open_lines();
}

}  // namespace billbyagent
