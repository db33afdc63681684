#pragma once
#include <cstdint>
#include <vector>

#include "vsa_simulator/estate.hpp"

namespace billbyagent::vsa_simulator {

struct ChurnOptions {
  Date from;   ///< First day with events.
  Date until;  ///< Last day with events.
  std::size_t changes_per_day = 0;
  unsigned changes_per_million_agents = 0;  ///< Of the agents there at the start; added per day.
  std::uint64_t seed = 1;
};

/// Makes up an ordinary life: of 100 changes about 38 machines are added, 24 deleted, 16 moved
/// within their organization, 8 moved to another one, 9 suspended or resumed, 5 renamed.
/// The events are in the order of their dates, name everything by id and apply without problems
/// to `start` as long as nothing else edits it.
std::vector<Event> churn(const Estate& start, const ChurnOptions& options);

}  // namespace billbyagent::vsa_simulator
