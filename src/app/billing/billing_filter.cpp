#include "billbyagent/app/billing_filter.hpp"

#include <string>

namespace billbyagent {

/// `invalid_period` when `from` lies after `through`; `out_of_range` for a `through` too far ahead.
Result<void> check(const BillingFilter& filter, Date today) {
  if (filter.from && filter.through && *filter.through < *filter.from)
    return Error{Errc::invalid_period,
                 "from " + to_string(*filter.from) + " through " + to_string(*filter.through)};
  if (filter.through && days_between(today, *filter.through) > limits::horizon_days_max)
    return Error{Errc::out_of_range, "through " + to_string(*filter.through) + " is more than " +
                                         std::to_string(limits::horizon_days_max) + " days ahead"};
  return {};
}

}  // namespace billbyagent
