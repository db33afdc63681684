#pragma once

/// What the last reading of services would bring whose contracts are only observed: for the review,
/// beside what can be billed. Reads only. Threads: all on the calling one; several may work over
/// one store at the same time.

#include <vector>

#include "billbyagent/app/billing_filter.hpp"
#include "billbyagent/app/desk.hpp"
#include "billbyagent/domain/line_item.hpp"

namespace billbyagent {

struct ObservedUnits {
  AccountId account{};
  ContractId contract{};
  ServiceId service{};
  Units units = 0;
  Date seen;  ///< the day since which the RMM shows so many
  Period billing_period;
  Money amount;  ///< for all of that period; nobody is billed it

  friend bool operator==(const ObservedUnits&, const ObservedUnits&) = default;
};

/// By contract. Services whose last reading is what they are billed for, or that no night has read,
/// are not among them. The period is that of today, or the first one of a service to come.
Result<std::vector<ObservedUnits>> observed_units(const Desk& desk, const BillingFilter& filter);

}  // namespace billbyagent
