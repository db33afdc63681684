#pragma once

/// From a contract, a service and its unit history to the steps of one billing period: the days on
/// which units or rate change, and so where a new proration period begins. Threads: pure functions.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "billbyagent/domain/billed_units.hpp"
#include "billbyagent/domain/charges.hpp"

namespace billbyagent {

/// What is billed for each day from one day on; nothing at all in a pause.
struct Level {
  Units units = 0;  ///< billed units: measured, and within minimum and maximum
  std::vector<Charge> charges{};
  std::string tax_category{};
  AccountId account{};  ///< who pays; empty without a contract

  friend bool operator==(const Level&, const Level&) = default;
};

/// The beginning of a proration period.
struct Step {
  Date effective;    ///< the day the change is dated
  Date billed_from;  ///< the first day billed at `after`
  Level before{};
  Level after{};

  friend bool operator==(const Step&, const Step&) = default;
};

/// The billed days of a service within one billing period, cut where something changes. Proration
/// period i runs from `steps[i].billed_from` to the next step's, the last to `billed.end()`.
struct ProrationPeriods {
  Period billing_period;
  Period billed;
  std::vector<Step> steps{};  ///< the first one begins at `billed.begin()`, from nothing

  Level level_on(Date day) const {
    Level level;
    for (const auto& step : steps)
      if (step.billed_from <= day && day < billed.end()) level = step.after;
    return level;
  }
};

/// Millionths for a whole billing period, from a day on.
struct DatedMillionths {
  Date from;
  std::int64_t millionths = 0;

  friend bool operator==(const DatedMillionths&, const DatedMillionths&) = default;
};

/// What a contract takes off its services: percents off each, and an amount off all of them
/// together, which they take in their order, each as far as it reaches.
struct ContractDiscounts {
  std::span<const ContractAmendment> amendments{};
  /// What the services before this one take of the amount, ascending; before the first day nothing.
  std::vector<DatedMillionths> taken_before{};
};

/// Nothing when no day of the billing period is billed. What takes effect after `seen_through` is
/// not seen; the end and the pauses of `life` are. `accounts` are those who pay.
std::optional<ProrationPeriods> split(const Service& service, const UnitHistory& history,
                                      const Period& billing_period, const BilledLife& life,
                                      Date seen_through = detail::open_end(),
                                      const ContractDiscounts& of_contract = {},
                                      const DatedAccounts& accounts = {});

}  // namespace billbyagent

// Compiled already for whoever links the library.
#ifndef BILLBYAGENT_LINKED
#include "billbyagent/domain/detail/proration.hpp"
#endif
