#pragma once

/// Whatever a VSA does wrong, a night ends in one of two ways for a service: it has the true count,
/// or it has the units it had before and the report names the error.

#include <doctest/doctest.h>

#include <billbyagent/adapters/memory.hpp>
#include <billbyagent/billbyagent.hpp>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "vsa_simulator/simulator.hpp"

namespace billbyagent::tests {

enum class Expect { failure, true_count, either };

struct FaultyNight {
  vsa_simulator::Fault fault;
  Expect expect = Expect::failure;
  std::set<Errc> errors{};
};

vsa_simulator::Fault with_text(vsa_simulator::Fault fault, const std::string& text);
/// A machine comes while the lists whose path holds `path` are read.
vsa_simulator::Fault adding_a_machine(const std::string& path);

/// What the nights need of a simulated RMM.
struct SimulatedRmm {
  vsa_simulator::Simulator& server;
  /// Gives up quickly.
  std::function<std::unique_ptr<RmmProvider>()> provider;
  /// Counted by the simulator from its estate, not by its lists.
  std::function<std::int64_t(const AgentScope&)> truth;
  std::function<bool(const std::string&)> holds_secret;
};

/// A provider's contracts: for each organization the whole, its first group, the first group below
/// that and a view.
class Nights {
 public:
  explicit Nights(SimulatedRmm rmm);

  const std::string& an_organization() const { return organizations_.back().name; }
  /// Runs a night under each fault and one after it, and returns the kinds that were tried.
  std::set<vsa_simulator::FaultKind> run(const std::vector<FaultyNight>& nights);

 private:
  std::vector<AgentScope> scopes_of(const Organization& organization,
                                    const std::vector<MachineGroup>& groups, const ViewId& view);
  SyncReport night(Date day);
  void play(Date from, Date until, std::uint64_t seed);
  std::map<ServiceKey, Units> units(Date day);
  Units truth(const ServiceKey& key) { return rmm_.truth(scopes_.at(key)); }
  void check_faulty(const FaultyNight& faulty, const SyncReport& report,
                    const std::map<ServiceKey, Units>& before, Date day);

  SimulatedRmm rmm_;
  MemoryStore store_;
  FixedClock clock_;
  std::vector<Organization> organizations_;
  std::map<ServiceKey, AgentScope> scopes_;
};

}  // namespace billbyagent::tests
