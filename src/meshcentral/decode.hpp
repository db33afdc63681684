#pragma once

/// MeshCentral's lists as values. What is needed and not there is `protocol_error` naming it and
/// the device or group; what is not needed is not looked at. Includes Boost.JSON; for the sources
/// of this folder only.

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "billbyagent/base/result.hpp"
#include "billbyagent/domain/agent.hpp"

namespace billbyagent::meshcentral {

/// MeshCentral's `mtype`: what the devices of a group are.
enum class Kind : std::uint8_t { amt_only = 1, with_agent = 2, agentless = 3, ip_kvm_port = 4 };

struct Group {
  MachineGroupId id;
  std::string name;
  Kind kind = Kind::with_agent;

  friend bool operator==(const Group&, const Group&) = default;
};

/// What a device tells of itself when it is asked for details.
struct Hardware {
  std::vector<std::string> serials;  ///< of BIOS and board, and the UUID
  std::vector<std::string> mac_addresses;

  bool is_told() const noexcept { return !serials.empty() || !mac_addresses.empty(); }
};

struct Device {
  AgentId id;
  MachineGroupId group;
  std::string name;
  std::optional<Kind> kind;  ///< Nothing: that of its group.
  bool has_agent = false;
  bool online = false;
  std::string operating_system;
  std::optional<Instant> first_seen;
  std::optional<Instant> last_seen;
  std::vector<std::string> tags;
  Hardware hardware{};  ///< only where it was asked for
};

/// What a domain that shows devices page by page says about the page.
struct Page {
  std::uint64_t rows = 0;
  std::uint64_t limit = 0;
  std::optional<std::uint64_t> total;
};

/// One message of the server. `protocol_error`, naming what was waited for, when it is no JSON
/// object or nested too deeply.
Result<boost::json::object> parse_message(std::string_view text, const std::string& what);
/// The answer to `meshes`, by id.
Result<std::vector<Group>> read_groups(const boost::json::object& answer);
/// The answer to `nodes`, appended to `devices`; nothing when it is not one of several pages.
Result<std::optional<Page>> read_devices(const boost::json::object& answer,
                                         std::vector<Device>& devices);
/// The answer to `lastconnects`: when each device was last connected or disconnected.
Result<std::unordered_map<AgentId, Instant>> read_last_connects(const boost::json::object& answer);
/// The answer to `getDeviceDetails`: the hardware of each device that has told it.
Result<std::unordered_map<AgentId, Hardware>> read_hardware(const boost::json::object& answer);

}  // namespace billbyagent::meshcentral
