#pragma once

/// Where machines are now and by which service they were counted before, from a census and from the
/// evidence of all services: so that a machine that moves is told from a new one and from one that
/// is gone.

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/machines/machine_changes.hpp"
#include "billbyagent/app/agent_census.hpp"
#include "billbyagent/domain/contract.hpp"

namespace billbyagent::app {

/// The machines of all services before a count.
class CountedBefore {
 public:
  void add(const ServiceKey& key, const std::vector<Machine>& machines) {
    for (const auto& machine : machines) {
      by_agent_.emplace(machine.agent, services_.size());
      if (machine.hardware.is_known())
        by_hardware_.add(machine.hardware, {machine.agent, services_.size()});
    }
    services_.push_back(key);
  }
  /// The first service that counted the agent; null when none did.
  const ServiceKey* by_agent(const AgentId& agent) const {
    const auto at = by_agent_.find(agent);
    return at == by_agent_.end() ? nullptr : &services_[at->second];
  }
  /// The first service that counted an agent on the hardware which `wanted` accepts.
  template <class Wanted>
  const ServiceKey* by_hardware(const Hardware& hardware, Wanted wanted) const {
    const auto* found =
        by_hardware_.find(hardware, [&](const Counted& counted) { return wanted(counted.agent); });
    return found ? &services_[found->service] : nullptr;
  }

 private:
  struct Counted {
    AgentId agent;
    std::size_t service;
  };
  std::vector<ServiceKey> services_;
  std::unordered_map<AgentId, std::size_t> by_agent_;
  HardwareIndex<Counted> by_hardware_;
};

/// The organizations of one RMM that accounts or services have.
using Customers = std::set<OrganizationId>;

/// For a scope of a settled census. All must outlive what is answered; without `customers` every
/// organization is taken for one.
MachinePlaces places_in(const AgentCensus& census, AgentCensus::ScopeIndex index,
                        const CountedBefore& counted_before, const Customers* customers = nullptr);

}  // namespace billbyagent::app
