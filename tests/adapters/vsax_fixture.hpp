#pragma once

#include <memory>
#include <string>

#include "billbyagent/adapters/kaseya_vsax.hpp"
#include "simulated_vsa.hpp"

namespace billbyagent::tests {

/// A VSA X with made-up machines and a provider that talks to it over TLS, without long waits.
class VsaxFixture : public SimulatedVsa {
 public:
  using SimulatedVsa::SimulatedVsa;

  KaseyaVsaxOptions options() const;
  std::unique_ptr<RmmProvider> provider() const { return make_kaseya_vsax(options()).value(); }
  std::uint64_t requests_for(const std::string& path) {
    return server.log().by_path["/api/v3" + path];
  }
  /// How many agents of an organization, a machine group and a view VSA X has, by its ids; counted
  /// from the estate, not by the lists.
  std::int64_t truth(const AgentScope& scope);
  std::int64_t truth() { return truth(AgentScope{}); }

 private:
  std::string estate_id(const std::string& number);
};

/// A VSA X that links lists longer than `above` to their next page.
simulator::SimulatorOptions linking(std::size_t above);

/// `count` agents that all checked in, and nothing else.
simulator::Estate just_agents(std::size_t count);

/// Whether a text holds the token's secret, plain or as it is sent.
bool holds_vsax_secret(const std::string& text);

}  // namespace billbyagent::tests
