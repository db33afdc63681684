#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "billbyagent/adapters/kaseya_vsa.hpp"
#include "temporary_file.hpp"
#include "vsa_simulator/generator.hpp"
#include "vsa_simulator/simulator.hpp"

namespace billbyagent::tests {

namespace simulator = vsa_simulator;

inline const std::string vsa_user = "billbot";
inline const std::string vsa_token = "6f1c2a7e-3b84-4d0f-9a55-c1d2e3f40516";
inline const std::string vsa_password = "Pa55-w0rd!";

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

/// A VSA with made-up machines and a provider that talks to it over TLS, without long waits.
class VsaFixture {
 public:
  explicit VsaFixture(std::size_t agents = 250, simulator::SimulatorOptions options = {});
  explicit VsaFixture(simulator::Estate estate, simulator::SimulatorOptions options = {});

  KaseyaVsaOptions options() const;
  std::unique_ptr<RmmProvider> provider() const { return make_kaseya_vsa(options()).value(); }
  void fault(simulator::Fault fault) { server.set_faults({std::move(fault)}); }
  std::uint64_t requests_for(const std::string& path) {
    return server.log().by_path["/api/v1.0" + path];
  }

  simulator::Simulator server;
  TemporaryFile ca;
};

/// Whether a text holds any secret of the fixture, plain or as it is sent.
bool holds_secret(const std::string& text);

}  // namespace billbyagent::tests
