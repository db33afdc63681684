#pragma once

/// Kaseya VSA 9 as an RMM, over its REST API v1.0. Only reads. Link `billbyagent::kaseya_vsa`.
///
/// The login needs a user whose role may call the REST API and whose scope holds every organization
/// that is billed: VSA silently leaves out what the scope does not hold. Multi-factor login must be
/// off for that user, or use a personal access token.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "billbyagent/base/secret.hpp"
#include "billbyagent/ports/rmm_provider.hpp"

namespace billbyagent {

struct KaseyaVsaOptions {
  /// The server, such as `https://vsa.example.com`; `/api/v1.0` is added. Only https.
  std::string url;
  /// As typed at the server; no comma, no colon.
  std::string user;
  /// A personal access token with the scope "REST API". Give either this (recommended) or
  /// `password`.
  Secret token;
  /// For servers that still allow it; only its hashes leave this process.
  Secret password;
  /// PEM file with the certificates to trust instead of the system's, for a server with a
  /// certificate of its own. Certificate and host name are verified in any case.
  std::string ca_file;

  /// Requests that are under way at the same time, from 1 to 32.
  std::size_t connections = 8;
  /// After so many records a new session is begun, because hosted servers end them; from 100.
  std::size_t records_per_session = 25'000;
  /// A session is renewed when it has less than this left.
  std::chrono::seconds renew_before{60};
  /// How often a list is read again when rows moved while it was being read, before
  /// `incomplete_scan`; from 1 to 20.
  unsigned scan_attempts = 3;

  /// For looking up the host, connecting and the TLS handshake together.
  std::chrono::milliseconds connect_timeout{15'000};
  /// From a request to the end of its answer.
  std::chrono::milliseconds answer_timeout{60'000};
  /// An answer with a larger body is refused.
  std::size_t body_bytes_max = std::size_t{32} << 20;
  /// Times that one request is sent at most when the server is busy or does not answer.
  unsigned attempts = 4;
  /// Longest wait before the second attempt; doubles up to `retry_delay_max`.
  std::chrono::milliseconds retry_delay{1'000};
  std::chrono::milliseconds retry_delay_max{8'000};
  /// A longer `Retry-After` of the server counts as this.
  std::chrono::milliseconds retry_after_max{30'000};

  /// Decides when a session is renewed. Empty: the system's clock.
  std::function<Instant()> now;
  /// Of the random part of waits; 0: from the system.
  std::uint64_t seed = 0;
  /// Asked several times a second, on the calling thread; true ends the call with `cancelled`.
  std::function<bool()> cancelled;
};

/// Checks the options and reads `ca_file`; nothing is sent before the first call.
/// Errors: `invalid_settings` naming the field.
///
/// The provider's own errors: `unauthorized`, `mfa_required`, `forbidden`, `view_gone`,
/// `rate_limited`, `timed_out`, `unreachable`, `tls_failed`, `protocol_error`, `incomplete_scan`,
/// `provider_failed` (the server reports a fault of its own), `cancelled`. None repeats a secret.
///
/// Agents: `name` is the computer's name; `operating_system` is VSA's type and description, such as
/// `2019 Server Standard x64 Edition Build 17763`. Times without a zone are taken for UTC.
Result<std::unique_ptr<RmmProvider>> make_kaseya_vsa(KaseyaVsaOptions options);

}  // namespace billbyagent
