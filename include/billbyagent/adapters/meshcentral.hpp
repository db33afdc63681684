#pragma once

/// MeshCentral as an RMM, over the WebSocket that its own web page uses. Only reads. Link
/// `billbyagent::meshcentral`.
///
/// MeshCentral has device groups and devices, but no organizations and no saved views. A device
/// group is a machine group; an organization follows from a rule; a view is a tag.
///
/// The login sees the device groups that its account is linked to, and nothing tells of the others:
/// see `expected_groups` and `all_groups_required`. docs/meshcentral.md says how to make a login
/// and what rights it needs.
///
/// Threads: one call at a time per provider, and the functions of the options are called on the
/// calling thread; only while a host is looked up does a second one run.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "billbyagent/adapters/rmm_server_options.hpp"
#include "billbyagent/base/names.hpp"
#include "billbyagent/base/secret.hpp"
#include "billbyagent/ports/rmm_provider.hpp"

namespace billbyagent {

/// Which organization a device belongs to. ASCII letters in either case are the same in the ids.
enum class MeshCentralOrganizations : std::uint8_t {
  /// The name of its device group up to `organization_separator`, without spaces around it: group
  /// `Acme / Servers` is of the organization `acme`. The whole name when it holds no separator.
  by_group_name,
  /// Its tag that begins with `organization_tag`: a device tagged `org:Acme` is of `acme`. A device
  /// with two such tags is `incomplete_scan`; one without is of the organization `unassigned`. A
  /// device group is listed once for each organization that has devices in it, under the ids
  /// `<group>|<organization>`.
  by_device_tag,
  /// `organization`, for all of them.
  fixed,
};
template <>
inline constexpr NameTable<3> names_of<MeshCentralOrganizations>{"by_group_name", "by_device_tag",
                                                                 "fixed"};

/// Which kinds of devices are agents at all. The others are not handed out.
struct MeshCentralDevices {
  Counting with_agent = Counting::counted;
  /// Devices that a person entered in a group without agents.
  Counting agentless = Counting::left_out;
  /// Managed by Intel AMT alone.
  Counting amt_only = Counting::left_out;
  /// Ports of an IP-KVM switch.
  Counting ip_kvm_ports = Counting::left_out;
  /// Devices of before their agent was installed anew: offline, while another device of that name
  /// in the group, or of that hardware, was first connected when this one was connected for the
  /// last time, or later. Left out, each is named in the notes. Hardware is asked for then, and is
  /// told to accounts with the right Device Details.
  Counting replaced = Counting::counted;
};

struct MeshCentralOptions : RmmServerOptions {
  /// Connecting includes the login, which the server makes slow on purpose.
  MeshCentralOptions() { connect_timeout = std::chrono::milliseconds{30'000}; }

  /// The server, such as `wss://mesh.example.com`, with the path of the domain where it has one.
  /// `/control.ashx` is added. Only wss.
  std::string url;
  /// User and password of a login token (recommended), or of an account without second factor.
  std::string user;
  Secret password;
  /// The domain's `loginkey`, where its configuration sets one.
  Secret login_key;

  MeshCentralOrganizations organizations = MeshCentralOrganizations::by_group_name;
  std::string organization_separator = "/";
  std::string organization_tag = "org:";
  std::string organization;  ///< id and name under `fixed`
  MeshCentralDevices devices;
  /// Tags that are views even while no device carries them: such a view counts zero, where a view
  /// that is only known from devices is gone with the last of them.
  std::vector<std::string> views;

  /// Ids or names of device groups that the login must see; `forbidden` when one is missing.
  std::vector<std::string> expected_groups;
  /// The account must be one that manages all device groups (`manageAllDeviceGroups` in the
  /// server's configuration), from which nothing is hidden; `forbidden` when it is not.
  bool all_groups_required = false;
  /// Whether a server with device groups may show no device at all. A server that cannot read its
  /// database says the same, so by default it is `incomplete_scan`.
  bool no_devices_allowed = false;

  /// A larger message is refused; from 1 KiB to 1 GiB. A device takes about 200 bytes without an
  /// agent and up to 2,000 with one, and all come in one message.
  std::size_t message_bytes_max = std::size_t{64} << 20;
  /// Organizations, groups, views and agents that are asked for within this time come from one
  /// reading, so that they fit together. What is asked for a second time is always read again.
  std::chrono::milliseconds reading_age_max{60'000};

  /// "Now", the time when a device that is online was last seen. Empty: the system's clock.
  std::function<Instant()> now;
};

/// Checks the options and reads `ca_file`; nothing is sent before the first call.
/// Errors: `invalid_settings` naming the field.
///
/// The provider's own errors: `unauthorized`, `mfa_required`, `forbidden`, `view_gone`,
/// `rate_limited`, `timed_out`, `unreachable`, `tls_failed`, `protocol_error`, `incomplete_scan`,
/// `provider_failed` (the server answers a request with an error), `cancelled`. None repeats a
/// secret.
///
/// Agents: online while an agent, AMT or a relay is connected, else offline. `operating_system` is
/// the server's description. Serial numbers and MAC addresses are not in MeshCentral's lists.
Result<std::unique_ptr<RmmProvider>> make_meshcentral(MeshCentralOptions options);

}  // namespace billbyagent
