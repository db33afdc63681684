#include "meshcentral/estate.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "meshcentral/replaced.hpp"
#include "text/forms.hpp"

namespace billbyagent::meshcentral {
namespace {

/// Two spellings of one customer must not become two customers of which each has half.
using text::likeness;
using text::tidy;

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(), detail::ascii_lower);
  return out;
}

std::string described(const Device& device) {
  return "device " + device.name + " (" + device.id.text() + ")";
}

class Arranging {
 public:
  Arranging(const std::vector<Group>& groups, const MeshCentralOptions& options)
      : groups_(groups), options_(options) {}

  Result<Estate> run(const std::vector<Device>& devices) {
    if (auto done = add_groups(); !done) return done.error();
    if (options_.devices.replaced == Counting::left_out) find_replaced(devices);
    for (const auto& device : devices)
      if (auto done = add_device(device); !done) return done.error();
    for (const auto& view : options_.views) add_view(view);
    for (auto& [id, name] : organizations_) estate_.organizations.push_back({id, name, {}});
    for (auto& [id, group] : machine_groups_) estate_.groups.push_back(std::move(group));
    for (const auto& [id, members] : estate_.members) estate_.views.push_back({id, id.text()});
    return std::move(estate_);
  }

 private:
  Result<void> add_groups();
  Result<void> add_device(const Device& device);
  Result<OrganizationId> add_organization(std::string name);
  Result<OrganizationId> organization_by_tag(const Device& device);
  const Group* find(const MachineGroupId& id) const;
  static Kind kind_of(const Device& device, const Group& group);
  bool counts(Kind kind) const;
  void find_replaced(const std::vector<Device>& devices);
  void note_silent(const std::vector<Device>& devices);
  void add_view(const std::string& tag);
  bool is_organization_tag(const std::string& tag) const {
    return options_.organizations == MeshCentralOrganizations::by_device_tag &&
           lower(tag).starts_with(lower(options_.organization_tag));
  }

  const std::vector<Group>& groups_;
  const MeshCentralOptions& options_;
  Estate estate_;
  std::map<OrganizationId, std::string> organizations_;
  std::map<MachineGroupId, MachineGroup> machine_groups_;
  std::unordered_set<AgentId> seen_;
  std::map<AgentId, std::string> replaced_;  ///< and by what
};

/// The name is kept as it is written in whatever comes first in the order of the alphabet, so that
/// it does not depend on the order of the lists.
Result<OrganizationId> Arranging::add_organization(std::string name) {
  if (name.empty()) name = unassigned;
  auto id = OrganizationId::parse(likeness(name));
  if (!id) return Error{Errc::protocol_error, id.error().context};
  auto& known = organizations_[*id];
  if (known.empty() || name < known) known = name;
  return id;
}

Result<void> Arranging::add_groups() {
  if (needs_devices(options_.organizations)) return {};
  for (const auto& group : groups_) {
    Result<OrganizationId> organization = OrganizationId{options_.organization};
    if (options_.organizations == MeshCentralOrganizations::fixed) {
      organizations_.try_emplace(*organization, options_.organization);
    } else {
      const std::string_view name = group.name;
      organization =
          add_organization(tidy(name.substr(0, name.find(options_.organization_separator))));
    }
    if (!organization) return within("device group " + group.id.text(), organization.error());
    machine_groups_.emplace(
        group.id, MachineGroup{group.id, group.name, *std::move(organization), std::nullopt});
  }
  return {};
}

const Group* Arranging::find(const MachineGroupId& id) const {
  const auto at =
      std::lower_bound(groups_.begin(), groups_.end(), id,
                       [](const Group& group, const auto& wanted) { return group.id < wanted; });
  return at == groups_.end() || at->id != id ? nullptr : &*at;
}

Kind Arranging::kind_of(const Device& device, const Group& group) {
  const Kind kind = device.kind.value_or(group.kind);
  return kind == Kind::with_agent && !device.has_agent ? Kind::amt_only : kind;
}

void Arranging::find_replaced(const std::vector<Device>& devices) {
  std::vector<const Device*> counted;
  for (const auto& device : devices) {
    const Group* group = find(device.group);
    if (group && counts(kind_of(device, *group))) counted.push_back(&device);
  }
  replaced_ = meshcentral::find_replaced(counted);
  for (const Device* device : counted)
    if (const auto why = replaced_.find(device->id); why != replaced_.end())
      estate_.notes.push_back(described(*device) + " is left out: " + why->second +
                              " has come in its place");
  note_silent(devices);
}

/// Of what was asked for its hardware and told none.
void Arranging::note_silent(const std::vector<Device>& devices) {
  const auto asked = worth_asking(devices);
  std::unordered_set<AgentId> silent{asked.begin(), asked.end()};
  for (const auto& device : devices)
    if (device.hardware.is_told()) silent.erase(device.id);
  if (!silent.empty())
    estate_.notes.push_back(std::to_string(silent.size()) + " of " + std::to_string(asked.size()) +
                            " devices that may have come in the place of others tell no hardware; "
                            "the account needs the right Device Details to see it");
}

bool Arranging::counts(Kind kind) const {
  const auto& rule = options_.devices;
  switch (kind) {
    case Kind::amt_only:
      return rule.amt_only == Counting::counted;
    case Kind::with_agent:
      return rule.with_agent == Counting::counted;
    case Kind::agentless:
      return rule.agentless == Counting::counted;
    case Kind::ip_kvm_port:
      return rule.ip_kvm_ports == Counting::counted;
  }
  return false;
}

Result<OrganizationId> Arranging::organization_by_tag(const Device& device) {
  std::string found;
  for (const auto& tag : device.tags) {
    if (!is_organization_tag(tag)) continue;
    const std::string name = tidy(std::string_view{tag}.substr(options_.organization_tag.size()));
    if (!found.empty() && likeness(name) != likeness(found))
      return Error{Errc::incomplete_scan,
                   described(device) + " has two organizations, " + found + " and " + name};
    if (!name.empty()) found = name;
  }
  auto organization = add_organization(found);
  if (!organization) return within(described(device), organization.error());
  return organization;
}

void Arranging::add_view(const std::string& tag) {
  // A tag that makes no id can be in no contract.
  if (auto view = ViewId::parse(tag)) estate_.members.try_emplace(*std::move(view));
}

Result<void> Arranging::add_device(const Device& device) {
  if (!seen_.insert(device.id).second)
    return Error{Errc::incomplete_scan, described(device) + " is listed twice"};
  const Group* group = find(device.group);
  if (group == nullptr)
    return Error{Errc::incomplete_scan,
                 described(device) + " is in device group " + device.group.text() +
                     ", which the login does not see; link the account to the group"};
  const Kind kind = kind_of(device, *group);

  Agent agent;
  agent.group = group->id;
  if (needs_devices(options_.organizations)) {
    auto organization = organization_by_tag(device);
    if (!organization && counts(kind)) return organization.error();
    if (!organization) return {};
    agent.organization = *std::move(organization);
    agent.group = MachineGroupId{group->id.text() + "|" + agent.organization.text()};
    if (!MachineGroupId::parse(agent.group.text()))
      return Error{Errc::protocol_error,
                   described(device) + ": its group and organization make no id"};
    machine_groups_.try_emplace(
        agent.group, MachineGroup{agent.group, group->name, agent.organization, std::nullopt});
  } else {
    agent.organization = machine_groups_.at(group->id).organization;
  }
  for (const auto& tag : device.tags)
    if (!is_organization_tag(tag)) add_view(tag);
  if (!counts(kind) || replaced_.contains(device.id)) return {};

  agent.id = device.id;
  agent.name = device.name;
  agent.state = device.online ? AgentState::online : AgentState::offline;
  agent.operating_system = device.operating_system;
  agent.first_seen = device.first_seen;
  agent.last_seen = device.online ? options_.now() : device.last_seen;
  for (const auto& tag : device.tags) {
    const auto view = estate_.members.find(ViewId{tag});
    if (view == estate_.members.end()) continue;
    auto& members = view->second;
    if (members.empty() || members.back() != estate_.agents.size())
      members.push_back(estate_.agents.size());
  }
  estate_.agents.push_back(std::move(agent));
  return {};
}

}  // namespace

bool needs_devices(MeshCentralOrganizations rule) noexcept {
  return rule == MeshCentralOrganizations::by_device_tag;
}

Result<Estate> arranged(const std::vector<Group>& groups, const std::vector<Device>& devices,
                        const MeshCentralOptions& options) {
  return Arranging{groups, options}.run(devices);
}

}  // namespace billbyagent::meshcentral
