#pragma once

/// Which agents a service bills for: an organization or one of its machine groups, narrowed by a
/// view, by an explicit list and by attributes, and which states of a machine count. Threads: plain
/// values.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/domain/agent.hpp"
#include "billbyagent/domain/group_tree.hpp"

namespace billbyagent {

enum class SubGroups : std::uint8_t { included, excluded };
enum class Counting : std::uint8_t { counted, left_out };

constexpr std::string_view to_string(SubGroups sub_groups) noexcept {
  return sub_groups == SubGroups::included ? "included" : "excluded";
}
constexpr std::string_view to_string(Counting counting) noexcept {
  return counting == Counting::counted ? "counted" : "left_out";
}

/// Which states of a machine count. The default bills what was ever in service, suspended or not.
struct CountRule {
  Counting suspended = Counting::counted;
  Counting never_checked_in = Counting::left_out;
  Counting template_account = Counting::left_out;

  friend bool operator==(const CountRule&, const CountRule&) = default;
};

struct AgentScope {
  /// The RMM that all other ids here belong to; empty: the default one.
  RmmId rmm{};
  /// Nothing means: the organization that the account is linked to.
  std::optional<OrganizationId> organization{};
  /// Nothing means: the whole organization.
  std::optional<MachineGroupId> group{};
  SubGroups sub_groups = SubGroups::included;
  /// Intersection: a machine counts when it is in the organization or group and in the view.
  std::optional<ViewId> view{};
  /// When not empty, only these machines, and only while they are in the organization or group.
  std::vector<AgentId> machines{};
  /// When not empty, part of the operating system's text; ASCII letters in either case.
  std::string operating_system_contains{};
  CountRule rule{};

  friend bool operator==(const AgentScope&, const AgentScope&) = default;
};

/// Whether a machine counts, or the first reason why not.
enum class Verdict : std::uint8_t {
  counted,
  outside,  ///< not in the organization or group
  not_listed,
  not_in_view,
  other_operating_system,
  suspended,
  never_checked_in,
  template_account,
};

constexpr std::string_view to_string(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::counted:
      return "counted";
    case Verdict::outside:
      return "outside";
    case Verdict::not_listed:
      return "not_listed";
    case Verdict::not_in_view:
      return "not_in_view";
    case Verdict::other_operating_system:
      return "other_operating_system";
    case Verdict::suspended:
      return "suspended";
    case Verdict::never_checked_in:
      return "never_checked_in";
    case Verdict::template_account:
      return "template_account";
  }
  return "unknown";
}

namespace detail {
constexpr char ascii_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
inline bool contains_ignoring_case(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) { return ascii_lower(a) == ascii_lower(b); };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}
}  // namespace detail

/// `organization` must be set (see `resolved`). `in_view` tells whether the scope's view holds the
/// agent; it is not looked at when the scope has no view.
inline Verdict judge(const AgentScope& scope, const Agent& agent, const GroupTree& groups,
                     bool in_view) {
  if (scope.organization && agent.organization != *scope.organization) return Verdict::outside;
  if (scope.group) {
    const bool inside = scope.sub_groups == SubGroups::included
                            ? groups.is_within(agent.group, *scope.group)
                            : agent.group == *scope.group;
    if (!inside) return Verdict::outside;
  }
  if (!scope.machines.empty() &&
      std::find(scope.machines.begin(), scope.machines.end(), agent.id) == scope.machines.end())
    return Verdict::not_listed;
  if (scope.view && !in_view) return Verdict::not_in_view;
  if (!scope.operating_system_contains.empty() &&
      !detail::contains_ignoring_case(agent.operating_system, scope.operating_system_contains))
    return Verdict::other_operating_system;
  const CountRule& rule = scope.rule;
  if (agent.state == AgentState::suspended && rule.suspended == Counting::left_out)
    return Verdict::suspended;
  if (agent.state == AgentState::never_checked_in && rule.never_checked_in == Counting::left_out)
    return Verdict::never_checked_in;
  if (agent.state == AgentState::template_account && rule.template_account == Counting::left_out)
    return Verdict::template_account;
  return Verdict::counted;
}

/// The scope with its organization filled in from the account's link in the scope's RMM;
/// `organization_not_linked`
/// when there is neither.
inline Result<AgentScope> resolved(AgentScope scope, const std::optional<OrganizationId>& linked,
                                   std::string_view account) {
  if (!scope.organization) scope.organization = linked;
  if (!scope.organization)
    return Error{
        Errc::organization_not_linked,
        "account " + std::string{account} + (scope.rmm.empty() ? "" : ", RMM " + scope.rmm.text())};
  return scope;
}

/// Tells a scope whose organization, group or view the RMM no longer shows from one that counts
/// zero.
inline Result<void> check_exists(const AgentScope& scope,
                                 const std::vector<Organization>& organizations,
                                 const GroupTree& groups, const std::vector<View>& views) {
  const auto has = [](const auto& list, const auto& id) {
    return std::any_of(list.begin(), list.end(), [&](const auto& item) { return item.id == id; });
  };
  if (scope.organization && !has(organizations, *scope.organization))
    return Error{Errc::organization_gone, "organization " + scope.organization->text()};
  if (scope.group) {
    const MachineGroup* group = groups.find(*scope.group);
    if (!group) return Error{Errc::machine_group_gone, "machine group " + scope.group->text()};
    if (scope.organization && group->organization != *scope.organization)
      return Error{Errc::machine_group_gone, "machine group " + group->name +
                                                 " now belongs to organization " +
                                                 group->organization.text()};
  }
  if (scope.view && !has(views, *scope.view))
    return Error{Errc::view_gone, "view " + scope.view->text()};
  return {};
}

}  // namespace billbyagent
