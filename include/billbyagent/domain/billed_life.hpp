#pragma once

/// The days of a service that are billed here: its life, without the days that another system
/// billed and without its pauses. Threads: plain values, pure functions.

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "billbyagent/domain/contract.hpp"

namespace billbyagent {

struct BilledLife {
  Period whole;                  ///< from the first billed day to the last
  std::vector<Period> paused{};  ///< not billed all the same, ascending, not touching
  Date started;                  ///< the first day in force, billed here or not
  Date stopped;  ///< behind the last day that is not paused, also of what has whole periods

  BilledLife(const Period& days) : whole(days), started(days.begin()), stopped(days.end()) {}
  BilledLife(Date begin, Date end) : BilledLife(Period{begin, end}) {}
  BilledLife(const Period& days, std::vector<Period> pauses, Date started_on)
      : whole(days), paused(std::move(pauses)), started(started_on), stopped(days.end()) {}

  Date begin() const noexcept { return whole.begin(); }
  Date end() const noexcept { return whole.end(); }
  /// The pause that holds the day, or null.
  const Period* pause_at(Date day) const {
    for (const auto& pause : paused)
      if (pause.contains(day)) return &pause;
    return nullptr;
  }
  std::int32_t billed_days(const Period& days) const {
    std::int32_t billed = days.days();
    for (const auto& pause : paused)
      if (const auto both = intersect(pause, days)) billed -= both->days();
    return billed;
  }

  friend bool operator==(const BilledLife&, const BilledLife&) = default;
};

/// Nothing when no day is billed. What is not prorated has whole billing periods.
std::optional<BilledLife> billed_life(const Contract& contract, const Service& service);

/// The same for one billing period: what lies in sections that have no such period is paused.
std::optional<BilledLife> billed_life(const Contract& contract, const Service& service,
                                      const Period& billing_period);

}  // namespace billbyagent

// Compiled already for whoever links the library.
#ifndef BILLBYAGENT_LINKED
#include "billbyagent/domain/detail/billed_life.hpp"
#endif
