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

simulator::Fault fault_on(const std::string& path, simulator::FaultKind kind, std::int64_t value,
                          const std::string& text) {
  simulator::Fault fault;
  fault.kind = kind;
  fault.path = path;
  fault.value = value;
  fault.text = text;
  return fault;
}

std::vector<LastingFault> lasting_faults(const std::string& path,
                                         const std::vector<std::string>& needed) {
  using Kind = simulator::FaultKind;
  const auto on = [&](Kind kind, std::int64_t value = 0) { return fault_on(path, kind, value); };
  simulator::Fault busy = on(Kind::status, 503);
  busy.html = true;
  busy.retry_after = 1;
  std::vector<LastingFault> faults = {
      {on(Kind::reset), Errc::unreachable},
      {on(Kind::close_after, 0), Errc::unreachable},
      {on(Kind::close_after, 50), Errc::unreachable},
      {on(Kind::close_after, 5'000), Errc::unreachable},
      {on(Kind::status, 400), Errc::provider_failed},
      {on(Kind::status, 401), Errc::unauthorized},
      {on(Kind::status, 403), Errc::forbidden},
      {on(Kind::status, 404), Errc::protocol_error},
      {on(Kind::status, 405), Errc::provider_failed},
      {on(Kind::status, 429), Errc::rate_limited},
      {on(Kind::status, 500), Errc::provider_failed},
      {on(Kind::status, 502), Errc::unreachable},
      {on(Kind::status, 504), Errc::unreachable},
      {busy, Errc::unreachable},
      {on(Kind::response_code, 401), Errc::unauthorized},
      {on(Kind::response_code, 403), Errc::forbidden},
      {on(Kind::response_code, 500), Errc::provider_failed},
      {on(Kind::truncated_json), Errc::protocol_error},
      {on(Kind::invalid_json), Errc::protocol_error},
      {on(Kind::html_200), Errc::protocol_error},
      {on(Kind::empty_body), Errc::protocol_error},
      {on(Kind::huge_body, 40 << 20), Errc::protocol_error},
      {on(Kind::deep_nesting, 100'000), Errc::protocol_error},
      {on(Kind::null_result), Errc::protocol_error},
  };
  for (const std::string& field : needed)
    faults.push_back({fault_on(path, Kind::drop_field, 0, field), Errc::protocol_error});
  return faults;
}

std::vector<simulator::Fault> passing_faults(const std::string& path) {
  using Kind = simulator::FaultKind;
  const auto on = [&](Kind kind, std::int64_t value = 0) { return fault_on(path, kind, value); };
  return {on(Kind::reset),
          on(Kind::close_after, 0),
          on(Kind::close_after, 5'000),
          on(Kind::status, 429),
          on(Kind::status, 502),
          on(Kind::status, 503),
          on(Kind::status, 504),
          on(Kind::delay, 30),
          on(Kind::trickle, 2),
          on(Kind::huge_body, 1 << 20)};
}

SimulatedVsa::SimulatedVsa(std::size_t agents, simulator::SimulatorOptions options)
    : SimulatedVsa(estate_of(agents), std::move(options)) {}

SimulatedVsa::SimulatedVsa(simulator::Estate estate, simulator::SimulatorOptions options)
    : server(std::move(estate), std::move(options)), ca(server.ca_pem()) {}

}  // namespace billbyagent::tests
