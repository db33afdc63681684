#pragma once

/// What RMMs that are reached over the network have in common: trust, patience and limits. Out of
/// bounds is `invalid_settings` from whoever makes the provider. Threads: plain values.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "billbyagent/base/secret.hpp"

namespace billbyagent {

struct RmmServerOptions {
  /// PEM file with the certificates to trust instead of the system's, for a server with a
  /// certificate of its own. Certificate and host name are verified in any case.
  std::string ca_file;
  /// `http://[user:password@]host:port` of a proxy that connects to the server (CONNECT); empty:
  /// none. The environment is not looked at.
  Secret proxy;
  /// How often a list is read again when it changed while it was being read, before
  /// `incomplete_scan`; from 1 to 20.
  unsigned scan_attempts = 3;

  /// For looking up the host, connecting, the TLS handshake and, where the connection itself logs
  /// in, the login together.
  std::chrono::milliseconds connect_timeout{15'000};
  /// From a request to the end of its answer.
  std::chrono::milliseconds answer_timeout{60'000};
  /// Times that a request is sent, or the server is tried, at most while it is busy or does not
  /// answer; from 1 to 20.
  unsigned attempts = 4;
  /// Longest wait before the second attempt; doubles up to `retry_delay_max`.
  std::chrono::milliseconds retry_delay{1'000};
  std::chrono::milliseconds retry_delay_max{8'000};

  /// Of the random part of waits; 0: from the system.
  std::uint64_t seed = 0;
  /// Asked several times a second, on the calling thread; true ends the call with `cancelled`.
  std::function<bool()> cancelled;
};

/// Of those that answer requests over HTTPS, several at the same time.
struct RmmHttpOptions : RmmServerOptions {
  /// Requests that are under way at the same time, from 1 to 32.
  std::size_t connections = 8;
  /// An answer with a larger body is refused.
  std::size_t body_bytes_max = std::size_t{32} << 20;
  /// A longer `Retry-After` of the server counts as this.
  std::chrono::milliseconds retry_after_max{30'000};
};

}  // namespace billbyagent
