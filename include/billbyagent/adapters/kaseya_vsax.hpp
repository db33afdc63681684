#pragma once

/// Kaseya VSA X (VSA 10) as an RMM, over its REST API v3. Only reads. Link
/// `billbyagent::kaseya_vsax`.
///
/// The API token needs read access to organizations, sites, groups, scopes and devices, for every
/// organization that is billed: VSA X leaves out what the token may not see. docs/vsax.md has the
/// mapping and what is assumed where Kaseya's documentation is silent.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "billbyagent/base/secret.hpp"
#include "billbyagent/ports/rmm_provider.hpp"

namespace billbyagent {

/// Which devices are agents. VSA X also lists devices that have neither, such as printers that were
/// discovered: those never are.
enum class VsaxDevices : std::uint8_t {
  agent_installed,
  mdm_enrolled,
  either,  ///< A device that has both is one agent.
};

/// How much is read of each device.
enum class VsaxDetails : std::uint8_t {
  /// The list of devices: names, places, and whether an agent is installed. Enough for every count
  /// but one by operating system, which is then `invalid_argument`.
  none,
  /// Each scan reads the list of assets too, which is many times larger, for the operating system,
  /// serial number, MAC address and the time last seen.
  assets,
};

struct KaseyaVsaxOptions {
  /// The server, such as `https://tenant.vsax.net`; `/api/v3` is added. Only https.
  std::string url;
  /// Both parts of an API token (Administration > Configuration > API Access).
  std::string token_id;
  Secret token_secret;
  /// PEM file with the certificates to trust instead of the system's, for a server with a
  /// certificate of its own. Certificate and host name are verified in any case.
  std::string ca_file;

  VsaxDevices devices = VsaxDevices::agent_installed;
  VsaxDetails details = VsaxDetails::none;

  /// Records asked for at once, from 2 to 5000. Where the server sends fewer, so be it.
  std::size_t page_size = 100;
  /// Ask for pages in a stable order; for a server that answers `$orderby` with HTTP 400, false.
  /// Rows that move are noticed either way.
  bool ask_for_order = true;
  /// Requests that are under way at the same time, from 1 to 32.
  std::size_t connections = 4;
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

  /// Of the random part of waits; 0: from the system.
  std::uint64_t seed = 0;
  /// Asked several times a second, on the calling thread; true ends the call with `cancelled`.
  std::function<bool()> cancelled;
};

/// Checks the options and reads `ca_file`; nothing is sent before the first call.
/// Errors: `invalid_settings` naming the field.
///
/// Organizations are VSA X's own. Sites and groups are machine groups, with the ids `site/5` and
/// `group/12`: a site holds its groups. Views are scopes.
///
/// The provider's own errors: `unauthorized`, `forbidden`, `view_gone`, `rate_limited`,
/// `timed_out`, `unreachable`, `tls_failed`, `protocol_error`, `incomplete_scan`, `provider_failed`
/// (the server reports a fault of its own, or does not narrow devices by scope),
/// `invalid_argument`, `cancelled`. None repeats a secret.
///
/// Agents: VSA X's list does not say whether a device is online, so every state is `offline`. Times
/// without a zone are taken for UTC.
Result<std::unique_ptr<RmmProvider>> make_kaseya_vsax(KaseyaVsaxOptions options);

}  // namespace billbyagent
