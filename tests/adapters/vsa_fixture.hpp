#pragma once

#include <memory>
#include <string>

#include "billbyagent/adapters/kaseya_vsa.hpp"
#include "simulated_vsa.hpp"

namespace billbyagent::tests {

inline const std::string vsa_user = "billbot";
inline const std::string vsa_token = "6f1c2a7e-3b84-4d0f-9a55-c1d2e3f40516";
inline const std::string vsa_password = "Pa55-w0rd!";

/// A VSA with made-up machines and a provider that talks to it over TLS, without long waits.
class VsaFixture : public SimulatedVsa {
 public:
  using SimulatedVsa::SimulatedVsa;

  KaseyaVsaOptions options() const;
  std::unique_ptr<RmmProvider> provider() const { return make_kaseya_vsa(options()).value(); }
  std::uint64_t requests_for(const std::string& path) {
    return server.log().by_path["/api/v1.0" + path];
  }
};

/// Whether a text holds any secret of the fixture, plain or as it is sent.
bool holds_secret(const std::string& text);

}  // namespace billbyagent::tests
