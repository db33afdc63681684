#pragma once

/// The machines behind a service's units with what is known of each: billed, missing or waiting.
/// All of it follows from the events of the past, so that a night can be repeated.

#include <map>
#include <vector>

#include "billbyagent/app/known_machine.hpp"
#include "billbyagent/domain/agent_scope.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent::app {

/// The machines that a service's events know of, but for those that left.
using KnownMachines = std::map<AgentId, KnownMachine>;

/// Machines that are simply billed. Of when nothing is known: `since` means nothing.
KnownMachines known_as_billed(std::vector<Machine> billed);

/// What is left when `events` happen.
KnownMachines known_after(KnownMachines before, const std::vector<MachineEvent>& events);

/// What is left when readings, which were to be taken over one by one, have been.
KnownMachines known_after(KnownMachines before, const std::vector<HeldReading>& readings);

/// The billed machines, those that are missing included, by agent id.
std::vector<Machine> billed(const KnownMachines& known);

/// The machines behind a service's present units. Only grace days need the whole past; without them
/// `since` means nothing.
Result<KnownMachines> load_known_machines(Transaction& transaction, const ServiceKey& key,
                                          const CountRule& rule);

}  // namespace billbyagent::app
