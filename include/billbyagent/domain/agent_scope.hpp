#pragma once

/// Which agents a service bills for: an organization or one of its machine groups, narrowed by a
/// view, by an explicit list, by attributes and by a machine class, and which of these machines
/// count. Threads: plain values.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/agent.hpp"
#include "billbyagent/domain/group_tree.hpp"
#include "billbyagent/domain/machine_class.hpp"

namespace billbyagent {

enum class SubGroups : std::uint8_t { included, excluded };
template <>
inline constexpr NameTable<2> names_of<SubGroups>{"included", "excluded"};

enum class Counting : std::uint8_t { counted, left_out };
template <>
inline constexpr NameTable<2> names_of<Counting>{"counted", "left_out"};

/// Which machines count. The default bills what was ever in service, suspended or not, from the
/// night it is seen to the night it is gone.
struct CountRule {
  Counting suspended = Counting::counted;
  Counting never_checked_in = Counting::left_out;
  Counting template_account = Counting::left_out;
  Counting marked_for_deletion = Counting::counted;
  Counting ephemeral = Counting::left_out;
  /// Of the machines of a scope that would count and have the same hardware one is the machine: the
  /// one seen on the latest day, of several the lowest agent id. The others are duplicates.
  Counting duplicate = Counting::counted;
  /// Counted only when online, or last seen on the day of the count or within so many days before
  /// it (days of UTC). 1 to `limits::seen_within_days_max`.
  std::optional<int> seen_within_days{};
  /// Days before a new machine is billed, 0 to `limits::grace_days_max`. A machine that another
  /// service billed until now is not new.
  int grace_new_days = 0;
  /// Days for which a machine is still billed that is gone: the RMM shows neither its agent nor
  /// another one on its hardware. One that is elsewhere or does not count goes at once.
  int grace_gone_days = 0;

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
  /// Only machines of this class of the contract.
  std::optional<std::string> machine_class{};
  /// The contract's classes, filled in by `resolved`. Empty in the terms of a service.
  std::vector<MachineClass> classes{};

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
  marked_for_deletion,
  ephemeral,
  not_seen_lately,
  last_seen_unknown,  ///< the RMM does not say when; it might be one that was not seen lately
  duplicate,          ///< another machine that counts is the same hardware
  other_class,        ///< of another class than the service's
  no_class,           ///< of no class of the contract at all: a person has to say what it is
  new_machine,        ///< in its grace days
  /// The RMM does not say as much as the scope asks for: nothing, or `windows` of a `windows 10`.
  operating_system_unknown,
};
template <>
inline constexpr NameTable<17> names_of<Verdict>{"counted",
                                                 "outside",
                                                 "not_listed",
                                                 "not_in_view",
                                                 "other_operating_system",
                                                 "suspended",
                                                 "never_checked_in",
                                                 "template_account",
                                                 "marked_for_deletion",
                                                 "ephemeral",
                                                 "not_seen_lately",
                                                 "last_seen_unknown",
                                                 "duplicate",
                                                 "other_class",
                                                 "no_class",
                                                 "new_machine",
                                                 "operating_system_unknown"};

/// Whether the scope does not hold the machine at all, rather than leave it out.
constexpr bool is_not_in_scope(Verdict verdict) noexcept {
  return verdict == Verdict::outside || verdict == Verdict::not_listed ||
         verdict == Verdict::not_in_view || verdict == Verdict::other_operating_system ||
         verdict == Verdict::other_class;
}

constexpr bool has_grace(const CountRule& rule) noexcept {
  return rule.grace_new_days > 0 || rule.grace_gone_days > 0;
}
/// Whether machines are told apart by their hardware too.
constexpr bool tells_hardware(const CountRule& rule) noexcept {
  return has_grace(rule) || rule.duplicate == Counting::left_out;
}

/// Whether each machine of the scope can be judged without the day, without its class and without
/// the machines beside it: what a server can count, and `judge_alone` can judge.
inline bool judged_alone(const AgentScope& scope) {
  return !scope.machine_class && !scope.rule.seen_within_days && !tells_hardware(scope.rule);
}

namespace detail {

inline Verdict judge_place(const AgentScope& scope, const Agent& agent, const GroupTree& groups) {
  if (scope.organization && agent.organization != *scope.organization) return Verdict::outside;
  if (!scope.group) return Verdict::counted;
  const bool inside = scope.sub_groups == SubGroups::included
                          ? groups.is_within(agent.group, *scope.group)
                          : agent.group == *scope.group;
  return inside ? Verdict::counted : Verdict::outside;
}

inline Verdict judge_state(const CountRule& rule, const Agent& agent) {
  const auto left_out = [](bool is_so, Counting counting) {
    return is_so && counting == Counting::left_out;
  };
  if (left_out(agent.state == AgentState::suspended, rule.suspended)) return Verdict::suspended;
  if (left_out(agent.state == AgentState::never_checked_in, rule.never_checked_in))
    return Verdict::never_checked_in;
  if (left_out(agent.state == AgentState::template_account, rule.template_account))
    return Verdict::template_account;
  if (left_out(agent.marked_for_deletion, rule.marked_for_deletion))
    return Verdict::marked_for_deletion;
  if (left_out(agent.ephemeral, rule.ephemeral)) return Verdict::ephemeral;
  return Verdict::counted;
}

inline Verdict judge_last_seen(const CountRule& rule, const Agent& agent, Date today) {
  if (!rule.seen_within_days || agent.state == AgentState::online) return Verdict::counted;
  if (!agent.last_seen) return Verdict::last_seen_unknown;
  const auto first = std::int64_t{today.epoch_days()} - *rule.seen_within_days;
  return agent.last_seen->ms < first * day_ms ? Verdict::not_seen_lately : Verdict::counted;
}

}  // namespace detail

/// All there is to judge in a scope that is `judged_alone`.
inline Verdict judge_alone(const AgentScope& scope, const Agent& agent, const GroupTree& groups,
                           bool in_view) {
  if (detail::judge_place(scope, agent, groups) == Verdict::outside) return Verdict::outside;
  if (!scope.machines.empty() &&
      std::find(scope.machines.begin(), scope.machines.end(), agent.id) == scope.machines.end())
    return Verdict::not_listed;
  if (scope.view && !in_view) return Verdict::not_in_view;
  if (!scope.operating_system_contains.empty() &&
      !detail::contains_ignoring_case(agent.operating_system, scope.operating_system_contains))
    return detail::contains_ignoring_case(scope.operating_system_contains, agent.operating_system)
               ? Verdict::operating_system_unknown
               : Verdict::other_operating_system;
  return detail::judge_state(scope.rule, agent);
}

/// Whether the machine counts on the day of the count, as far as that shows without its class and
/// without other machines and other days: which are duplicates and which are in their grace days is
/// for the census and the night.
///
/// `organization` must be set (see `resolved`). `in_view` tells whether the scope's view holds the
/// agent; it is not looked at when the scope has no view.
inline Verdict judge(const AgentScope& scope, const Agent& agent, const GroupTree& groups,
                     bool in_view, Date today) {
  const Verdict alone = judge_alone(scope, agent, groups, in_view);
  return alone == Verdict::counted ? detail::judge_last_seen(scope.rule, agent, today) : alone;
}

/// The last question about a machine that would count: one of no class is billed once somebody says
/// what it is.
inline Verdict judge_class(const AgentScope& scope, const Agent& agent) {
  if (!scope.machine_class) return Verdict::counted;
  const MachineClass* its_class = class_of(scope.classes, agent);
  if (!its_class) return Verdict::no_class;
  return its_class->name == *scope.machine_class ? Verdict::counted : Verdict::other_class;
}

/// The scope with all that judging needs: its organization, from the account's link in the scope's
/// RMM when it names none, and the contract's classes. `organization_not_linked` when there is no
/// organization.
inline Result<AgentScope> resolved(AgentScope scope, const std::optional<OrganizationId>& linked,
                                   std::string_view account,
                                   const std::vector<MachineClass>& classes) {
  if (!scope.organization) scope.organization = linked;
  if (!scope.organization)
    return Error{
        Errc::organization_not_linked,
        "account " + std::string{account} + (scope.rmm.empty() ? "" : ", RMM " + scope.rmm.text())};
  scope.classes = classes;
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
