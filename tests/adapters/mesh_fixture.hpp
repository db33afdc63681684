#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "billbyagent/adapters/meshcentral.hpp"
#include "mesh_server.hpp"
#include "temporary_file.hpp"

namespace billbyagent::tests {

inline const std::string mesh_user = "~t:p11gLSs09lswhZuM";
inline const std::string mesh_password = "thnFb4yaQRbH1ml3uQBU";

/// A scripted MeshCentral and a provider that talks to it over TLS, without long waits.
///
///   acme / desks    d1 (tag gold), d2
///   acme / servers  s1 (tags gold and night)
///   beta            b1
struct MeshFixture {
  explicit MeshFixture(vsa_simulator::CertificateKind kind = vsa_simulator::CertificateKind::good)
      : server(kind), ca(server.ca_pem()) {
    server.add_group("mesh//1", "Acme / Desks");
    server.add_group("mesh//2", "ACME/Servers");
    server.add_group("mesh//3", "Beta");
    server.add_device("mesh//1", "node//d1", "d1")["tags"] = {"gold"};
    server.add_device("mesh//1", "node//d2", "d2");
    server.add_device("mesh//2", "node//s1", "s1")["tags"] = {"gold", "night"};
    server.add_device("mesh//3", "node//b1", "b1");
    options.url = server.url();
    options.user = mesh_user;
    options.password = Secret{mesh_password};
    options.ca_file = ca.path();
    options.retry_delay = std::chrono::milliseconds{1};
    options.retry_delay_max = std::chrono::milliseconds{2};
    options.now = [] { return Instant{1'780'000'000'000}; };
    options.seed = 1;
  }

  std::unique_ptr<RmmProvider> provider() const { return make_meshcentral(options).value(); }
  static Deadline in_time() { return Deadline::clock::now() + std::chrono::seconds{30}; }

  MeshServer server;
  TemporaryFile ca;
  MeshCentralOptions options;
};

/// Remembers what a scan handed over.
class MeshCollected final : public AgentSink {
 public:
  void restart() override { agents.clear(); }
  void page(std::span<const Agent> more) override {
    agents.insert(agents.end(), more.begin(), more.end());
  }
  std::vector<Agent> agents;
};

}  // namespace billbyagent::tests
