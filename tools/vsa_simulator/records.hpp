#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>

namespace billbyagent::vsa_simulator {

/// The values of Agent::online.
namespace online {
inline constexpr std::int64_t offline = 0;
inline constexpr std::int64_t no_user = 1;
inline constexpr std::int64_t idle = 2;
inline constexpr std::int64_t user_active = 11;
inline constexpr std::int64_t user_inactive = 12;
inline constexpr std::int64_t suspended = 198;
inline constexpr std::int64_t never_checked_in = 199;
}  // namespace online

struct Organization {
  std::string id;
  std::string name;
  std::string ref;  ///< First part of the names of its groups; lower case, without dots.
  std::string default_group;
  std::int64_t employees = 0;
};

struct MachineGroup {
  std::string id;
  std::string name;  ///< Organization first: `acme.root.servers`.
  std::optional<std::string> parent_id;
  std::string organization_id;
};

/// A view holds the agents that its filter matches and those named one by one.
struct View {
  std::string id;
  std::string name;
  std::string filter;  ///< In the grammar of `$filter`; empty matches nothing.
  std::set<std::string> agent_ids;
};

/// Ids are decimal texts; times are `yyyy-MM-ddTHH:mm:ss.fffZ`.
struct Agent {
  std::string id;
  std::string machine;     ///< First part of the name: `pc01`.
  std::string name;        ///< Machine first: `pc01.servers.root.acme`. Kept by the estate.
  std::string group_name;  ///< Reversed: `servers.root.acme`. Kept by the estate.
  std::string group_id;
  std::string organization_id;  ///< Kept by the estate.
  std::string computer_name;
  std::int64_t online = 0;
  std::string os_type;
  std::string os_info;
  std::optional<std::string> ipv6_address;
  std::string ip_address;
  std::optional<std::string> last_user;
  std::optional<std::string> last_reboot;
  std::optional<std::string> last_check_in;
  std::optional<std::string> first_check_in;
  std::optional<std::string> created;
  std::string current_user;
  std::string country = "US";
  std::string contact;
  std::string time_zone = "-0500";
  std::int64_t ram_mbytes = 8192;
  std::int64_t cpu_count = 1;
  std::int64_t cpu_speed = 2400;
  std::string cpu_type = "ExampleCPU";
  std::string domain_workgroup;
  std::int64_t show_tooltip = 0;
  std::int64_t flags = 0;
  std::int64_t version = 9050024;
  std::optional<std::string> notes;
  std::string gateway;
  std::string dns_server;
  std::string connection_gateway;
  bool one_click_access = true;
  std::string mac_address;
  std::optional<std::string> serial_number;
};

/// An asset: the shadow of an agent, or a device without an agent.
struct Asset {
  std::string id;
  std::string name;
  std::string type_id;
  std::string group_id;
  std::string group_name;
  std::string organization_id;
  bool is_computer_agent = false;
  std::optional<std::string> agent_id;
  std::string host_name;
  std::string os_name;
  std::string manufacturer;
  std::optional<std::string> last_seen;
  std::string ip_address;
  std::string mac_address;
  std::optional<std::string> serial_number;
};

}  // namespace billbyagent::vsa_simulator
