#pragma once

/// From MeshCentral's device groups and devices to organizations, machine groups, views and
/// agents. Pure: the same lists and rules give the same estate.

#include <cstddef>
#include <map>
#include <vector>

#include "billbyagent/adapters/meshcentral.hpp"
#include "meshcentral/decode.hpp"

namespace billbyagent::meshcentral {

struct Estate {
  std::vector<Organization> organizations;
  std::vector<MachineGroup> groups;
  std::vector<View> views;
  std::vector<Agent> agents;
  std::map<ViewId, std::vector<std::size_t>> members;  ///< of a view: indexes into `agents`
  std::vector<std::string> notes;
};

/// Where devices belong when their name or tag says nothing.
inline constexpr const char* unassigned = "unassigned";

/// Whether groups and organizations can be told without the devices.
bool needs_devices(MeshCentralOrganizations rule) noexcept;

/// `groups` sorted by id. Errors: `incomplete_scan` for a device that is listed twice, lies in no
/// listed group or has two organizations; `protocol_error` for a name that makes no id.
Result<Estate> arranged(const std::vector<Group>& groups, const std::vector<Device>& devices,
                        const MeshCentralOptions& options);

}  // namespace billbyagent::meshcentral
