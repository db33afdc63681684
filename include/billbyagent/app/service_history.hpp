#pragma once

/// Everything that was recorded of one service's units: for people, and for the audit. Threads: all
/// on the calling one; several may work over one store at the same time.

#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/app/known_machine.hpp"
#include "billbyagent/domain/evidence.hpp"
#include "billbyagent/domain/unit_history.hpp"

namespace billbyagent {

struct ServiceHistory {
  UnitHistory units{};
  std::vector<MachineEvent> events{};
  std::vector<Machine> machines{};       ///< behind the present units, by agent id
  std::vector<KnownMachine> in_grace{};  ///< those that wait or are missing, by agent id
  std::vector<HeldReading> held{};       ///< what waits for a person
  std::vector<EndedReading> ended{};     ///< what waited
};

/// `not_found` when there is no such service.
Result<ServiceHistory> service_history(const Desk& desk, const ServiceKey& key);

}  // namespace billbyagent
