#pragma once

/// A billing cycle in the keys of a book, as it is read there.

#include <optional>
#include <string_view>

#include "billbyagent/domain/billing_cycle.hpp"

namespace billbyagent::documents {

/// What a book says of a cycle whose periods begin with, or around, some day.
struct CycleKeys {
  CycleLength cycle = CycleLength::monthly;
  int every = 1;
  bool on_calendar = false;
  std::optional<int> anchor_day{};
  std::optional<int> anchor_month{};
};

/// The cycle that the keys say. Errors: as from `BillingCycle`; `wrong` is then the key.
Result<BillingCycle> cycle_of(const CycleKeys& keys, Date begin, std::string_view& wrong);

/// The keys that say the cycle of a contract that starts, or an amendment that takes effect, on
/// `begin`; nothing for one that a host made otherwise.
std::optional<CycleKeys> keys_of(const BillingCycle& cycle, Date begin);

}  // namespace billbyagent::documents
