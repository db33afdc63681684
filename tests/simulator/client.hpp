#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace billbyagent::vsa_simulator {

/// A blocking HTTPS client over one connection; throws boost::system::system_error.
class Client {
 public:
  struct Answer {
    unsigned status = 0;
    std::string body;
    std::map<std::string, std::string> headers;  ///< Names in lower case.
  };

  /// Connects to 127.0.0.1 and demands a certificate for it that `ca_pem` vouches for.
  Client(std::uint16_t port, const std::string& ca_pem);
  ~Client();

  Answer send(const std::string& method, const std::string& target,
              const std::string& authorization = {}, const std::string& body = {});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace billbyagent::vsa_simulator
