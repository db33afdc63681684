#pragma once

/// Kaseya VSA 9 as an RMM, over its REST API v1.0. Only reads. Link `billbyagent::kaseya_vsa`.
///
/// The login needs a user whose role may call the REST API and whose scope holds every organization
/// that is billed: VSA silently leaves out what the scope does not hold. Multi-factor login must be
/// off for that user, or use a personal access token.
///
/// Threads: one call at a time per provider, and the functions of the options are called on the
/// calling thread; only while a host is looked up does a second one run.

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "billbyagent/adapters/rmm_server_options.hpp"
#include "billbyagent/base/secret.hpp"
#include "billbyagent/ports/rmm_provider.hpp"

namespace billbyagent {

struct KaseyaVsaOptions : RmmHttpOptions {
  /// The server, such as `https://vsa.example.com`; `/api/v1.0` is added. Only https.
  std::string url;
  /// As typed at the server; no comma, no colon.
  std::string user;
  /// A personal access token with the scope "REST API". Give either this (recommended) or
  /// `password`.
  Secret token;
  /// For servers that still allow it; only its hashes leave this process.
  Secret password;

  /// After so many records a new session is begun, because hosted servers end them; from 100.
  std::size_t records_per_session = 25'000;
  /// A session is renewed when it has less than this left.
  std::chrono::seconds renew_before{60};
  /// Decides when a session is renewed. Empty: the system's clock.
  std::function<Instant()> now;
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
