#pragma once

/// Where machines are now and by which service they were counted before, from a census and from the
/// evidence of all services: so that a machine that moves is told from a new one and from one that
/// is gone.

#include <cstdint>
#include <limits>
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
  /// Of the agents of a census, which must outlive this, their numbers are kept and not their ids.
  explicit CountedBefore(const AgentCensus* census = nullptr) : census_(census) {
    if (census) by_number_.resize(census->agents(), none);
  }

  void add(const ServiceKey& key, const std::vector<Machine>& machines) {
    for (const auto& machine : machines) {
      const auto number = number_of(machine.agent);
      if (number == TextNumbers::none)
        by_agent_.emplace(machine.agent, services_.size());
      else
        counted(number);
      if (machine.hardware.is_known())
        by_hardware_.add(machine.hardware, {machine.agent, services_.size()});
    }
    services_.push_back(key);
  }
  /// A service whose machines are those that the census counts for the scope.
  void add_unchanged(const ServiceKey& key, AgentCensus::ScopeIndex scope) {
    if (census_->tells_hardware_of(scope)) return add(key, census_->counted(scope));
    for (const auto number : census_->counted_agents(scope)) counted(number);
    services_.push_back(key);
  }
  /// The first service that counted the agent; null when none did.
  const ServiceKey* by_agent(const AgentId& agent) const {
    const auto number = number_of(agent);
    if (number != TextNumbers::none)
      return by_number_[number] == none ? nullptr : &services_[by_number_[number]];
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
  using Service = std::uint32_t;
  static constexpr Service none = std::numeric_limits<Service>::max();
  struct Counted {
    AgentId agent;
    std::size_t service;
  };

  AgentCensus::Number number_of(const AgentId& agent) const {
    return census_ ? census_->number_of(agent) : TextNumbers::none;
  }
  void counted(AgentCensus::Number number) {
    if (by_number_[number] == none) by_number_[number] = static_cast<Service>(services_.size());
  }

  const AgentCensus* census_;
  std::vector<ServiceKey> services_;
  std::vector<Service> by_number_;                     ///< of the census; the first one
  std::unordered_map<AgentId, std::size_t> by_agent_;  ///< those that the RMM does not show now
  HardwareIndex<Counted> by_hardware_;
};

/// The organizations of one RMM that accounts or services have.
using Customers = std::set<OrganizationId>;

/// For a scope of a settled census. All must outlive what is answered; without `customers` every
/// organization is taken for one.
MachinePlaces places_in(const AgentCensus& census, AgentCensus::ScopeIndex index,
                        const CountedBefore& counted_before, const Customers* customers = nullptr);

}  // namespace billbyagent::app
