#pragma once

/// The functions of `group_tree.hpp`.

#include <cstddef>
#include <utility>
#include <vector>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/domain/group_tree.hpp"

namespace billbyagent {

BILLBYAGENT_INLINE Result<GroupTree> GroupTree::build(std::vector<MachineGroup> groups) {
  GroupTree tree;
  tree.groups_ = std::move(groups);
  for (std::size_t i = 0; i < tree.groups_.size(); ++i) {
    const MachineGroup& group = tree.groups_[i];
    if (!tree.by_id_.emplace(group.id, i).second)
      return Error{Errc::duplicate_id, "machine group " + group.id.text()};
    if (group.parent) tree.children_[*group.parent].push_back(i);
  }
  for (const auto& start : tree.groups_) {
    const MachineGroup* group = &start;
    int depth = 0;
    while (group && group->parent) {
      if (++depth > limits::group_depth_max)
        return Error{Errc::protocol_error,
                     "machine group " + start.id.text() + " has itself among its parents"};
      group = tree.find(*group->parent);
    }
  }
  return tree;
}

BILLBYAGENT_INLINE bool GroupTree::is_within(const MachineGroupId& group,
                                             const MachineGroupId& ancestor) const {
  if (group == ancestor) return true;
  for (const MachineGroup* at = find(group); at && at->parent; at = find(*at->parent))
    if (*at->parent == ancestor) return true;
  return false;
}

BILLBYAGENT_INLINE std::vector<MachineGroupId> GroupTree::with_sub_groups(
    const MachineGroupId& ancestor) const {
  std::vector<MachineGroupId> found{ancestor};
  for (std::size_t next = 0; next < found.size(); ++next)
    if (const auto children = children_.find(found[next]); children != children_.end())
      for (const std::size_t child : children->second) found.push_back(groups_[child].id);
  return found;
}

}  // namespace billbyagent
