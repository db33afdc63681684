#include "vsa_fixture.hpp"

#include "kaseya_vsa/login.hpp"

namespace billbyagent::tests {

using namespace std::chrono_literals;

Deadline in_time() { return std::chrono::steady_clock::now() + 30s; }

namespace {
simulator::Estate estate_of(std::size_t agents) {
  simulator::EstateOptions options;
  options.agents = agents;
  options.organizations = 12;
  return simulator::seeded_estate(options);
}
}  // namespace

VsaFixture::VsaFixture(std::size_t agents, simulator::SimulatorOptions options)
    : VsaFixture(estate_of(agents), std::move(options)) {}

VsaFixture::VsaFixture(simulator::Estate estate, simulator::SimulatorOptions options)
    : server(std::move(estate), std::move(options)), ca(server.ca_pem()) {}

KaseyaVsaOptions VsaFixture::options() const {
  KaseyaVsaOptions options;
  options.url = server.url();
  options.user = vsa_user;
  options.token = Secret{vsa_token};
  options.ca_file = ca.path();
  options.connections = 4;
  options.retry_delay = 1ms;
  options.retry_delay_max = 2ms;
  options.retry_after_max = 2ms;
  options.seed = 1;
  return options;
}

bool holds_secret(const std::string& text) {
  const std::string header =
      kaseya_vsa::token_header(vsa_user, Secret{vsa_token}).reveal().substr(6);
  for (const std::string& secret : {vsa_token, vsa_password, header})
    if (text.find(secret) != std::string::npos) return true;
  return false;
}

}  // namespace billbyagent::tests
