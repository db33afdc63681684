#pragma once

/// Kaseya VSA X (VSA 10) as an RMM, over its REST API v3. Only reads. Link
/// `billbyagent::kaseya_vsax`.
///
/// The API token needs read access to organizations, sites, groups, scopes and devices, for every
/// organization that is billed: VSA X leaves out what the token may not see. docs/vsax.md has the
/// mapping and what is assumed where Kaseya's documentation is silent.
///
/// Threads: one call at a time per provider, and the functions of the options are called on the
/// calling thread; only while a host is looked up does a second one run.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "billbyagent/adapters/rmm_server_options.hpp"
#include "billbyagent/base/names.hpp"
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
template <>
inline constexpr NameTable<3> names_of<VsaxDevices>{"agent_installed", "mdm_enrolled", "either"};

/// How much is read of each device.
enum class VsaxDetails : std::uint8_t {
  /// The list of devices: names, places, and whether an agent is installed. Enough for every count
  /// but one by operating system, class, time last seen or hardware: those are `invalid_argument`.
  none,
  /// Each scan reads the list of assets too, which is many times larger, for the operating system,
  /// serial number, MAC address and the time last seen.
  assets,
};
template <>
inline constexpr NameTable<2> names_of<VsaxDetails>{"none", "assets"};

struct KaseyaVsaxOptions : RmmHttpOptions {
  /// The server, such as `https://tenant.vsax.net`; `/api/v3` is added. Only https.
  std::string url;
  /// Both parts of an API token (Administration > Configuration > API Access).
  std::string token_id;
  Secret token_secret;

  VsaxDevices devices = VsaxDevices::agent_installed;
  VsaxDetails details = VsaxDetails::none;

  /// Records asked for at once, from 2 on; more than the 100 that a server sends are taken for 100.
  /// Where it sends fewer, so be it.
  std::size_t page_size = 100;
  /// Ask for pages in a stable order. A server that answers `$orderby` with HTTP 400 is asked again
  /// without. Rows that move are noticed either way.
  bool ask_for_order = true;
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
