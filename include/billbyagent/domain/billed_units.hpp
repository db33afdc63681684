#pragma once

/// From counts to billed units: the days on which a count is billed, the measure of the billing
/// period, the rules for increases and decreases. Threads: pure functions.

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "billbyagent/domain/billed_life.hpp"
#include "billbyagent/domain/unit_history.hpp"

namespace billbyagent {

/// What `billed_units` looks at: the billed days of one service in one billing period, as they are
/// seen from one day. What takes effect after that day is not seen, however long it is known.
struct BilledDays {
  Period billing_period;
  BilledLife life;
  Period billed;      ///< from the first billed day of the period to its last, pauses included
  Date seen_through;  ///< the day it is seen from

  /// Nothing when no day of the period is billed.
  static std::optional<BilledDays> of(const Period& billing_period, BilledLife life,
                                      Date seen_through = detail::open_end());
  /// `day`, or where it lies in a pause the first day after that.
  Date first_billed_from(Date day) const {
    const Period* pause = life.pause_at(day);
    return pause ? pause->end() : day;
  }
  /// The day whose terms and counts hold on `day`.
  Date seen_on(Date day) const { return std::min(day, seen_through); }
};

/// The first day billed at what took effect on `effective`. What a service starts with is always
/// billed from its first day.
inline Date billed_from(const ProrationPolicy& policy, Date effective, Date life_begin) {
  const bool shifted = policy.effective_day == EffectiveDay::not_billed && life_begin < effective;
  return shifted ? effective.next() : effective;
}

/// The day whose count and price are billed on `day`.
inline Date effective_for(const ProrationPolicy& policy, Date day, Date life_begin) {
  return billed_from(policy, day, life_begin) == day ? day : day.previous();
}

/// The counted units over the billed days, pauses included, by the first day billed at them; the
/// first entry is that of the first billed day. Unknown days count zero.
std::vector<DatedUnits> counted_units(const Service& service, const UnitHistory& history,
                                      const BilledDays& days);

/// The same measured on the days without a pause, and after the rules for increases and decreases;
/// before minimum and maximum.
std::vector<DatedUnits> measured_units(const Service& service, const UnitHistory& history,
                                       const BilledDays& days);

namespace detail {

inline void merge_equal(std::vector<DatedUnits>& spans) {
  const auto same = [](const DatedUnits& a, const DatedUnits& b) { return a.units == b.units; };
  spans.erase(std::unique(spans.begin(), spans.end(), same), spans.end());
}

inline Units highest(const std::vector<DatedUnits>& spans) {
  Units most = 0;
  for (const auto& span : spans) most = std::max(most, span.units);
  return most;
}

/// Until the next span, or to the end of the billed days.
inline Period days_of(const std::vector<DatedUnits>& spans, std::size_t at, const Period& billed) {
  return {spans[at].effective, at + 1 < spans.size() ? spans[at + 1].effective : billed.end()};
}

/// Without the spans that are paused throughout; one that begins in a pause begins after it.
inline std::vector<DatedUnits> without_pauses(const std::vector<DatedUnits>& spans,
                                              const BilledDays& days) {
  if (days.life.paused.empty()) return spans;
  std::vector<DatedUnits> kept;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const Period own = days_of(spans, i, days.billed);
    const Date first = days.first_billed_from(own.begin());
    if (first < own.end()) kept.push_back({first, spans[i].units});
  }
  return kept;
}

/// To whole units, half a unit up.
inline Units average(const std::vector<DatedUnits>& spans, const BilledDays& days) {
  Int128 unit_days = 0;
  for (std::size_t i = 0; i < spans.size(); ++i)
    unit_days += Int128{spans[i].units} * days.life.billed_days(days_of(spans, i, days.billed));
  return static_cast<Units>(
      divide_rounded(unit_days, days.life.billed_days(days.billed), Rounding::half_away_from_zero));
}

inline Date day_of_count(const QuantityTerms& terms, const BilledDays& days) {
  const Date last = days.billing_period.last_day();
  const bool shorter = days.billing_period.days() < terms.fixed_day;
  const Date day = shorter ? last : days.billing_period.begin().plus_days(terms.fixed_day - 1);
  const Date billed = std::clamp(day, days.billed.begin(), days.billed.last_day());
  const Period* pause = days.life.pause_at(billed);
  if (!pause) return billed;
  const bool later_is_nearer =
      days_between(billed, pause->end()) < days_between(pause->begin(), billed.next());
  return later_is_nearer ? pause->end() : pause->begin().previous();
}

inline Units units_at(const std::vector<DatedUnits>& spans, Date day) {
  const auto next = first_after(spans, day);
  return next == spans.begin() ? 0 : std::prev(next)->units;
}

/// A unit that comes later in the period is billed in the days before it as well.
inline void raise_earlier_days(std::vector<DatedUnits>& spans) {
  for (std::size_t i = spans.size() - 1; i-- > 0;)
    spans[i].units = std::max(spans[i].units, spans[i + 1].units);
}

/// `keep` is given the units so far and those that follow.
template <class Keep>
void run_along(std::vector<DatedUnits>& spans, Keep keep) {
  for (std::size_t i = 1; i < spans.size(); ++i)
    spans[i].units = keep(spans[i - 1].units, spans[i].units);
}

inline void apply_change_rules(const ProrationPolicy& policy, std::vector<DatedUnits>& spans) {
  const auto higher = [](Units a, Units b) { return std::max(a, b); };
  const auto lower = [](Units a, Units b) { return std::min(a, b); };
  const auto first = [](Units a, Units) { return a; };
  const bool kept = policy.decrease == DecreaseRule::next_period;
  switch (policy.increase) {
    case IncreaseRule::prorated:
      if (kept) run_along(spans, higher);
      return;
    case IncreaseRule::full_period:
      if (kept) run_along(spans, higher);
      return raise_earlier_days(spans);
    case IncreaseRule::next_period:
      return kept ? run_along(spans, first) : run_along(spans, lower);
  }
}

}  // namespace detail

inline std::optional<BilledDays> BilledDays::of(const Period& billing_period, BilledLife life,
                                                Date seen_through) {
  const auto both = intersect(billing_period, life.whole);
  if (!both) return std::nullopt;
  const Period* first = life.pause_at(both->begin());
  const Period* last = life.pause_at(both->last_day());
  const Date begin = first ? first->end() : both->begin();
  const Date end = last ? last->begin() : both->end();
  if (!(begin < end)) return std::nullopt;
  return BilledDays{billing_period, std::move(life), {begin, end}, seen_through};
}

inline std::vector<DatedUnits> counted_units(const Service& service, const UnitHistory& history,
                                             const BilledDays& days) {
  const ProrationPolicy& policy = service.terms().proration;
  const Date begin = days.billed.begin();
  if (service.terms().charging != Charging::by_unit) {
    const Date day = days.seen_on(std::max(begin, days.life.started));
    return {{begin, detail::units_at(history.timeline(), day)}};
  }
  const Date effective = days.seen_on(effective_for(policy, begin, days.life.begin()));
  const auto& timeline = history.timeline();
  std::vector<DatedUnits> spans{{begin, detail::units_at(timeline, effective)}};
  for (auto at = detail::first_after(timeline, effective); at != timeline.end(); ++at) {
    const Date day = billed_from(policy, at->effective, days.life.begin());
    if (!(day < days.billed.end()) || days.seen_through < at->effective) break;
    spans.push_back({day, at->units});
  }
  detail::merge_equal(spans);
  return spans;
}

inline std::vector<DatedUnits> measured_units(const Service& service, const UnitHistory& history,
                                              const BilledDays& days) {
  const auto& terms = service.terms();
  auto spans = detail::without_pauses(counted_units(service, history, days), days);
  const Date begin = days.billed.begin();
  switch (terms.quantity.measure) {
    case Measure::prorated:
      break;
    case Measure::high_watermark:
      return {{begin, detail::highest(spans)}};
    case Measure::average:
      return {{begin, detail::average(spans, days)}};
    case Measure::fixed_day:
      return {{begin, detail::units_at(spans, detail::day_of_count(terms.quantity, days))}};
  }
  if (terms.proration.decrease == DecreaseRule::committed) {
    const Units commitment = history.units_on(days.life.started).value_or(0);
    for (auto& span : spans) span.units = std::max(span.units, commitment);
  }
  detail::apply_change_rules(terms.proration, spans);
  detail::merge_equal(spans);
  return spans;
}

}  // namespace billbyagent
