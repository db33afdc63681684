#pragma once

/// The heart of the library (D2, D5): what a service owes for a billing period, and what is left of
/// it after what was posted. Pure functions of state; running them again gives the same lines.
///
/// A line runs from the day of its change to the end of the billed days, so that several changes
/// stack: 10 units from the 1st, +2 from the 10th. Its amount is the rounded exact total after it
/// less the amounts before it; therefore the lines of a service and period always add up to the
/// rounded exact total, whatever the number of changes and runs (rounding step `line`; with
/// `unit_price` to the rounded prices of one unit, see running_total.hpp).
///
/// What was posted is compared with what is due day by day and basis by basis (rate, tax category
/// and account), not line by line. A change of the past therefore leaves exactly the difference,
/// positive or negative, dated where it belongs; a new tax category or account takes the units from
/// one basis to another. The rounded exact total is that of a tax category and account.
///
/// Where an amendment cuts a billing period, what lies behind the cut is not due in it: it is the
/// rest that comes back. The period that begins there may begin on the same day as the one that was
/// cut; its lines then go on with the numbers of that one.
///
/// A run through a day sees the counts, prices and amendments that take effect by that day, so one
/// run or two bill the same. An end or a pause that is known but lies ahead shortens what is not
/// posted yet; what is posted for its days stays until it is reached.
///
/// Threads: pure functions.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/domain/billed_parts.hpp"
#include "billbyagent/domain/contract_discount.hpp"
#include "billbyagent/domain/posting.hpp"
#include "billbyagent/domain/proration.hpp"
#include "billbyagent/domain/running_total.hpp"

namespace billbyagent {

/// All lines due for the billing period, as if nothing had been posted. Empty when the service is
/// not in force then. Errors: `out_of_range` for an amount beyond 64 bits.
Result<std::vector<LineItem>> bill(const Contract& contract, const Service& service,
                                   const UnitHistory& history, const Period& billing_period);

/// The same with what the contract takes off all its services together. Without `units`, above and
/// below, a contract that does so where other services come first is refused: `invalid_argument`.
Result<std::vector<LineItem>> bill(const Contract& contract, const Service& service,
                                   const UnitHistory& history, const Period& billing_period,
                                   const FindUnits& units);

/// The same for a service on its own, without a contract around it.
Result<std::vector<LineItem>> bill(const Service& service, const UnitHistory& history,
                                   const Period& billing_period);

/// What is still to be posted as seen from `through`: due minus posted. `posted` are the service's
/// lines of this billing period in the order of posting, also those that were returned (their
/// sequence numbers stay taken); `taken` are the keys of its lines of other billing periods that
/// begin on the same day. What an earlier run has seen of the period, this one sees too. Errors:
/// `out_of_range`; `conflicts` when a posted line was computed on another period or day count.
Result<std::vector<LineItem>> unposted(const Contract& contract, const Service& service,
                                       const UnitHistory& history, const Period& billing_period,
                                       std::span<const PostedLine> posted,
                                       Date through = detail::open_end(),
                                       const FindUnits& units = {},
                                       std::span<const LineKey> taken = {});

/// The service as it is in a billing period: with the conventions that hold there.
Service as_in(const Contract& contract, const Service& service, const Period& billing_period);
ProrationPolicy proration_in(const Contract& contract, const Service& service,
                             const Period& billing_period);

namespace detail {

using UnitsByRate = std::map<Rate, Units>;

/// Whose lines add up to a rounded exact total of their own.
struct Payer {
  AccountId account{};
  std::string tax_category{};

  friend auto operator<=>(const Payer&, const Payer&) = default;
  friend bool operator==(const Payer&, const Payer&) = default;
};

inline Payer payer_of(const Level& level) { return {level.account, level.tax_category}; }

/// What units are compared by: those of one basis may be one line, those of two never.
struct Basis {
  Payer payer{};
  Rate rate{};

  friend auto operator<=>(const Basis&, const Basis&) = default;
  friend bool operator==(const Basis&, const Basis&) = default;
};

/// How many units are billed on which basis.
using UnitsByBasis = std::map<Basis, Units>;

inline void add_units(UnitsByBasis& units, Basis basis, Units quantity) {
  const auto at = units.try_emplace(std::move(basis), 0).first;
  at->second += quantity;
  if (at->second == 0) units.erase(at);
}

inline void add_all(UnitsByBasis& units, const UnitsByBasis& more, Units sign) {
  for (const auto& [basis, quantity] : more) add_units(units, basis, sign * quantity);
}

inline void add_level(UnitsByBasis& units, const Level& level, Units sign) {
  for (const auto& charge : level.charges)
    add_units(units, {payer_of(level), charge.rate}, sign * charge.units);
}

/// The one charge of the part, or null when there are none or several.
inline const Charge* only_charge(const Level& level, ChargePart part) {
  const Charge* only = nullptr;
  for (const auto& charge : level.charges) {
    if (charge.rate.part != part) continue;
    if (only) return nullptr;
    only = &charge;
  }
  return only;
}

/// The units of the rate's part; where the part is billed at several rates, those at this one.
inline Units units_at_rate(const Level& level, const Rate& rate) {
  if (const Charge* only = only_charge(level, rate.part)) return only->units;
  for (const auto& charge : level.charges)
    if (charge.rate == rate) return charge.units;
  return 0;
}

/// One difference to be billed from a day on.
struct Difference {
  Units quantity = 0;
  std::optional<Rate> rate_from{};
  Rate rate{};
  Payer payer{};
};

inline Units units_for(const Level& level, const Difference& difference) {
  return payer_of(level) == difference.payer ? units_at_rate(level, difference.rate) : 0;
}

/// Says a difference in the units by rate of one part as lines: a change of units at a price, a
/// change of the price. `before` and `after` are what is charged on both sides of the day.
inline void add_differences(UnitsByRate open, ChargePart part, const Level& before,
                            const Level& after, std::vector<Difference>& differences) {
  const auto take = [&](const Rate& rate) {
    const auto at = open.find(rate);
    const Units quantity = at->second;
    open.erase(at);
    return quantity;
  };
  const auto price_step = [&](const Rate& from, const Rate& to, Units quantity) {
    differences.push_back({quantity, from, to, {}});
  };
  if (open.size() == 2 && open.begin()->second == -std::next(open.begin())->second) {
    const auto& first = *open.begin();
    const auto& second = *std::next(open.begin());
    if (first.second < 0)
      price_step(first.first, second.first, second.second);
    else
      price_step(second.first, first.first, first.second);
    return;
  }
  const Charge* from = only_charge(before, part);
  const Charge* to = only_charge(after, part);
  if (from && to && from->rate != to->rate && open.contains(from->rate) &&
      open.contains(to->rate)) {
    const Units leaving = take(from->rate);
    const Units arriving = take(to->rate);
    if (leaving + arriving != 0)
      differences.push_back({leaving + arriving, std::nullopt, from->rate, {}});
    price_step(from->rate, to->rate, arriving);
  }
  // In the order of the tiers, as far as there are any.
  for (const auto& charge : after.charges)
    if (open.contains(charge.rate))
      differences.push_back({take(charge.rate), std::nullopt, charge.rate, {}});
  for (const auto& [rate, quantity] : open)
    differences.push_back({quantity, std::nullopt, rate, {}});
}

/// A change of the tax category or the account is never a price step: it leaves one and arrives at
/// the other.
inline std::vector<Difference> as_differences(const UnitsByBasis& open, const Level& before,
                                              const Level& after) {
  std::vector<Difference> differences;
  static const Level nothing;
  for (auto at = open.begin(); at != open.end();) {
    const Payer& payer = at->first.payer;
    const auto of = [&](const Level& level) -> const Level& {
      return payer_of(level) == payer ? level : nothing;
    };
    UnitsByRate by_part[names_of<ChargePart>.size()];
    for (; at != open.end() && at->first.payer == payer; ++at)
      by_part[static_cast<std::size_t>(at->first.rate.part)].emplace(at->first.rate, at->second);
    const auto first_of_payer = differences.size();
    for (const auto part : every<ChargePart>())
      add_differences(std::move(by_part[static_cast<std::size_t>(part)]), part, of(before),
                      of(after), differences);
    for (auto i = first_of_payer; i < differences.size(); ++i) differences[i].payer = payer;
  }
  return differences;
}

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
inline bool fits(DayCount day_count, const Period& period, const LineItem& line) {
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
    const auto& terms = view_.service.terms();
    const RunningTotal none{terms.proration, period_, terms.currency};
    return totals_.try_emplace(payer, Totals{none, none}).first->second;
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

inline Result<void> Reckoning::take_posted() {
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

inline void Reckoning::add_due() {
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
inline void Reckoning::leave_what_is_ahead() {
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
inline void Reckoning::settle_end() {
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

inline Step Reckoning::step_at(Date billed_from) const {
  Step found{billed_from, billed_from, {}, {}};
  if (!view_.due) return found;
  for (const auto& step : view_.due->steps)
    if (step.billed_from == billed_from) return step;
  found.before = view_.due->level_on(billed_from.previous());
  found.after = view_.due->level_on(billed_from);
  return found;
}

inline std::int32_t Reckoning::next_sequence(Date effective) { return ++sequences_[effective]; }

inline LineKind Reckoning::kind_of(Date billed_from, const Difference& difference) const {
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
inline Date Reckoning::available_on(Date effective) const {
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

inline Result<void> Reckoning::append(const Period& span, const Difference& difference,
                                      Units units_after) {
  const Step step = step_at(span.begin());
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
      .key = {view_.contract, view_.service.id(), period_.begin(), step.effective,
              next_sequence(step.effective)},
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
      .available_on = available_on(step.effective),
      .service_name = view_.service.name_on(std::min(step.effective, view_.through)),
      .tax_category = difference.payer.tax_category,
      .account = difference.payer.account,
  });
  return {};
}

inline Result<void> Reckoning::append_open(Date billed_from, const UnitsByBasis& units) {
  const Step step = step_at(billed_from);
  for (const auto& difference : as_differences(units, step.before, step.after))
    if (auto appended = append({billed_from, end_}, difference, units_for(step.after, difference));
        !appended)
      return appended;
  return {};
}

/// Lines that stand while one before them was taken back can be a cent off with no units left to
/// bill. The smallest of them is then taken back and billed again: that is where the cent goes.
inline Result<void> Reckoning::settle_amounts(const Payer& payer, const Totals& so_far) {
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

inline Result<std::vector<LineItem>> Reckoning::open_lines() {
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
inline std::vector<Period> days_ahead(const BilledLife& life, const Period& period, Date seen) {
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
inline Date seen_through(std::span<const PostedLine> posted, Date through) {
  for (const auto& entry : posted)
    if (entry.stands())
      through = std::max(through, entry.through.value_or(entry.line.key.effective));
  return through;
}

/// A period of which lines stand keeps the day count that they were posted with, whatever an
/// amendment that came later says: shares of two conventions do not add up.
inline DayCount day_count_of(DayCount wanted, const Period& period,
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
inline const Service& in_period(const Contract& contract, const Service& service,
                                const std::optional<BilledLife>& life, const Period& period,
                                Date seen, std::span<const PostedLine> posted,
                                std::optional<Service>& made) {
  if (!service.changes_by_period()) return service;
  made = as_in(service, life, first_day_of(contract, period), seen);
  const DayCount wanted = made->terms().proration.day_count;
  if (const auto kept = day_count_of(wanted, period, posted); kept != wanted)
    made = made->with_day_count(kept);
  return *made;
}

/// `discounts`: what the contract takes off; `taken`: keys of other periods of that day.
inline Result<std::vector<LineItem>> unposted(const Contract& contract, const Service& as_saved,
                                              const UnitHistory& history, const Period& period,
                                              std::span<const PostedLine> posted, Date seen,
                                              const ContractDiscounts& discounts,
                                              std::span<const LineKey> taken) {
  if (!posted.empty() && !has_had_period(contract, period))
    return Error{Errc::conflicts,
                 "line " + to_string(posted.front().line.key) + " was posted on other terms"};
  auto life = billed_life(contract, as_saved, period);
  std::optional<Service> made;
  const Service& service = in_period(contract, as_saved, life, period, seen, posted, made);
  PeriodAsSeen view{contract.id(), contract.terms().account, service, period, seen};
  if (life) {
    view.parts = available_parts(contract, service, *life, period);
    leave_out_unavailable(service, view.parts, seen, *life);
    view.due = split_as_is(service, history, period, *life, seen, discounts, contract.accounts());
    view.ahead = days_ahead(*life, period, seen);
  }
  return Reckoning{std::move(view), posted, taken}.open_lines();
}

}  // namespace detail

inline Result<std::vector<LineItem>> unposted(const Contract& contract, const Service& service,
                                              const UnitHistory& history,
                                              const Period& billing_period,
                                              std::span<const PostedLine> posted, Date through,
                                              const FindUnits& units,
                                              std::span<const LineKey> taken) {
  const Date seen = detail::seen_through(posted, through);
  auto of_amount = detail::taken_before(contract, service, billing_period, seen, units);
  if (!of_amount) return of_amount.error();
  return detail::unposted(contract, service, history, billing_period, posted, seen,
                          {contract.terms().amendments, *std::move(of_amount)}, taken);
}

inline Service as_in(const Contract& contract, const Service& service,
                     const Period& billing_period) {
  if (!service.changes_by_period()) return service;
  return detail::as_in(service, billed_life(contract, service),
                       detail::first_day_of(contract, billing_period), detail::open_end());
}

inline ProrationPolicy proration_in(const Contract& contract, const Service& service,
                                    const Period& billing_period) {
  return service.changes_by_period() ? as_in(contract, service, billing_period).terms().proration
                                     : service.terms().proration;
}

inline Result<std::vector<LineItem>> bill(const Contract& contract, const Service& service,
                                          const UnitHistory& history,
                                          const Period& billing_period) {
  return unposted(contract, service, history, billing_period, {});
}

inline Result<std::vector<LineItem>> bill(const Contract& contract, const Service& service,
                                          const UnitHistory& history, const Period& billing_period,
                                          const FindUnits& units) {
  return unposted(contract, service, history, billing_period, {}, detail::open_end(), units);
}

inline Result<std::vector<LineItem>> bill(const Service& service, const UnitHistory& history,
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
