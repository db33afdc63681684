// One scan of a MeshCentral, from the start of the process to the last device:
// mesh_scan URL USER CA_FILE, with the password in BILLBYAGENT_MESH_PASSWORD.

#include <cstdlib>
#include <iostream>

#include "billbyagent/adapters/meshcentral.hpp"

namespace {

class Nowhere final : public billbyagent::AgentSink {
 public:
  void restart() override {}
  void page(std::span<const billbyagent::Agent>) override {}
};

}  // namespace

int main(int count, char** arguments) {
  using namespace billbyagent;
  const char* password = std::getenv("BILLBYAGENT_MESH_PASSWORD");
  if (count != 4 || password == nullptr) {
    std::cerr << "mesh_scan URL USER CA_FILE, and BILLBYAGENT_MESH_PASSWORD\n";
    return 2;
  }
  MeshCentralOptions options;
  options.url = arguments[1];
  options.user = arguments[2];
  options.password = Secret{password};
  options.ca_file = arguments[3];
  options.devices.agentless = Counting::counted;
  const auto provider = make_meshcentral(options);
  if (!provider) {
    std::cerr << to_string(provider.error()) << '\n';
    return 1;
  }
  Nowhere sink;
  const auto agents =
      (*provider)->scan_agents({}, sink, Deadline::clock::now() + std::chrono::minutes{5});
  if (!agents) {
    std::cerr << to_string(agents.error()) << '\n';
    return 1;
  }
  std::cout << *agents << '\n';
  return 0;
}
