#pragma once

/// The functions of `billed_units.hpp`.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/domain/billed_units.hpp"

namespace billbyagent {

namespace detail {

BILLBYAGENT_INLINE void merge_equal(std::vector<DatedUnits>& spans) {
  const auto same = [](const DatedUnits& a, const DatedUnits& b) { return a.units == b.units; };
  spans.erase(std::unique(spans.begin(), spans.end(), same), spans.end());
}

BILLBYAGENT_INLINE Units highest(const std::vector<DatedUnits>& spans) {
  Units most = 0;
  for (const auto& span : spans) most = std::max(most, span.units);
  return most;
}

/// A unit that comes later in the period is billed in the days before it as well.
BILLBYAGENT_INLINE void raise_earlier_days(std::vector<DatedUnits>& spans) {
  for (std::size_t i = spans.size() - 1; i-- > 0;)
    spans[i].units = std::max(spans[i].units, spans[i + 1].units);
}

/// `keep` is given the units so far and those that follow.
template <class Keep>
void run_along(std::vector<DatedUnits>& spans, Keep keep) {
  for (std::size_t i = 1; i < spans.size(); ++i)
    spans[i].units = keep(spans[i - 1].units, spans[i].units);
}

BILLBYAGENT_INLINE void apply_change_rules(const ProrationPolicy& policy,
                                           std::vector<DatedUnits>& spans) {
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

BILLBYAGENT_INLINE std::optional<BilledDays> BilledDays::of(const Period& billing_period,
                                                            BilledLife life, Date seen_through) {
  const auto both = intersect(billing_period, life.whole);
  if (!both) return std::nullopt;
  const Period* first = life.pause_at(both->begin());
  const Period* last = life.pause_at(both->last_day());
  const Date begin = first ? first->end() : both->begin();
  const Date end = last ? last->begin() : both->end();
  if (!(begin < end)) return std::nullopt;
  return BilledDays{billing_period, std::move(life), {begin, end}, seen_through};
}

BILLBYAGENT_INLINE std::vector<DatedUnits> counted_units(const Service& service,
                                                         const UnitHistory& history,
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

BILLBYAGENT_INLINE std::vector<DatedUnits> measured_units(const Service& service,
                                                          const UnitHistory& history,
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
