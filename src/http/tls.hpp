#pragma once

/// Trust: who the server must prove to be. Verification is always on. Includes OpenSSL and Asio;
/// for the sources of this folder only.

#include <openssl/ssl.h>

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <optional>
#include <string>

#include "billbyagent/base/result.hpp"
#include "billbyagent/domain/date.hpp"

namespace billbyagent::http {

/// TLS 1.2 or newer, certificates of `ca_file` (PEM) or of the system, and the last session, so
/// that the next connection to the same server needs no full handshake.
class Tls {
 public:
  /// `invalid_settings` when the file holds no certificate.
  static Result<std::unique_ptr<Tls>> make(const std::string& ca_file);
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;

  boost::asio::ssl::context& context() { return context_; }
  /// Makes `connection` ask for `host` and accept no other; false when OpenSSL refuses.
  bool prepare(SSL* connection, const std::string& host);
  /// Remembers the certificate of a connection that shook hands.
  void note_certificate(SSL* connection);
  /// The last moment of the certificate that was seen last.
  std::optional<Instant> certificate_until() const noexcept { return certificate_until_; }

 private:
  Tls();
  static int remember(SSL* connection, SSL_SESSION* session);

  struct Free {
    void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
  };
  boost::asio::ssl::context context_;
  std::unique_ptr<SSL_SESSION, Free> session_;
  std::optional<Instant> certificate_until_;
};

/// Why the handshake of `connection` failed, as far as its certificate is the reason; else empty.
std::string certificate_fault(SSL* connection);

}  // namespace billbyagent::http
