#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "vsa_simulator/certificate.hpp"
#include "vsa_simulator/count.hpp"
#include "vsa_simulator/estate.hpp"
#include "vsa_simulator/faults.hpp"
#include "vsa_simulator/service.hpp"

namespace billbyagent::vsa_simulator {

struct SimulatorOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: chosen by the system.
  unsigned threads = 2;
  CertificateKind certificate = CertificateKind::good;
  std::string certificate_file;  ///< PEM; with key_file takes the place of a made certificate.
  std::string key_file;
  ServiceOptions service;
};

/// A VSA 9 server in this process: listens when made, stops and joins its threads when destroyed.
/// Every member may be called from any thread while requests are served.
class Simulator {
 public:
  /// Throws SimulatorError when it can't listen or a file can't be used.
  explicit Simulator(Estate estate, SimulatorOptions options = {});
  ~Simulator();
  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;

  std::uint16_t port() const;
  /// `https://127.0.0.1:<port>`
  std::string url() const;
  /// What clients must trust; empty with a certificate of your own.
  const std::string& ca_pem() const;
  void stop();

  /// Runs `use` while no request is served; the way to read or edit the estate.
  void with_estate(const std::function<void(Estate&)>& use);
  /// Throws SimulatorError. Answers the id of what was added, or "".
  std::string apply(const Event& event);
  void schedule(std::vector<Event> events);
  Advanced advance_to(Date date);
  std::size_t count(const CountQuery& query = {});

  void set_faults(std::vector<Fault> faults);
  void clear_faults() { set_faults({}); }
  void close_sessions();
  void set_session_rules(SessionRules rules);

  RequestLog log();
  void clear_log();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace billbyagent::vsa_simulator
