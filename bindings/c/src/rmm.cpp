// Records of an RMM, and the lists to choose from.

#include "rmm.hpp"

#include "handles.hpp"

namespace billbyagent::capi {
namespace {

std::optional<Instant> optional_instant(bba_instant when) {
  if (when == BBA_NO_INSTANT) return std::nullopt;
  return Instant{when};
}

static_assert(static_cast<int>(AgentState::online) == BBA_AGENT_ONLINE &&
              static_cast<int>(AgentState::offline) == BBA_AGENT_OFFLINE &&
              static_cast<int>(AgentState::suspended) == BBA_AGENT_SUSPENDED &&
              static_cast<int>(AgentState::never_checked_in) == BBA_AGENT_NEVER_CHECKED_IN &&
              static_cast<int>(AgentState::template_account) == BBA_AGENT_TEMPLATE_ACCOUNT);

AgentState state_from(bba_agent_state state) {
  if (state < BBA_AGENT_ONLINE || state > BBA_AGENT_TEMPLATE_ACCOUNT)
    refuse(Errc::invalid_argument, "agent.state " + std::to_string(state));
  return static_cast<AgentState>(state);
}

}  // namespace

Organization organization_from(const bba_organization* given) {
  const auto read = read_struct(&required(given, "organization"),
                                bba_organization BBA_ORGANIZATION_INIT, "organization");
  return {.id = required_id<OrganizationId>(read.id, "organization.id"),
          .name = text_or(read.name, "", "name"),
          .reference = text_or(read.reference, "", "reference")};
}

MachineGroup machine_group_from(const bba_machine_group* given) {
  const auto read =
      read_struct(&required(given, "group"), bba_machine_group BBA_MACHINE_GROUP_INIT, "group");
  MachineGroup group{
      .id = required_id<MachineGroupId>(read.id, "group.id"),
      .name = text_or(read.name, "", "name"),
      .organization = required_id<OrganizationId>(read.organization, "group.organization")};
  if (read.parent) group.parent = required_id<MachineGroupId>(read.parent, "group.parent");
  return group;
}

View view_from(const bba_view* given) {
  const auto read = read_struct(&required(given, "view"), bba_view BBA_VIEW_INIT, "view");
  return {.id = required_id<ViewId>(read.id, "view.id"), .name = text_or(read.name, "", "name")};
}

Agent agent_from(const bba_agent* given) {
  const auto read = read_struct(&required(given, "agent"), bba_agent BBA_AGENT_INIT, "agent");
  return {.id = required_id<AgentId>(read.id, "agent.id"),
          .name = text_or(read.name, "", "name"),
          .organization = required_id<OrganizationId>(read.organization, "agent.organization"),
          .group = required_id<MachineGroupId>(read.group, "agent.group"),
          .state = state_from(read.state),
          .operating_system = text_or(read.operating_system, "", "operating_system"),
          .serial_number = text_or(read.serial_number, "", "serial_number"),
          .mac_address = text_or(read.mac_address, "", "mac_address"),
          .first_seen = optional_instant(read.first_seen),
          .last_seen = optional_instant(read.last_seen),
          .marked_for_deletion = read.marked_for_deletion != 0,
          .ephemeral = read.ephemeral != 0,
          .device_type = text_or(read.device_type, "", "device_type")};
}

std::optional<Errc> errc_of(bba_status status) noexcept {
  for (const auto& row : errc_table)
    if (static_cast<bba_status>(row.code) == status) return row.code;
  return std::nullopt;
}

}  // namespace billbyagent::capi

using namespace billbyagent;
using namespace billbyagent::capi;

struct bba_rmm_lists {
  std::vector<Organization> organizations;
  std::vector<MachineGroup> groups;
  std::vector<View> views;
};

const char* bba_provider_name(const bba_provider* provider) {
  return provider ? provider->name.c_str() : nullptr;
}

void bba_provider_free(bba_provider** provider) { free_handle(provider); }

bba_status bba_rmm_lists_read(bba_rmm_lists** out, bba_provider* provider, int64_t timeout_ms,
                              bba_error** error) {
  return give_handle(error, out, [&] {
    RmmProvider& rmm = *required(provider, "provider").provider;
    const Deadline deadline = deadline_in(timeout_ms);
    auto lists = std::make_unique<bba_rmm_lists>();
    lists->organizations = rmm.organizations(deadline).value();
    lists->groups = rmm.machine_groups(deadline).value();
    lists->views = rmm.views(deadline).value();
    return lists;
  });
}

size_t bba_rmm_organization_count(const bba_rmm_lists* lists) {
  return lists ? lists->organizations.size() : 0;
}
size_t bba_rmm_machine_group_count(const bba_rmm_lists* lists) {
  return lists ? lists->groups.size() : 0;
}
size_t bba_rmm_view_count(const bba_rmm_lists* lists) { return lists ? lists->views.size() : 0; }

bba_status bba_rmm_organization(bba_organization* out, const bba_rmm_lists* lists, size_t index,
                                bba_error** error) {
  return give_struct(
      error, out, bba_organization BBA_ORGANIZATION_INIT, [&](bba_organization& made) {
        const auto& item = item_of(required(lists, "lists").organizations, index, "organization");
        made.id = item.id.text().c_str();
        made.name = item.name.c_str();
        made.reference = item.reference.c_str();
      });
}

bba_status bba_rmm_machine_group(bba_machine_group* out, const bba_rmm_lists* lists, size_t index,
                                 bba_error** error) {
  return give_struct(
      error, out, bba_machine_group BBA_MACHINE_GROUP_INIT, [&](bba_machine_group& made) {
        const auto& item = item_of(required(lists, "lists").groups, index, "machine group");
        made.id = item.id.text().c_str();
        made.name = item.name.c_str();
        made.organization = item.organization.text().c_str();
        made.parent = item.parent ? item.parent->text().c_str() : nullptr;
      });
}

bba_status bba_rmm_view(bba_view* out, const bba_rmm_lists* lists, size_t index,
                        bba_error** error) {
  return give_struct(error, out, bba_view BBA_VIEW_INIT, [&](bba_view& made) {
    const auto& item = item_of(required(lists, "lists").views, index, "view");
    made.id = item.id.text().c_str();
    made.name = item.name.c_str();
  });
}

void bba_rmm_lists_free(bba_rmm_lists** lists) { free_handle(lists); }
