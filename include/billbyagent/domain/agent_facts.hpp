#pragma once

/// What an RMM tells of its agents at all. A scope that asks for what no agent tells would count
/// none of them, or each of them twice, and look like a count; so it is an error. Threads: plain
/// values.

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>

#include "billbyagent/base/result.hpp"
#include "billbyagent/domain/agent_scope.hpp"
#include "billbyagent/domain/hardware.hpp"

namespace billbyagent {

struct AgentFacts {
  std::size_t in_service = 0;  ///< agents that ever reported: the others have nothing to tell
  bool operating_system = false;
  bool device_type = false;
  bool last_seen = false;  ///< or that one is online
  bool hardware = false;

  void add(std::span<const Agent> agents, const HardwareStandIns& stand_ins = {});
};

/// `invalid_argument` when there are agents in service and none of them tells what the scope asks
/// for: its operating system, a kind of criterion that each of the machine classes has, when it was
/// last seen, or its hardware where duplicates are left out.
Result<void> check_told(const AgentScope& scope, const AgentFacts& facts);

inline void AgentFacts::add(std::span<const Agent> agents, const HardwareStandIns& stand_ins) {
  for (const auto& agent : agents) {
    if (agent.state == AgentState::never_checked_in || agent.state == AgentState::template_account)
      continue;
    ++in_service;
    operating_system = operating_system || !agent.operating_system.empty();
    device_type = device_type || !agent.device_type.empty();
    last_seen = last_seen || agent.last_seen || agent.state == AgentState::online;
    hardware = hardware || hardware_of(agent, stand_ins).is_known();
  }
}

namespace detail {

/// What a scope asks for and no agent tells; empty: nothing.
inline std::string untold(const AgentScope& scope, const AgentFacts& facts) {
  if (!scope.operating_system_contains.empty() && !facts.operating_system)
    return "its operating system, which the scope narrows by";
  if (scope.rule.seen_within_days && !facts.last_seen)
    return "when it was last seen, which the scope asks for";
  if (scope.rule.duplicate == Counting::left_out && !facts.hardware)
    return "its hardware, without which duplicates can't be left out";
  if (!scope.machine_class) return {};
  // A class that nothing fits would leave its machines to those after it.
  for (const auto& each : scope.classes) {
    const bool by_system = !each.operating_system_contains.empty() && facts.operating_system;
    const bool by_type = !each.device_types.empty() && facts.device_type;
    if (!by_system && !by_type)
      return std::string{each.device_types.empty() ? "its operating system" : "its device type"} +
             ", which machine class " + each.name + " goes by";
  }
  return {};
}

}  // namespace detail

inline Result<void> check_told(const AgentScope& scope, const AgentFacts& facts) {
  if (facts.in_service == 0) return {};
  const std::string what = detail::untold(scope, facts);
  if (what.empty()) return {};
  return Error{Errc::invalid_argument, "none of the RMM's " + std::to_string(facts.in_service) +
                                           " machines in service tells " + what};
}

}  // namespace billbyagent
