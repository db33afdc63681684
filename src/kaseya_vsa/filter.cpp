#include "kaseya_vsa/filter.hpp"

#include <algorithm>
#include <vector>

#include "http/url.hpp"

namespace billbyagent::kaseya_vsa {
namespace {

bool is_decimal(const std::string& id) {
  return !id.empty() && id.size() <= 28 &&
         std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// `(Name eq 1M or Name eq 2M)`. Without the suffix a long id is refused as too large a number.
template <class IdType>
std::optional<std::string> any_of(const char* name, const std::vector<IdType>& ids) {
  // More than would fit: not worth writing down.
  if (ids.empty() || ids.size() > filter_length_max / 20) return std::nullopt;
  std::string text;
  for (const auto& id : ids) {
    if (!is_decimal(id.text())) return std::nullopt;
    text += std::string{text.empty() ? "" : " or "} + name + " eq " + id.text() + "M";
  }
  return ids.size() == 1 ? text : "(" + text + ")";
}

std::vector<MachineGroupId> groups_of(const AgentScope& scope, const GroupTree& groups) {
  if (scope.group) {
    if (scope.sub_groups == SubGroups::excluded) return {*scope.group};
    return groups.with_sub_groups(*scope.group);
  }
  std::vector<MachineGroupId> found;
  for (const MachineGroup& group : groups.all())
    if (group.organization == scope.organization) found.push_back(group.id);
  return found;
}

/// Part of the system's text. Its two halves are searched apart, so a part with a space, which may
/// lie across both, cannot be said; nor can what lower-casing may treat in another way than ours.
std::optional<std::string> system_contains(std::string_view part) {
  std::string literal;
  for (const char c : part) {
    if (c <= ' ' || c > '~') return std::nullopt;
    literal += detail::ascii_lower(c);
    if (c == '\'') literal += c;
  }
  return "(substringof('" + literal + "',tolower(OSType)) or substringof('" + literal +
         "',tolower(OSInfo)))";
}

}  // namespace

std::optional<std::string> filter_of(const AgentScope& scope, const GroupTree& groups) {
  // VSA has no field for it (nor for support sessions, which are no agents there).
  if (scope.rule.marked_for_deletion == Counting::left_out) return std::nullopt;
  auto filter = any_of("MachineGroupId", groups_of(scope, groups));
  if (!filter) return std::nullopt;
  if (!scope.machines.empty()) {
    const auto machines = any_of("AgentId", scope.machines);
    if (!machines) return std::nullopt;
    *filter += " and " + *machines;
  }
  if (!scope.operating_system_contains.empty()) {
    const auto system = system_contains(scope.operating_system_contains);
    if (!system) return std::nullopt;
    *filter += " and " + *system;
  }
  if (scope.rule.suspended == Counting::left_out) *filter += " and Online ne 198";
  if (scope.rule.never_checked_in == Counting::left_out) *filter += " and Online ne 199";
  if (http::percent_encoded(*filter).size() > filter_length_max) return std::nullopt;
  return filter;
}

}  // namespace billbyagent::kaseya_vsa
