#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "vsa_simulator/service.hpp"

namespace billbyagent::vsa_simulator {

struct Listen {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: chosen by the system.
  unsigned threads = 2;
  std::string certificate_pem;
  std::string key_pem;
};

/// Serves a Service over TLS until it is destroyed. Throws SimulatorError when it can't listen.
class Server {
 public:
  Server(Service& service, const Listen& listen);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace billbyagent::vsa_simulator
