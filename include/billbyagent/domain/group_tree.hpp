#pragma once

/// The nesting of machine groups, built once per scan. Threads: several may read a built tree.

#include <string>
#include <unordered_map>
#include <utility>
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

inline Result<GroupTree> GroupTree::build(std::vector<MachineGroup> groups) {
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

inline bool GroupTree::is_within(const MachineGroupId& group,
                                 const MachineGroupId& ancestor) const {
  if (group == ancestor) return true;
  for (const MachineGroup* at = find(group); at && at->parent; at = find(*at->parent))
    if (*at->parent == ancestor) return true;
  return false;
}

inline std::vector<MachineGroupId> GroupTree::with_sub_groups(
    const MachineGroupId& ancestor) const {
  std::vector<MachineGroupId> found{ancestor};
  for (std::size_t next = 0; next < found.size(); ++next)
    if (const auto children = children_.find(found[next]); children != children_.end())
      for (const std::size_t child : children->second) found.push_back(groups_[child].id);
  return found;
}

}  // namespace billbyagent
