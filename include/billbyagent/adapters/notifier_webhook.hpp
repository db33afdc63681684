#pragma once

/// Notices posted to a web address, signed. Link `billbyagent::notify`.
///
/// Each notice is one POST with the JSON object of notifier_jsonl.hpp and the headers
///   Idempotency-Key: the id of the notice, percent-encoded
///   Billbyagent-Timestamp: seconds since 1970-01-01T00:00:00Z
///   Billbyagent-Signature: v1=HMAC-SHA256(key, "<timestamp>.<body>") in lower-case hex
/// A receiver checks the signature, refuses old timestamps and drops keys that it has seen.
///
/// Threads: `connections` deliveries at a time per notifier, on threads of the caller; while the
/// host is looked up another one runs.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "billbyagent/base/secret.hpp"
#include "billbyagent/ports/notifier.hpp"

namespace billbyagent {

struct WebhookOptions {
  /// `https://...`; `http://` only to this machine.
  std::string url;
  Secret signing_key;  ///< at least 16 characters
  /// PEM file with the certificates to trust instead of the system's; empty: the system's.
  std::string ca_file;
  /// For one notice with all its attempts.
  std::chrono::milliseconds timeout{30'000};
  unsigned attempts = 4;
  /// Notices that are posted at once, 1 to 32.
  unsigned connections = 4;
  /// Longest wait before the second attempt; doubles for each further one.
  std::chrono::milliseconds retry_delay{1'000};
  /// Of the timestamp. Empty: the system's clock.
  std::function<Instant()> now;
  /// Asked several times a second, on the threads that deliver; true ends a delivery with
  /// `cancelled`.
  std::function<bool()> cancelled;
};

/// Checks the options; nothing is sent before the first delivery. Errors: `invalid_settings` naming
/// the field. Deliveries: any 2xx is success; 429, 502, 503, 504 and no answer are tried again;
/// `notice_failed` with the status otherwise, `timed_out`, `unreachable`, `tls_failed`,
/// `cancelled`.
Result<std::unique_ptr<Notifier>> make_webhook_notifier(WebhookOptions options);

}  // namespace billbyagent
