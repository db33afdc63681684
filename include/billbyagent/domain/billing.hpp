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
/// What was posted is compared with what is due day by day and rate by rate, not line by line. A
/// change of the past therefore leaves exactly the difference, positive or negative, dated where it
/// belongs.
///
/// Threads: pure functions.

#include <map>
#include <span>
#include <utility>
#include <vector>

#include "billbyagent/domain/posting.hpp"
#include "billbyagent/domain/proration.hpp"
#include "billbyagent/domain/running_total.hpp"

namespace billbyagent {

/// All lines due for the billing period, as if nothing had been posted. Empty when the service is
/// not in force then. Errors: `out_of_range` for an amount beyond 64 bits.
Result<std::vector<LineItem>> bill(const Contract& contract, const Service& service,
                                   const UnitHistory& history, const Period& billing_period);

/// The same for a service on its own, without a contract around it.
Result<std::vector<LineItem>> bill(const Service& service, const UnitHistory& history,
                                   const Period& billing_period);

/// What is still to be posted: due minus posted. `posted` are the service's lines of this billing
/// period in the order of posting, also those that were returned (their sequence numbers stay
/// taken). Errors: `out_of_range`; `conflicts` when a posted line was computed on another period or
/// day count.
Result<std::vector<LineItem>> unposted(const Contract& contract, const Service& service,
                                       const UnitHistory& history, const Period& billing_period,
                                       std::span<const PostedLine> posted);

namespace detail {

/// Units by rate: how many units are billed at which rate.
using UnitsByRate = std::map<Rate, Units>;

inline void add_units(UnitsByRate& units, const Rate& rate, Units quantity) {
  const auto at = units.try_emplace(rate, 0).first;
  at->second += quantity;
  if (at->second == 0) units.erase(at);
}

inline void add_level(UnitsByRate& units, const Level& level, Units sign) {
  for (const auto& charge : level.charges) add_units(units, charge.rate, sign * charge.units);
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
inline Units units_for(const Level& level, const Rate& rate) {
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
};

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
    differences.push_back({quantity, from, to});
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
      differences.push_back({leaving + arriving, std::nullopt, from->rate});
    price_step(from->rate, to->rate, arriving);
  }
  // In the order of the tiers, as far as there are any.
  for (const auto& charge : after.charges)
    if (open.contains(charge.rate))
      differences.push_back({take(charge.rate), std::nullopt, charge.rate});
  for (const auto& [rate, quantity] : open) differences.push_back({quantity, std::nullopt, rate});
}

inline std::vector<Difference> as_differences(const UnitsByRate& open, const Level& before,
                                              const Level& after) {
  std::vector<Difference> differences;
  for (const auto part : {ChargePart::base_fee, ChargePart::units, ChargePart::overage}) {
    UnitsByRate of_part;
    for (const auto& [rate, quantity] : open)
      if (rate.part == part) of_part.emplace(rate, quantity);
    add_differences(std::move(of_part), part, before, after, differences);
  }
  return differences;
}

/// Due and posted of one service and billing period, side by side.
class Reckoning {
 public:
  Reckoning(const ContractId& contract, BillingTiming timing, const Service& service,
            const Period& billing_period, std::optional<ProrationPeriods> due,
            std::span<const PostedLine> posted)
      : contract_(contract),
        timing_(timing),
        service_(service),
        period_(billing_period),
        due_(std::move(due)),
        posted_(posted),
        amounts_(service.terms().proration, billing_period, service.terms().currency),
        costs_(service.terms().proration, billing_period, service.terms().currency) {}

  Result<std::vector<LineItem>> open_lines();

 private:
  Result<void> take_posted();
  bool posted_on_these_terms(const LineItem& line) const;
  void add_due();
  void settle_end();
  Result<void> append(const Period& span, const Difference& difference, Units units_after);
  Result<void> append_open(Date billed_from, const UnitsByRate& units);
  Result<void> settle_amounts();
  Step step_at(Date billed_from) const;
  std::int32_t next_sequence(Date effective);
  LineKind kind_of(Date billed_from, const Difference& difference) const;

  const ContractId& contract_;
  BillingTiming timing_;
  const Service& service_;
  const Period& period_;
  std::optional<ProrationPeriods> due_;
  std::span<const PostedLine> posted_;
  RunningTotal amounts_;
  RunningTotal costs_;
  std::map<Date, UnitsByRate> open_;  ///< by the first billed day: due minus posted
  std::map<Date, std::int32_t> sequences_;
  bool recurring_posted_ = false;
  Date end_{period_.end()};
  std::vector<LineItem> lines_;
};

inline bool Reckoning::posted_on_these_terms(const LineItem& line) const {
  return line.billing_period == period_ && intersect(line.span, period_) == line.span &&
         line.share == share_of(service_.terms().proration.day_count, period_, line.span);
}

inline Result<void> Reckoning::take_posted() {
  for (const auto& entry : posted_) {
    const LineItem& line = entry.line;
    auto& last = sequences_[line.key.effective];
    last = std::max(last, line.key.sequence);
    if (!entry.stands()) continue;
    if (!posted_on_these_terms(line))
      return Error{Errc::conflicts, "line " + to_string(line.key) + " was posted on other terms"};
    const Fraction& share = line.share;
    const Rate from = line.rate_from.value_or(Rate{});
    amounts_.add_posted(line.amount.minor(), line.quantity, from.price_millionths,
                        line.rate.price_millionths, line.span, share);
    costs_.add_posted(line.cost.minor(), line.quantity, from.cost_millionths,
                      line.rate.cost_millionths, line.span, share);
    recurring_posted_ = recurring_posted_ || line.kind == LineKind::recurring;
    const auto settle = [&](Date day, Units sign) {
      add_units(open_[day], line.rate, -sign * line.quantity);
      if (line.rate_from) add_units(open_[day], *line.rate_from, sign * line.quantity);
    };
    settle(line.span.begin(), 1);
    if (line.span.end() < period_.end()) settle(line.span.end(), -1);
  }
  return {};
}

inline void Reckoning::add_due() {
  if (!due_) return;
  for (const auto& step : due_->steps) {
    add_level(open_[step.billed_from], step.after, 1);
    add_level(open_[step.billed_from], step.before, -1);
  }
  if (due_->billed.end() < period_.end() && !due_->steps.empty())
    add_level(open_[due_->billed.end()], due_->steps.back().after, -1);
}

/// When nothing is open after the service's last day, the lines end there; otherwise (the service
/// was billed beyond an end that became known later) they run to the end of the period and one more
/// takes back the rest.
inline void Reckoning::settle_end() {
  if (!due_ || due_->billed.end() == period_.end()) return;
  UnitsByRate sum;
  for (const auto& [day, units] : open_) {
    if (day > due_->billed.end() && !units.empty()) return;
    for (const auto& [rate, quantity] : units) add_units(sum, rate, quantity);
  }
  if (!sum.empty()) return;
  end_ = due_->billed.end();
  open_.erase(open_.lower_bound(end_), open_.end());
}

inline Step Reckoning::step_at(Date billed_from) const {
  Step found{billed_from, billed_from, {}, {}};
  if (!due_) return found;
  for (const auto& step : due_->steps)
    if (step.billed_from == billed_from) return step;
  found.before = due_->level_on(billed_from.previous());
  found.after = due_->level_on(billed_from);
  return found;
}

inline std::int32_t Reckoning::next_sequence(Date effective) { return ++sequences_[effective]; }

inline LineKind Reckoning::kind_of(Date billed_from, const Difference& difference) const {
  const bool billed_at_rate = std::any_of(lines_.begin(), lines_.end(), [&](const LineItem& line) {
    return line.rate == difference.rate;
  });
  const bool first = due_ && billed_from == due_->billed.begin() && !billed_at_rate;
  if (first && !recurring_posted_ && difference.quantity > 0 && !difference.rate_from)
    return LineKind::recurring;
  const std::int64_t from = difference.rate_from ? difference.rate_from->price_millionths : 0;
  const std::int64_t step = difference.rate.price_millionths - from;
  const bool down =
      difference.rate_from ? (step < 0) == (difference.quantity > 0) : difference.quantity < 0;
  return down ? LineKind::decrement : LineKind::increment;
}

inline Result<void> Reckoning::append(const Period& span, const Difference& difference,
                                      Units units_after) {
  const Step step = step_at(span.begin());
  const auto& terms = service_.terms();
  const Fraction share = share_of(terms.proration.day_count, period_, span);
  const Rate from = difference.rate_from.value_or(Rate{});
  auto amount = amounts_.next(difference.quantity, from.price_millionths,
                              difference.rate.price_millionths, span, share);
  if (!amount) return amount.error();
  auto cost = costs_.next(difference.quantity, from.cost_millionths,
                          difference.rate.cost_millionths, span, share);
  if (!cost) return cost.error();
  const Units units_before = difference.rate_from ? units_after : units_after - difference.quantity;
  const bool advance = timing_ == BillingTiming::advance;
  lines_.push_back(LineItem{
      .key = {contract_, service_.id(), period_.begin(), step.effective,
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
      .available_on = advance ? step.effective : period_.last_day(),
      .service_name = terms.name,
      .tax_category = terms.tax_category,
  });
  return {};
}

inline Result<void> Reckoning::append_open(Date billed_from, const UnitsByRate& units) {
  const Step step = step_at(billed_from);
  for (const auto& difference : as_differences(units, step.before, step.after))
    if (auto appended =
            append({billed_from, end_}, difference, units_for(step.after, difference.rate));
        !appended)
      return appended;
  return {};
}

/// Lines that stand while one before them was taken back can be a cent off with no units left to
/// bill. The smallest of them is then taken back and billed again: that is where the cent goes.
inline Result<void> Reckoning::settle_amounts() {
  const LineItem* smallest = nullptr;
  const auto size = [](const LineItem& line) {
    return line.amount.is_negative() ? -Int128{line.amount.minor()} : line.amount.minor();
  };
  for (const auto& entry : posted_)
    if (entry.stands() && (!smallest || size(entry.line) < size(*smallest))) smallest = &entry.line;
  if (!smallest || (amounts_.is_settled(smallest->share) && costs_.is_settled(smallest->share)))
    return {};
  const Units units = units_for(step_at(smallest->span.begin()).after, smallest->rate);
  const Units quantity = smallest->quantity;
  const Units without = smallest->rate_from ? units : units - quantity;
  const Difference back{-quantity, smallest->rate_from, smallest->rate};
  if (auto appended = append(smallest->span, back, without); !appended) return appended;
  return append(smallest->span, {quantity, smallest->rate_from, smallest->rate}, units);
}

inline Result<std::vector<LineItem>> Reckoning::open_lines() {
  const auto fail = [&](const Error& error) {
    return within("service " + service_.id().text() + ", " + to_string(period_), error);
  };
  if (auto taken = take_posted(); !taken) return taken.error();
  add_due();
  settle_end();
  for (const auto& [day, units] : open_)
    if (auto appended = append_open(day, units); !appended) return fail(appended.error());
  if (lines_.empty())
    if (auto settled = settle_amounts(); !settled) return fail(settled.error());
  return std::move(lines_);
}

}  // namespace detail

inline Result<std::vector<LineItem>> unposted(const Contract& contract, const Service& service,
                                              const UnitHistory& history,
                                              const Period& billing_period,
                                              std::span<const PostedLine> posted) {
  const auto life = contract.life_of(service);
  auto due = life ? split(service, history, billing_period, *life) : std::nullopt;
  return detail::Reckoning{contract.id(),  contract.terms().timing, service,
                           billing_period, std::move(due),          posted}
      .open_lines();
}

inline Result<std::vector<LineItem>> bill(const Contract& contract, const Service& service,
                                          const UnitHistory& history,
                                          const Period& billing_period) {
  return unposted(contract, service, history, billing_period, {});
}

inline Result<std::vector<LineItem>> bill(const Service& service, const UnitHistory& history,
                                          const Period& billing_period) {
  static const ContractId no_contract;
  const auto& terms = service.terms();
  auto due =
      split(service, history, billing_period, detail::life_between(terms.effective, terms.end));
  return detail::Reckoning{no_contract,    BillingTiming::advance, service,
                           billing_period, std::move(due),         {}}
      .open_lines();
}

}  // namespace billbyagent
