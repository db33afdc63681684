#include "vsa_simulator/fields.hpp"

namespace billbyagent::vsa_simulator {
namespace {

constexpr bool F = true;  // filterable
constexpr bool S = true;  // sortable
constexpr auto text = FieldType::text;
constexpr auto decimal = FieldType::decimal;
constexpr auto integer = FieldType::integer;
constexpr auto date = FieldType::date;
constexpr auto boolean = FieldType::boolean;
constexpr auto json = FieldType::json;

template <class T>
Field<T> field(std::string_view name, FieldType type, Member<T> member, bool filterable = false,
               bool sortable = false) {
  return {{name, type, filterable, sortable}, member};
}

template <class T>
Field<T> constant(std::string_view name, std::string_view value) {
  return {{name, json, false, false}, value};
}

}  // namespace

template <>
const std::vector<Field<Organization>>& fields_of<Organization>() {
  using O = Organization;
  static const std::vector<Field<O>> fields = {
      field<O>("OrgId", decimal, &O::id, F),
      field<O>("OrgName", text, &O::name, F, S),
      field<O>("OrgRef", text, &O::ref, F, S),
      constant<O>("OrgType", "\"\""),
      constant<O>("DefaultDepartmentName", "null"),
      field<O>("DefaultMachineGroupName", text, &O::default_group),
      constant<O>("ParentOrgId", "null"),
      constant<O>("Website", "\"\""),
      field<O>("NoOfEmployees", integer, &O::employees),
      constant<O>("AnnualRevenue", "0.0"),
      constant<O>("ContactInfo",
                  R"({"PreferredContactMethod":"","PrimaryPhone":"","PrimaryFax":"",)"
                  R"("PrimaryEmail":"","Country":"","Street":"","City":"","State":"",)"
                  R"("ZipCode":"","PrimaryTextMessagePhone":null})"),
      constant<O>("CustomFields", "[]"),
      constant<O>("Attributes", "null"),
  };
  return fields;
}

template <>
const std::vector<Field<MachineGroup>>& fields_of<MachineGroup>() {
  using G = MachineGroup;
  static const std::vector<Field<G>> fields = {
      field<G>("MachineGroupId", decimal, &G::id, F),
      field<G>("MachineGroupName", text, &G::name, F, S),
      field<G>("ParentMachineGroupId", decimal, &G::parent_id),
      field<G>("OrgId", decimal, &G::organization_id, F),
      constant<G>("Attributes", "null"),
  };
  return fields;
}

template <>
const std::vector<Field<View>>& fields_of<View>() {
  static const std::vector<Field<View>> fields = {
      field<View>("ViewDefId", decimal, &View::id),
      field<View>("ViewDefName", text, &View::name, F, S),
  };
  return fields;
}

template <>
const std::vector<Field<Agent>>& fields_of<Agent>() {
  using A = Agent;
  static const std::vector<Field<A>> fields = {
      field<A>("AgentId", decimal, &A::id, F),
      field<A>("AgentName", text, &A::name, F, S),
      field<A>("Online", integer, &A::online, F),
      field<A>("OSType", text, &A::os_type, F),
      field<A>("OSInfo", text, &A::os_info, F),
      field<A>("OrgId", decimal, &A::organization_id, F),
      field<A>("MachineGroupId", decimal, &A::group_id, F),
      field<A>("MachineGroup", text, &A::group_name, F, S),
      field<A>("ComputerName", text, &A::computer_name, F, S),
      field<A>("IPv6Address", text, &A::ipv6_address, F),
      field<A>("IPAddress", text, &A::ip_address, F),
      field<A>("OperatingSystem", text, &A::os_type, F, S),
      field<A>("OSVersion", text, &A::os_info, F, S),
      field<A>("LastLoggedInUser", text, &A::last_user, F, S),
      field<A>("LastRebootTime", date, &A::last_reboot, F, S),
      field<A>("LastCheckInTime", date, &A::last_check_in, F, S),
      field<A>("Country", text, &A::country),
      field<A>("CurrentUser", text, &A::current_user, F, S),
      field<A>("Contact", text, &A::contact),
      field<A>("TimeZone", text, &A::time_zone),
      field<A>("RamMBytes", integer, &A::ram_mbytes),
      field<A>("CpuCount", integer, &A::cpu_count),
      field<A>("CpuSpeed", integer, &A::cpu_speed),
      field<A>("CpuType", text, &A::cpu_type),
      field<A>("DomainWorkgroup", text, &A::domain_workgroup),
      field<A>("AgentFlags", integer, &A::flags, F),
      field<A>("AgentVersion", integer, &A::version, F),
      field<A>("ToolTipNotes", text, &A::notes),
      field<A>("ShowToolTip", integer, &A::show_tooltip, F),
      field<A>("DefaultGateway", text, &A::gateway),
      field<A>("DNSServer1", text, &A::dns_server),
      constant<A>("DNSServer2", "null"),
      field<A>("DHCPServer", text, &A::dns_server),
      constant<A>("PrimaryWINS", "null"),
      constant<A>("SecondaryWINS", "null"),
      field<A>("ConnectionGatewayIP", text, &A::connection_gateway),
      field<A>("FirstCheckIn", date, &A::first_check_in, F, S),
      constant<A>("PrimaryKServer", "\"vsa.example.test:5721\""),
      constant<A>("SecondaryKServer", "null"),
      field<A>("CreationDate", date, &A::created, F, S),
      field<A>("OneClickAccess", boolean, &A::one_click_access),
      constant<A>("Attributes", "null"),
      field<A>("MacAddr", text, &A::mac_address),
      field<A>("SystemSerialNumber", text, &A::serial_number),
      constant<A>("TransitionTime", "null"),
      constant<A>("AdminContact", "null"),
      constant<A>("ContactPhone", "null"),
      constant<A>("ContactEmail", "null"),
  };
  return fields;
}

template <>
const std::vector<Field<Asset>>& fields_of<Asset>() {
  using A = Asset;
  static const std::vector<Field<A>> fields = {
      field<A>("AssetId", decimal, &A::id, F),
      field<A>("AssetName", text, &A::name, F, S),
      field<A>("AssetTypeId", decimal, &A::type_id, F),
      constant<A>("ProbeId", "null"),
      field<A>("MachineGroupId", decimal, &A::group_id, F),
      field<A>("MachineGroup", text, &A::group_name, F, S),
      field<A>("OrgId", decimal, &A::organization_id, F),
      field<A>("IsComputerAgent", boolean, &A::is_computer_agent, F),
      constant<A>("IsMobileAgent", "false"),
      constant<A>("IsMonitoring", "false"),
      constant<A>("IsPatching", "false"),
      constant<A>("IsAuditing", "false"),
      constant<A>("IsBackingUp", "false"),
      constant<A>("IsSecurity", "false"),
      constant<A>("TicketCount", "0"),
      constant<A>("AlarmCount", "0"),
      constant<A>("NetworkInfo", "[]"),
      field<A>("AgentId", decimal, &A::agent_id, F),
      field<A>("DisplayName", text, &A::name, F, S),
      field<A>("LastSeenDate", date, &A::last_seen, F, S),
      field<A>("HostName", text, &A::host_name, F, S),
      field<A>("OSName", text, &A::os_name, F, S),
      field<A>("DeviceManufacturer", text, &A::manufacturer, F, S),
      field<A>("SysSerialNum", text, &A::serial_number),
      field<A>("IPAddresses", text, &A::ip_address),
      field<A>("MACAddresses", text, &A::mac_address, F),
      constant<A>("Attributes", "null"),
  };
  return fields;
}

}  // namespace billbyagent::vsa_simulator
