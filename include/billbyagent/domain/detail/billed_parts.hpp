#pragma once

/// The functions of `billed_parts.hpp`.

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/domain/billed_parts.hpp"
#include "billbyagent/domain/detail/billed_life.hpp"

namespace billbyagent {

namespace detail {

/// A part of a billing period with the day from which it can be billed; nothing: not at all.
struct AvailablePart {
  Section part;
  std::optional<Date> from{};
};

BILLBYAGENT_INLINE std::optional<Date> first_available(const std::vector<AvailablePart>& parts) {
  std::optional<Date> first;
  for (const auto& each : parts)
    if (each.from) first = std::min(first.value_or(*each.from), *each.from);
  return first;
}

/// The first day on which a part of the period can be billed; nothing when no day of it is billed.
BILLBYAGENT_INLINE std::optional<Date> available_from(const Service& service, const Section& part,
                                                      const BilledLife& life,
                                                      const Period& period) {
  const auto billed = BilledDays::of(period, life);
  if (!billed) return std::nullopt;
  const auto days = intersect(billed->billed, part.days);
  if (!days) return std::nullopt;
  const Charging charging = service.terms().charging;
  if (is_once(charging)) return life.started;
  if (charging != Charging::by_unit && part.timing == BillingTiming::advance)
    return std::max(days->begin(), life.started);
  if (part.timing == BillingTiming::advance) return days->begin();
  const Date stopped = std::min(life.stopped, part.days.end());
  return stopped < period.end() ? std::min(days->last_day(), stopped.previous())
                                : period.last_day();
}

BILLBYAGENT_INLINE std::vector<AvailablePart> available_parts(const Contract& contract,
                                                              const Service& service,
                                                              const BilledLife& life,
                                                              const Period& period) {
  std::vector<AvailablePart> parts;
  for (auto& part : parts_of(contract.sections(), period)) {
    const auto from = available_from(service, part, life, period);
    parts.push_back({std::move(part), from});
  }
  return parts;
}

/// Whether it is a period of a cycle that the contract has, had or was to have.
BILLBYAGENT_INLINE bool has_had_period(const Contract& contract, const Period& period) {
  const auto has_it = [&](const BillingCycle& cycle) {
    return cycle.period_at(period.begin()) == period;
  };
  const auto& amendments = contract.terms().amendments;
  return has_it(contract.terms().cycle) ||
         std::any_of(amendments.begin(), amendments.end(), [&](const ContractAmendment& each) {
           return each.cycle && has_it(*each.cycle);
         });
}

/// The units that stand, by the day from which on there are so many. A price step changes none.
BILLBYAGENT_INLINE std::map<Date, Units> standing_units(std::span<const PostedLine> posted) {
  std::map<Date, Units> units;
  for (const auto& entry : posted) {
    if (!entry.stands() || entry.line.rate_from) continue;
    units[entry.line.span.begin()] += entry.line.quantity;
    units[entry.line.span.end()] -= entry.line.quantity;
  }
  Units sum = 0;
  for (auto& [day, change] : units) change = sum += change;
  return units;
}

/// The day behind the last one that was over when it was billed, and that was not taken back since;
/// nothing: none was.
BILLBYAGENT_INLINE std::optional<Date> billed_end(std::span<const PostedLine> posted) {
  const auto units = standing_units(posted);
  std::optional<Date> end;
  for (const auto& entry : posted) {
    if (!entry.stands() || entry.line.rate_from || entry.line.quantity < 0) continue;
    const Date seen = entry.through.value_or(entry.line.key.effective).next();
    for (auto at = units.begin(); at != units.end(); ++at) {
      const auto next = std::next(at);
      if (at->second == 0 || next == units.end()) continue;
      const Date first = std::max(at->first, entry.line.span.begin());
      const Date last = std::min({next->first, entry.line.span.end(), seen});
      if (first < last) end = std::max(end.value_or(last), last);
    }
  }
  return end;
}

/// A part that can't be billed yet waits for its day, where others of its period can: because the
/// timing changes, or because the part, in arrears, was billed as far as the service went, and goes
/// on after all. What is not prorated has no parts.
BILLBYAGENT_INLINE void leave_out_unavailable(const Service& service,
                                              const std::vector<AvailablePart>& parts,
                                              std::span<const PostedLine> posted, Date seen,
                                              BilledLife& life) {
  if (service.terms().charging != Charging::by_unit) return;
  const auto billed = billed_end(posted);
  auto paused = life.paused;
  for (const auto& each : parts) {
    if (!each.from || *each.from <= seen) continue;
    const Period& days = each.part.days;
    const bool arrears = each.part.timing == BillingTiming::arrears;
    if (parts.size() < 2 && !(arrears && billed)) continue;
    const Date begin =
        arrears ? std::max(days.begin(), billed.value_or(days.begin())) : days.begin();
    if (begin < days.end()) paused.push_back({begin, days.end()});
  }
  life.paused = joined(std::move(paused));
}

}  // namespace detail

BILLBYAGENT_INLINE std::optional<Date> available_from(const Contract& contract,
                                                      const Service& service,
                                                      const Period& billing_period) {
  const auto life = billed_life(contract, service, billing_period);
  if (!life) return std::nullopt;
  return detail::first_available(detail::available_parts(contract, service, *life, billing_period));
}

}  // namespace billbyagent
