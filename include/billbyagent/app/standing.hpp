#pragma once

/// The machines behind a service's units with what is known of each: billed, missing or waiting.
/// All of it follows from the events of the past, so that a night can be repeated. Threads: pure
/// functions, but for `load_standing`, which reads in its transaction.

#include <cstdint>
#include <map>
#include <vector>

#include "billbyagent/domain/agent_scope.hpp"
#include "billbyagent/domain/evidence.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent {

enum class Stand : std::uint8_t {
  billed,
  missing,  ///< billed, though it is gone: in its grace days
  waiting,  ///< counts, but is not billed yet: in its grace days
};

struct StandingMachine {
  Machine machine{};
  Stand stand = Stand::billed;
  Date since;  ///< the first day on which it was missing, waiting or billed

  friend bool operator==(const StandingMachine&, const StandingMachine&) = default;
};

/// The machines that a service's events know of, but for those that left.
using Standing = std::map<AgentId, StandingMachine>;

/// Machines that are simply billed. Of when nothing is known: `since` means nothing.
Standing standing_of(std::vector<Machine> billed);

/// What is left when `events` happen.
Standing standing_after(Standing before, const std::vector<MachineEvent>& events);

/// What is left when readings, which were to be taken over one by one, have been.
Standing standing_with(Standing before, const std::vector<HeldReading>& readings);

/// The billed machines, those that are missing included, by agent id.
std::vector<Machine> billed(const Standing& standing);

/// The machines behind a service's present units. Only grace days need the whole past; without them
/// `since` means nothing.
Result<Standing> load_standing(Transaction& transaction, const ServiceKey& key,
                               const CountRule& rule);

}  // namespace billbyagent
