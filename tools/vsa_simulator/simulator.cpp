#include "vsa_simulator/simulator.hpp"

#include <fstream>
#include <optional>
#include <sstream>

#include "vsa_simulator/server.hpp"

namespace billbyagent::vsa_simulator {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw SimulatorError("can't read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Certificates certificates_for(const SimulatorOptions& options) {
  if (options.certificate_file.empty() != options.key_file.empty()) {
    throw SimulatorError("a certificate file needs a key file, and the other way round");
  }
  if (options.certificate_file.empty()) return make_certificates(options.certificate);
  return {{}, read_file(options.certificate_file), read_file(options.key_file)};
}

}  // namespace

struct Simulator::Impl {
  Impl(Estate estate, const SimulatorOptions& given)
      : options(given), service(std::move(estate), given.service) {
    const Certificates certificates = certificates_for(options);
    ca_pem = certificates.ca_pem;
    server.emplace(service, Listen{options.address, options.port, options.threads,
                                   certificates.certificate_pem, certificates.key_pem});
    port = server->port();
  }

  SimulatorOptions options;
  Service service;
  std::string ca_pem;
  std::uint16_t port = 0;
  std::optional<Server> server;
};

Simulator::Simulator(Estate estate, SimulatorOptions options)
    : impl_(std::make_unique<Impl>(std::move(estate), options)) {}

Simulator::~Simulator() = default;

std::uint16_t Simulator::port() const { return impl_->port; }

std::string Simulator::url() const {
  return "https://" + impl_->options.address + ":" + std::to_string(impl_->port);
}

const std::string& Simulator::ca_pem() const { return impl_->ca_pem; }

void Simulator::stop() { impl_->server.reset(); }

void Simulator::with_estate(const std::function<void(Estate&)>& use) {
  impl_->service.with_state([&](State& state) { use(state.estate); });
}

std::string Simulator::apply(const Event& event) {
  std::string id;
  with_estate([&](Estate& estate) { id = vsa_simulator::apply(estate, event); });
  return id;
}

void Simulator::schedule(std::vector<Event> events) {
  with_estate([&](Estate& estate) { estate.schedule(std::move(events)); });
}

Advanced Simulator::advance_to(Date date) {
  Advanced advanced;
  with_estate([&](Estate& estate) { advanced = estate.advance_to(date); });
  return advanced;
}

std::size_t Simulator::count(const CountQuery& query) {
  std::size_t count = 0;
  with_estate([&](Estate& estate) { count = count_agents(estate, query); });
  return count;
}

void Simulator::set_faults(std::vector<Fault> faults) {
  impl_->service.with_state([&](State& state) { state.faults.set(std::move(faults)); });
}

void Simulator::close_sessions() {
  impl_->service.with_state([](State& state) { state.sessions.close_all(); });
}

void Simulator::set_session_rules(SessionRules rules) {
  impl_->service.with_state([&](State& state) { state.sessions.rules() = rules; });
}

RequestLog Simulator::log() {
  RequestLog log;
  impl_->service.with_state([&](State& state) { log = state.log; });
  return log;
}

void Simulator::clear_log() {
  impl_->service.with_state([](State& state) {
    const auto open = state.log.open_connections;
    state.log = {};
    state.log.open_connections = state.log.max_open_connections = open;
  });
}

}  // namespace billbyagent::vsa_simulator
