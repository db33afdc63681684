#pragma once

/// The nesting of machine groups, built once per scan. Threads: several may read a built tree.

#include <string>
#include <unordered_map>
#include <vector>

#include "billbyagent/base/limits.hpp"
#include "billbyagent/domain/agent.hpp"

namespace billbyagent {

class GroupTree {
 public:
  GroupTree() = default;

  /// `duplicate_id` for a group listed twice, `protocol_error` for a parent cycle. A parent that is
  /// not in the list (hidden from the login) makes its children roots.
  static Result<GroupTree> build(std::vector<MachineGroup> groups);

  const MachineGroup* find(const MachineGroupId& id) const {
    const auto at = by_id_.find(id);
    return at == by_id_.end() ? nullptr : &groups_[at->second];
  }
  /// The name, or the id of a group that is not in the tree.
  std::string name_of(const MachineGroupId& id) const {
    const MachineGroup* group = find(id);
    return group ? group->name : id.text();
  }
  /// Whether `group` is `ancestor` or lies below it.
  bool is_within(const MachineGroupId& group, const MachineGroupId& ancestor) const;
  /// `ancestor` and everything below it, level by level.
  std::vector<MachineGroupId> with_sub_groups(const MachineGroupId& ancestor) const;
  const std::vector<MachineGroup>& all() const noexcept { return groups_; }

 private:
  std::vector<MachineGroup> groups_;
  std::unordered_map<MachineGroupId, std::size_t> by_id_;
  std::unordered_map<MachineGroupId, std::vector<std::size_t>> children_;
};

}  // namespace billbyagent

// Compiled already for whoever links the library.
#ifndef BILLBYAGENT_LINKED
#include "billbyagent/domain/detail/group_tree.hpp"
#endif
