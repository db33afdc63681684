#pragma once

/// From counts to billed units: the days on which a count is billed, the measure of the billing
/// period, the rules for increases and decreases. Threads: pure functions.

#include <algorithm>
#include <iterator>
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

}  // namespace detail

}  // namespace billbyagent

// Compiled already for whoever links the library.
#ifndef BILLBYAGENT_LINKED
#include "billbyagent/domain/detail/billed_units.hpp"
#endif
