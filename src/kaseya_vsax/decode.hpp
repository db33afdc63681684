#pragma once

/// Records of VSA X as values. A field that is needed and not there is `protocol_error` naming it
/// and the record; unknown fields are never looked at.

#include <string>
#include <vector>

#include "billbyagent/adapters/kaseya_vsax.hpp"
#include "kaseya_vsax/format.hpp"
#include "odata/pages.hpp"

namespace billbyagent::kaseya_vsax {

/// A site or a group, as listed.
struct Place {
  MachineGroupId id;  ///< The number alone.
  std::string name;
  std::string parent;             ///< Of a group the site's number, of a site the organization's.
  std::string organization;       ///< Of a group, when the server says it.
  std::string organization_name;  ///< Empty when the server does not say it.
};

/// A device, whether it counts or not.
struct Device {
  AgentId id;
  Agent agent;
  bool has_agent = false;
  bool is_enrolled = false;  ///< In mobile device management.
};

bool is_wanted(const Device& device, VsaxDevices wanted) noexcept;

odata::DecodePage<Organization> as_organizations();
odata::DecodePage<Place> as_sites();
odata::DecodePage<Place> as_groups();
odata::DecodePage<View> as_scopes();
odata::DecodePage<Device> as_devices();

/// Sites and groups as one forest. `protocol_error` for a group whose organization nothing tells.
Result<std::vector<MachineGroup>> forest_of(const std::vector<Place>& sites,
                                            const std::vector<Place>& groups);

}  // namespace billbyagent::kaseya_vsax
