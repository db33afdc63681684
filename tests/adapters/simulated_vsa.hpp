#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "billbyagent/ports/rmm_provider.hpp"
#include "temporary_file.hpp"
#include "vsa_simulator/generator.hpp"
#include "vsa_simulator/simulator.hpp"

namespace billbyagent::tests {

namespace simulator = vsa_simulator;

Deadline in_time();

/// Remembers what a scan handed over.
class Collected final : public AgentSink {
 public:
  void restart() override {
    ++restarts;
    agents.clear();
  }
  void page(std::span<const Agent> more) override {
    agents.insert(agents.end(), more.begin(), more.end());
  }
  std::vector<Agent> agents;
  int restarts = 0;
};

simulator::Fault fault_on(const std::string& path, simulator::FaultKind kind,
                          std::int64_t value = 0, const std::string& text = {});

struct LastingFault {
  simulator::Fault fault;
  Errc code;
};
/// What goes wrong with every list of either VSA for good, for requests whose path holds `path`;
/// `needed` are the fields that their answers can't do without.
std::vector<LastingFault> lasting_faults(const std::string& path,
                                         const std::vector<std::string>& needed);
/// What passes when the same is asked again.
std::vector<simulator::Fault> passing_faults(const std::string& path);

/// A VSA with made-up machines, over TLS.
class SimulatedVsa {
 public:
  explicit SimulatedVsa(std::size_t agents = 250, simulator::SimulatorOptions options = {});
  explicit SimulatedVsa(simulator::Estate estate, simulator::SimulatorOptions options = {});

  void fault(simulator::Fault fault) { server.set_faults({std::move(fault)}); }

  simulator::Simulator server;
  TemporaryFile ca;

 protected:
  /// The server's address, and no long waits.
  template <class Options>
  Options connected(Options options) const {
    options.url = server.url();
    options.ca_file = ca.path();
    options.connections = 4;
    options.retry_delay = std::chrono::milliseconds{1};
    options.retry_delay_max = std::chrono::milliseconds{2};
    options.retry_after_max = std::chrono::milliseconds{2};
    options.seed = 1;
    return options;
  }
};

}  // namespace billbyagent::tests
