#pragma once

/// Work on many contracts, a group of them in one transaction. A unit is what stands or falls
/// together: the work on one contract, or on those that settle each other.

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/base/result.hpp"

namespace billbyagent::app {

inline bool is_of_waiting(const Error& error) {
  return error.code == Errc::store_busy || error.code == Errc::cancelled;
}

/// What `work` makes of the units as a group; when that fails, of each alone, so that one can't
/// stop the others: `failed` makes the outcomes of a unit that fails alone too. An error only when
/// the store is busy, or the wait for it was cancelled: that is no unit's fault, and each would
/// wait as long.
template <class Unit, class Work, class Failed>
auto as_group_or_alone(std::span<const Unit> units, const Work& work, const Failed& failed)
    -> decltype(work(units)) {
  auto together = work(units);
  if (together || is_of_waiting(together.error())) return together;
  if (units.size() == 1) return failed(units.front(), together.error());
  typename decltype(together)::value_type outcomes;
  for (std::size_t at = 0; at < units.size(); ++at) {
    auto alone = as_group_or_alone(units.subspan(at, 1), work, failed);
    if (!alone) return alone;
    std::move(alone->begin(), alone->end(), std::back_inserter(outcomes));
  }
  return outcomes;
}

/// How many contracts a unit is.
template <class Unit>
std::size_t contracts_in(const Unit&) {
  return 1;
}
template <class Id>
std::size_t contracts_in(const std::vector<Id>& set) {
  return set.size();
}

/// How many of the units make a group of at most `size` contracts; at least one.
template <class Unit>
std::size_t group_size(std::span<const Unit> units, std::size_t size) {
  std::size_t count = 1;
  std::size_t contracts = contracts_in(units.front());
  while (count < units.size() && contracts + contracts_in(units[count]) <= size)
    contracts += contracts_in(units[count++]);
  return count;
}

/// All units, in groups of at most `size` contracts; `take` receives the outcomes of each group and
/// how many units are done, and may end the work with an error. Between groups the observer may:
/// `cancelled`.
template <class Unit, class Work, class Failed, class Take>
Result<void> in_groups(std::span<const Unit> units, std::size_t size, const Desk& desk,
                       const Work& work, const Failed& failed, const Take& take) {
  for (std::size_t begin = 0; begin < units.size();) {
    if (desk.cancelled()) return Error{Errc::cancelled, "between contracts"};
    const std::size_t count = group_size(units.subspan(begin), size);
    auto outcomes = as_group_or_alone(units.subspan(begin, count), work, failed);
    if (!outcomes) return outcomes.error();
    begin += count;
    if (auto taken = take(*std::move(outcomes), begin); !taken) return taken;
  }
  return {};
}

}  // namespace billbyagent::app
