#include "vsa_simulator/vsax_records.hpp"

#include <algorithm>

namespace billbyagent::vsa_simulator {
namespace {

constexpr auto text = FieldType::text;
constexpr auto integer = FieldType::integer;
constexpr auto boolean = FieldType::boolean;
constexpr auto date = FieldType::date;
constexpr auto json = FieldType::json;

// All documented fields can be filtered and sorted by.
template <class T>
Field<T> field(std::string_view name, FieldType type, Member<T> member) {
  return {{name, type, type != json, type != json}, member};
}

}  // namespace

template <>
const std::vector<Field<vsax::Organization>>& fields_of<vsax::Organization>() {
  using O = vsax::Organization;
  static const std::vector<Field<O>> fields = {
      field<O>("Id", integer, &O::id),          field<O>("Name", text, &O::name),
      field<O>("IsMultiSite", json, "false"),   field<O>("PsaMappingId", text, "null"),
      field<O>("PsaMappingType", text, "null"), field<O>("HasCustomFields", json, "false"),
  };
  return fields;
}

template <>
const std::vector<Field<vsax::Site>>& fields_of<vsax::Site>() {
  using S = vsax::Site;
  static const std::vector<Field<S>> fields = {
      field<S>("Id", integer, &S::id),
      field<S>("Name", text, &S::name),
      field<S>("ParentId", integer, &S::parent_id),
      field<S>("ParentName", text, &S::parent_name),
      field<S>("PsaIntegrationType", text, "null"),
      field<S>("PsaMappingId", text, "null"),
      field<S>("HasCustomFields", json, "false"),
      field<S>("ContactInformation", json,
               R"({"Phone":"","Fax":"","Email":"","ContactName":"","CountryCode":"","City":"",)"
               R"("Address1":"","Address2":"","Zip":""})"),
  };
  return fields;
}

template <>
const std::vector<Field<vsax::Group>>& fields_of<vsax::Group>() {
  using G = vsax::Group;
  static const std::vector<Field<G>> fields = {
      field<G>("Id", integer, &G::id),
      field<G>("Name", text, &G::name),
      field<G>("ParentSiteId", integer, &G::site_id),
      field<G>("ParentSiteName", text, &G::site_name),
      field<G>("ParentOrganizationId", integer, &G::parent_organization),
      field<G>("ParentOrganizationName", text, &G::organization_name),
      field<G>("Notes", json, "null"),
      field<G>("HasCustomFields", json, "false"),
      field<G>("PsaMappingId", text, "null"),
      field<G>("PsaMappingType", text, "null"),
  };
  return fields;
}

template <>
const std::vector<Field<vsax::Scope>>& fields_of<vsax::Scope>() {
  using S = vsax::Scope;
  static const std::vector<Field<S>> fields = {
      field<S>("Id", integer, &S::id),
      field<S>("Name", text, &S::name),
      field<S>("Description", json, "\"\""),
      field<S>("UpdatedAt", date, &S::updated_at),
  };
  return fields;
}

template <>
const std::vector<Field<vsax::Device>>& fields_of<vsax::Device>() {
  using D = vsax::Device;
  static const std::vector<Field<D>> fields = {
      field<D>("Identifier", text, &D::identifier),
      field<D>("Name", text, &D::name),
      field<D>("GroupId", integer, &D::group_id),
      field<D>("GroupName", text, &D::group_name),
      field<D>("IsAgentInstalled", boolean, &D::is_agent_installed),
      field<D>("IsMdmEnrolled", boolean, &D::is_mdm_enrolled),
      field<D>("SiteId", integer, &D::site_id),
      field<D>("SiteName", text, &D::site_name),
      field<D>("OrganizationId", integer, &D::organization),
      field<D>("OrganizationName", text, &D::organization_name),
      field<D>("HasCustomFields", json, "false"),
  };
  return fields;
}

template <>
const std::vector<Field<vsax::Asset>>& fields_of<vsax::Asset>() {
  using A = vsax::Asset;
  static const std::vector<Field<A>> fields = {
      field<A>("Identifier", text, &A::identifier),
      field<A>("Name", text, &A::name),
      field<A>("GroupName", text, &A::group_name),
      field<A>("Description", json, "\"\""),
      field<A>("Tags", json, "[]"),
      field<A>("Type", text, &A::type),
      field<A>("ClientVersion", json, "\"10.14.0\""),
      field<A>("LastSeenOnline", date, &A::last_seen),
      field<A>("AssetInfo", json, &A::inventory),
      field<A>("PublicIpAddress", json, "\"203.0.113.7\""),
      field<A>("OrganizationId", integer, &A::organization),
      field<A>("SiteId", integer, &A::site_id),
      field<A>("IpAddresses", json, &A::ip_addresses),
      field<A>("Disks", json, "[]"),
      field<A>("InstalledSoftware", json, "[]"),
      field<A>("Security", json, "[]"),
  };
  return fields;
}

namespace vsax {
namespace {

/// `acme.root.leeds.servers` without its organization and root: `leeds.servers`.
std::string name_below_root(const MachineGroup& group) {
  std::size_t at = group.name.find('.');
  if (at != std::string::npos) at = group.name.find('.', at + 1);
  return at == std::string::npos ? "Default" : group.name.substr(at + 1);
}

std::string last_part(const std::string& name) {
  const auto dot = name.rfind('.');
  return dot == std::string::npos ? name : name.substr(dot + 1);
}

/// Under its number or identifier.
template <class T>
void put(RowMap<T>& rows, T record) {
  std::string key;
  if constexpr (requires { record.identifier; }) {
    key = record.identifier;
  } else {
    key = std::to_string(record.id);
  }
  rows.insert_or_assign(std::move(key), std::make_shared<const Row<T>>(std::move(record)));
}

std::string category(std::string_view name, const std::string& data) {
  return "{\"CategoryName\":" + json_string(name) + ",\"CategoryData\":{" + data + "}}";
}

std::string member(std::string_view name, std::string_view value) {
  return json_string(name) + ":" + json_string(value);
}

std::string inventory_of(const vsa_simulator::Agent& agent) {
  std::string out = "[" + category("System", member("Manufacturer", "ExampleMaker") + "," +
                                                 member("Domain", agent.domain_workgroup));
  if (agent.serial_number)
    out += "," + category("BIOS", member("Serial Number", *agent.serial_number));
  out += "," + category("Operating System", member("Name", system_name(agent)) + "," +
                                                member("Version", agent.os_info));
  return out += "]";
}

class Mapping {
 public:
  explicit Mapping(const Estate& estate) : estate_(estate) {}

  Records make() {
    for (const auto& [id, row] : estate_.organizations())
      put(records_.organizations, Organization{id, number_of(id), row->record.name});
    for (const auto& [id, row] : estate_.groups()) add_group(row->record);
    for (const auto& [id, row] : estate_.views())
      put(records_.scopes, Scope{.id = number_of(id), .name = row->record.name});
    for (const auto& [id, row] : estate_.agents()) add_agent(row->record);
    for (const auto& [id, row] : estate_.devices()) add_device(row->record);
    return std::move(records_);
  }

 private:
  const MachineGroup& root_of(const MachineGroup& group) const {
    const MachineGroup* at = &group;
    while (at->parent_id) at = &estate_.groups().at(*at->parent_id)->record;
    return *at;
  }
  const std::string& name_of_organization(const std::string& id) const {
    return estate_.organizations().at(id)->record.name;
  }

  void add_group(const MachineGroup& group) {
    const MachineGroup& root = root_of(group);
    const std::string& organization = group.organization_id;
    const std::string& organization_name = name_of_organization(organization);
    if (&root == &group)
      put(records_.sites, Site{organization, number_of(group.id), last_part(group.name),
                               number_of(organization), organization_name});
    put(records_.groups,
        Group{organization, number_of(group.id), name_below_root(group), number_of(root.id),
              last_part(root.name), number_of(organization), organization_name});
  }

  Device device_in(const std::string& group_id) const {
    const MachineGroup& group = estate_.groups().at(group_id)->record;
    const MachineGroup& root = root_of(group);
    Device device;
    device.organization_id = group.organization_id;
    device.group_id = number_of(group.id);
    device.group_name = name_below_root(group);
    device.site_id = number_of(root.id);
    device.site_name = last_part(root.name);
    device.organization = number_of(group.organization_id);
    device.organization_name = name_of_organization(group.organization_id);
    return device;
  }

  void add_agent(const vsa_simulator::Agent& agent) {
    if (agent.online == online::never_checked_in) return;
    Device device = device_in(agent.group_id);
    device.agent_id = agent.id;
    device.identifier = identifier_of(agent.id);
    device.name = agent.computer_name.empty() ? agent.machine : agent.computer_name;
    device.is_agent_installed = true;
    device.is_mdm_enrolled = agent.os_type == "Mac OS X";
    Asset asset;
    asset.organization_id = device.organization_id;
    asset.identifier = device.identifier;
    asset.name = device.name;
    asset.group_name = device.group_name;
    asset.type = device.is_mdm_enrolled ? "mac" : "windows";
    asset.last_seen = agent.last_check_in;
    asset.inventory = inventory_of(agent);
    asset.ip_addresses =
        "[{" + member("Name", "Ethernet") + "," + member("MAC", agent.mac_address) + ",\"IPs\":[{" +
        member("IP", agent.ip_address) + ",\"V6\":false,\"Download\":0,\"Upload\":0}]}]";
    asset.organization = device.organization;
    asset.site_id = device.site_id;
    put(records_.assets, std::move(asset));
    put(records_.devices, std::move(device));
  }

  void add_device(const vsa_simulator::Asset& thing) {
    constexpr std::string_view mobile = "2";
    Device device = device_in(thing.group_id);
    device.identifier = identifier_of(thing.id, false);
    device.name = thing.name;
    device.is_mdm_enrolled = thing.type_id == mobile;
    put(records_.devices, std::move(device));
  }

  const Estate& estate_;
  Records records_;
};

}  // namespace

std::int64_t number_of(std::string_view estate_id) {
  constexpr std::size_t digits = 9;
  if (estate_id.size() > digits) estate_id.remove_prefix(estate_id.size() - digits);
  std::int64_t number = 0;
  for (const char c : estate_id) number = number * 10 + (c - '0');
  return number;
}

std::string identifier_of(std::string_view id, bool has_agent) {
  constexpr std::size_t digits = 15;
  if (id.size() > digits) id.remove_prefix(id.size() - digits);
  const std::string tail = std::string(digits - id.size(), '0').append(id);
  return std::string{"5f0d8c1e-7a42-4c8b-"} + (has_agent ? "8" : "9") + tail.substr(0, 3) + "-" +
         tail.substr(3);
}

std::string system_name(const vsa_simulator::Agent& agent) {
  const bool is_number = !agent.os_type.empty() && all_digits(agent.os_type);
  if (!is_number) return agent.os_type;
  const bool is_server = agent.os_info.find("Server") != std::string::npos;
  return (is_server ? "Microsoft Windows Server " : "Microsoft Windows ") + agent.os_type;
}

Records records_of(const Estate& estate) { return Mapping(estate).make(); }

}  // namespace vsax
}  // namespace billbyagent::vsa_simulator
