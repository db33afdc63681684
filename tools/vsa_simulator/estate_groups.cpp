#include "vsa_simulator/estate.hpp"

namespace billbyagent::vsa_simulator {
namespace {

void require_leaf(std::string_view leaf) {
  if (leaf.empty() || leaf.find_first_of(". '") != std::string_view::npos) {
    throw SimulatorError("not usable as a part of a name: '" + std::string(leaf) + "'");
  }
}

}  // namespace

void Estate::require_free_group_name(const std::string& name) const {
  if (group_ids_by_name_.contains(name)) throw SimulatorError("machine group exists: " + name);
}

// The names of a subtree are the names in [top, top + "/"): '.' sorts just before '/'.
std::set<std::string> Estate::subtree(std::string_view which_group) const {
  const std::string& top = group(which_group).name;
  std::set<std::string> ids = {group(which_group).id};
  for (auto name = group_ids_by_name_.lower_bound(top + ".");
       name != group_ids_by_name_.end() && name->first.starts_with(top + "."); ++name) {
    ids.insert(name->second);
  }
  return ids;
}

void Estate::rename_subtree(const std::set<std::string>& ids, const std::string& from,
                            const std::string& to) {
  for (const std::string& id : ids) {
    MachineGroup renamed = group(id);
    group_ids_by_name_.erase(renamed.name);
    renamed.name = to + renamed.name.substr(from.size());
    renamed.organization_id = organization(to.substr(0, to.find('.'))).id;
    group_ids_by_name_[renamed.name] = id;
    put(groups_, std::move(renamed));
  }
  std::vector<Agent> inside;
  for (const auto& [id, row] : agents_) {
    if (ids.contains(row->record.group_id)) inside.push_back(row->record);
  }
  for (Agent& agent : inside) {
    name_agent(agent);
    put(agents_, std::move(agent));
  }
  std::vector<Asset> devices;
  for (const auto& [id, row] : devices_) {
    if (ids.contains(row->record.group_id)) devices.push_back(row->record);
  }
  for (Asset& device : devices) add_device(std::move(device));
}

std::string Estate::add_group(std::string_view which_parent, std::string leaf, std::string id) {
  require_leaf(leaf);
  const MachineGroup& parent = group(which_parent);
  const std::string name = parent.name + "." + leaf;
  require_free_group_name(name);
  if (id.empty()) id = wide_id();
  if (groups_.contains(id)) throw SimulatorError("machine group exists: " + id);
  group_ids_by_name_[name] = id;
  put(groups_, MachineGroup{id, name, parent.id, parent.organization_id});
  return id;
}

void Estate::rename_group(std::string_view which, std::string leaf) {
  require_leaf(leaf);
  const MachineGroup old = group(which);
  if (!old.parent_id) throw SimulatorError("a root group can't be renamed: " + old.name);
  const std::string to = group(*old.parent_id).name + "." + leaf;
  require_free_group_name(to);
  rename_subtree(subtree(old.id), old.name, to);
}

void Estate::move_group(std::string_view which, std::string_view which_parent) {
  const MachineGroup old = group(which);
  const MachineGroup parent = group(which_parent);
  const auto moving = subtree(old.id);
  if (!old.parent_id) throw SimulatorError("a root group can't be moved: " + old.name);
  if (moving.contains(parent.id))
    throw SimulatorError("a group can't move into itself: " + old.name);
  const std::string to = parent.name + old.name.substr(old.name.rfind('.'));
  require_free_group_name(to);
  MachineGroup moved = old;
  moved.parent_id = parent.id;
  put(groups_, std::move(moved));
  rename_subtree(moving, old.name, to);
}

void Estate::delete_group(std::string_view which, std::string_view which_new_home) {
  const MachineGroup old = group(which);
  if (!old.parent_id) throw SimulatorError("a root group can't be deleted: " + old.name);
  const auto ids = subtree(old.id);
  if (!which_new_home.empty() && ids.contains(group(which_new_home).id)) {
    throw SimulatorError("the new home is deleted too: " + std::string(which_new_home));
  }
  std::vector<std::string> inside;
  for (const auto& [id, row] : agents_) {
    if (ids.contains(row->record.group_id)) inside.push_back(id);
  }
  if (!inside.empty() && which_new_home.empty()) {
    throw SimulatorError("machine group has agents: " + old.name);
  }
  for (const std::string& id : inside) move_agent(id, which_new_home);
  std::erase_if(devices_,
                [&](const auto& row) { return ids.contains(row.second->record.group_id); });
  for (const std::string& id : ids) {
    group_ids_by_name_.erase(group(id).name);
    groups_.erase(id);
  }
  ++version_;
}

}  // namespace billbyagent::vsa_simulator
