#include "simulated_vsa.hpp"

namespace billbyagent::tests {
namespace {

simulator::Estate estate_of(std::size_t agents) {
  simulator::EstateOptions options;
  options.agents = agents;
  options.organizations = 12;
  return simulator::seeded_estate(options);
}

}  // namespace

Deadline in_time() { return std::chrono::steady_clock::now() + std::chrono::seconds{30}; }

SimulatedVsa::SimulatedVsa(std::size_t agents, simulator::SimulatorOptions options)
    : SimulatedVsa(estate_of(agents), std::move(options)) {}

SimulatedVsa::SimulatedVsa(simulator::Estate estate, simulator::SimulatorOptions options)
    : server(std::move(estate), std::move(options)), ca(server.ca_pem()) {}

}  // namespace billbyagent::tests
