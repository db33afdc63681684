#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace billbyagent::vsa_simulator {

enum class CertificateKind {
  good,        ///< For localhost and 127.0.0.1, signed by the CA.
  wrong_host,  ///< For other.example.test only.
  expired,     ///< Ended yesterday.
  unknown_ca,  ///< Signed by another CA than the one that is handed out.
};
/// Reads `good`, `wrong-host`, `expired`, `unknown-ca`.
std::optional<CertificateKind> certificate_kind(std::string_view name);

struct Certificates {
  std::string ca_pem;
  std::string certificate_pem;
  std::string key_pem;
};

/// Makes a CA and a server certificate signed by it, with fresh P-256 keys; lives a year.
/// Throws SimulatorError when OpenSSL fails.
Certificates make_certificates(CertificateKind kind);

}  // namespace billbyagent::vsa_simulator
