#include "kaseya_vsa/decode.hpp"

#include <array>

#include "odata/fields.hpp"

namespace billbyagent::kaseya_vsa {
namespace {

using odata::FieldReader;

// Indexes into the tables of names below.
enum AgentField : std::size_t {
  agent_id,
  agent_name,
  online,
  os_type,
  os_info,
  org_id,
  group_id,
  computer_name,
  operating_system,
  os_version,
  last_check_in,
  first_check_in,
  mac_address,
  serial_number,
  agent_field_count
};
// In the order in which VSA sends them.
constexpr std::array<std::string_view, agent_field_count> agent_fields = {
    "AgentId",         "AgentName",
    "Online",          "OSType",
    "OSInfo",          "OrgId",
    "MachineGroupId",  "ComputerName",
    "OperatingSystem", "OSVersion",
    "LastCheckInTime", "FirstCheckIn",
    "MacAddr",         "SystemSerialNumber"};
constexpr std::array<std::string_view, 3> organization_fields = {"OrgId", "OrgName", "OrgRef"};
constexpr std::array<std::string_view, 4> group_fields = {"MachineGroupId", "MachineGroupName",
                                                          "ParentMachineGroupId", "OrgId"};
constexpr std::array<std::string_view, 2> view_fields = {"ViewDefId", "ViewDefName"};

std::string joined(const std::string& first, const std::string& second) {
  if (first.empty() || second.empty()) return first + second;
  return first + " " + second;
}

/// Older servers have only the second pair of names.
std::string system_of(FieldReader& read) {
  const bool older = !read.holds(os_type) && read.holds(operating_system);
  const bool older_info = !read.holds(os_info) && read.holds(os_version);
  // A service may bill by this text: a server that does not send it must not look like none.
  if (!older && !read.holds(os_type)) read.fail(os_type, "is missing");
  if (!older_info && !read.holds(os_info)) read.fail(os_info, "is missing");
  return joined(read.text_or_empty(older ? operating_system : os_type),
                read.text_or_empty(older_info ? os_version : os_info));
}

/// The computer's own name, or the first part of `pc01.root.acme`.
std::string name_of(FieldReader& read) {
  std::string name = read.text_or_empty(computer_name);
  if (!name.empty()) return name;
  const std::string full = read.text(agent_name);
  return full.substr(0, full.find('.'));
}

}  // namespace

AgentState state_of(long online_value) noexcept {
  switch (online_value) {
    case 0:
      return AgentState::offline;
    case 198:
      return AgentState::suspended;
    case 199:
      return AgentState::never_checked_in;
    default:
      return AgentState::online;
  }
}

template <>
std::span<const std::string_view> Codec<Agent>::fields() {
  return agent_fields;
}
template <>
Result<Agent> Codec<Agent>::decode(const Row& row) {
  FieldReader read{"agent", agent_fields, row};
  Agent agent;
  agent.id = read.id<AgentId>(agent_id);
  agent.name = name_of(read);
  agent.organization = read.id<OrganizationId>(org_id);
  agent.group = read.id<MachineGroupId>(group_id);
  agent.state = state_of(static_cast<long>(read.number(online)));
  agent.operating_system = system_of(read);
  agent.serial_number = read.text_or_empty(serial_number);
  agent.mac_address = read.text_or_empty(mac_address);
  agent.first_seen = read.time(first_check_in);
  agent.last_seen = read.time(last_check_in);
  if (read.failure()) return *read.failure();
  return agent;
}

template <>
std::span<const std::string_view> Codec<Organization>::fields() {
  return organization_fields;
}
template <>
Result<Organization> Codec<Organization>::decode(const Row& row) {
  FieldReader read{"organization", organization_fields, row};
  Organization organization;
  organization.id = read.id<OrganizationId>(0);
  organization.name = read.text(1);
  organization.reference = read.text_or_empty(2);
  if (read.failure()) return *read.failure();
  return organization;
}

template <>
std::span<const std::string_view> Codec<MachineGroup>::fields() {
  return group_fields;
}
template <>
Result<MachineGroup> Codec<MachineGroup>::decode(const Row& row) {
  FieldReader read{"machine group", group_fields, row};
  MachineGroup group;
  group.id = read.id<MachineGroupId>(0);
  group.name = read.text(1);
  group.parent = read.optional_id<MachineGroupId>(2);
  group.organization = read.id<OrganizationId>(3);
  if (read.failure()) return *read.failure();
  return group;
}

template <>
std::span<const std::string_view> Codec<View>::fields() {
  return view_fields;
}
template <>
Result<View> Codec<View>::decode(const Row& row) {
  FieldReader read{"view", view_fields, row};
  View view;
  view.id = read.id<ViewId>(0);
  view.name = read.text(1);
  if (read.failure()) return *read.failure();
  return view;
}

}  // namespace billbyagent::kaseya_vsa
