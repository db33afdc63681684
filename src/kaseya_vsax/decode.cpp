#include "kaseya_vsax/decode.hpp"

#include <array>
#include <unordered_map>

#include "kaseya_vsax/ids.hpp"
#include "odata/fields.hpp"

namespace billbyagent::kaseya_vsax {
namespace {

using odata::FieldReader;
using odata::Row;
using Names = std::array<std::string_view, 2>;

constexpr Names named_fields = {"Id", "Name"};
constexpr std::array<std::string_view, 4> site_fields = {"Id", "Name", "ParentId", "ParentName"};
enum GroupField : std::size_t {
  group_id,
  group_name,
  parent_site_id,
  parent_id,
  parent_organization_id,
  parent_organization_name
};
constexpr std::array<std::string_view, 6> group_fields = {
    "Id", "Name", "ParentSiteId", "ParentId", "ParentOrganizationId", "ParentOrganizationName"};
enum DeviceField : std::size_t {
  identifier,
  device_name,
  device_group,
  is_agent_installed,
  is_mdm_enrolled,
  device_site,
  device_organization
};
constexpr std::array<std::string_view, 7> device_fields = {
    "Identifier",    "Name",   "GroupId",       "IsAgentInstalled",
    "IsMdmEnrolled", "SiteId", "OrganizationId"};

/// Records that are a number and a name.
template <class T>
Result<T> named(const char* what, const Row& row) {
  FieldReader read{what, named_fields, row};
  T record;
  record.id = read.id<decltype(T::id)>(0);
  record.name = read.text(1);
  if (read.failure()) return *read.failure();
  return record;
}
Result<Organization> organization_of(const Row& row) {
  return named<Organization>("organization", row);
}
Result<View> view_of(const Row& row) { return named<View>("scope", row); }

Result<Place> site_of(const Row& row) {
  FieldReader read{"site", site_fields, row};
  Place site;
  site.id = read.id<MachineGroupId>(0);
  site.name = read.text(1);
  site.parent = read.id<OrganizationId>(2).text();
  site.organization_name = read.text_or_empty(3);
  if (read.failure()) return *read.failure();
  return site;
}

Result<Place> group_of(const Row& row) {
  FieldReader read{"group", group_fields, row};
  Place group;
  group.id = read.id<MachineGroupId>(group_id);
  group.name = read.text(group_name);
  // Servers are said to call it by either name.
  const auto parent = read.holds(parent_site_id) ? parent_site_id : parent_id;
  group.parent = read.id<MachineGroupId>(parent).text();
  if (read.holds(parent_organization_id))
    if (const auto id = read.optional_id<OrganizationId>(parent_organization_id))
      group.organization = id->text();
  group.organization_name = read.text_or_empty(parent_organization_name);
  if (read.failure()) return *read.failure();
  return group;
}

Result<Device> device_of(const Row& row) {
  FieldReader read{"device", device_fields, row};
  Device device;
  device.id = read.id<AgentId>(identifier);
  device.has_agent = read.flag(is_agent_installed);
  device.is_enrolled = read.flag(is_mdm_enrolled);
  Agent& agent = device.agent;
  agent.id = device.id;
  agent.name = read.text_or_empty(device_name);
  agent.organization = read.id<OrganizationId>(device_organization);
  const auto group = read.optional_id<MachineGroupId>(device_group);
  agent.group = group ? group_of_number(group->text())
                      : site_of_number(read.id<MachineGroupId>(device_site).text());
  if (read.failure()) return *read.failure();
  return device;
}

std::string joined(const std::string& above, const std::string& name) {
  return above.empty() ? name : above + "." + name;
}

}  // namespace

bool is_wanted(const Device& device, VsaxDevices wanted) noexcept {
  switch (wanted) {
    case VsaxDevices::agent_installed:
      return device.has_agent;
    case VsaxDevices::mdm_enrolled:
      return device.is_enrolled;
    case VsaxDevices::either:
      return device.has_agent || device.is_enrolled;
  }
  return false;
}

odata::DecodePage<Organization> as_organizations() {
  return odata::rows_as<Organization>(format, named_fields, organization_of);
}
odata::DecodePage<Place> as_sites() { return odata::rows_as<Place>(format, site_fields, site_of); }
odata::DecodePage<Place> as_groups() {
  return odata::rows_as<Place>(format, group_fields, group_of);
}
odata::DecodePage<View> as_scopes() { return odata::rows_as<View>(format, named_fields, view_of); }
odata::DecodePage<Device> as_devices() {
  return odata::rows_as<Device>(format, device_fields, device_of);
}

Result<std::vector<MachineGroup>> forest_of(const std::vector<Place>& sites,
                                            const std::vector<Place>& groups) {
  std::vector<MachineGroup> all;
  std::unordered_map<std::string, std::size_t> site_at;
  for (const Place& site : sites) {
    site_at.emplace(site.id.text(), all.size());
    all.push_back({site_of_number(site.id.text()), joined(site.organization_name, site.name),
                   OrganizationId{site.parent}, std::nullopt});
  }
  for (const Place& group : groups) {
    MachineGroup made;
    made.id = group_of_number(group.id.text());
    made.parent = site_of_number(group.parent);
    if (const auto at = site_at.find(group.parent); at != site_at.end()) {
      made.organization = all[at->second].organization;
      made.name = joined(all[at->second].name, group.name);
    } else if (!group.organization.empty()) {
      made.organization = OrganizationId{group.organization};
      made.name = joined(group.organization_name, group.name);
    } else {
      return Error{Errc::protocol_error,
                   "group " + group.id.text() + ": its site " + group.parent + " is not listed"};
    }
    all.push_back(std::move(made));
  }
  return all;
}

}  // namespace billbyagent::kaseya_vsax
