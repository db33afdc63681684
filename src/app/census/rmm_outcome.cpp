#include "billbyagent/app/rmm_outcome.hpp"

#include <algorithm>

namespace billbyagent {

Deadline ReadingTime::of_next() const {
  return each ? std::min(all, Deadline::clock::now() + *each) : all;
}

std::size_t count_failed(const std::vector<RmmOutcome>& outcomes) noexcept {
  return static_cast<std::size_t>(
      std::count_if(outcomes.begin(), outcomes.end(),
                    [](const RmmOutcome& outcome) { return outcome.error.has_value(); }));
}

}  // namespace billbyagent
