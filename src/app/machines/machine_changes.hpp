#pragma once

/// What events make of the machines behind a service's units. Pure.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/domain/evidence.hpp"

namespace billbyagent::app {

/// What the caller knows about a machine that came or went.
struct MachinePlaces {
  /// Where the agent of a machine that no longer counts is now, or why it does not count; nothing
  /// when the RMM no longer shows it.
  std::function<std::optional<std::string>(const AgentId&)> now;
  /// Where another agent on its hardware is, or nothing.
  std::function<std::optional<std::string>(const Machine&)> on_hardware;
  /// Where a machine that now counts was counted before, or nothing when nowhere.
  std::function<std::optional<std::string>(const Machine&)> before;

  /// The organization where the agent is now, when it is no customer's: no account has it.
  std::function<std::optional<std::string>(const AgentId&)> at_nobodys;

  static MachinePlaces unknown() {
    const auto nowhere = [](const auto&) { return std::optional<std::string>{}; };
    return {.now = nowhere, .on_hardware = nowhere, .before = nowhere, .at_nobodys = nowhere};
  }
};

/// Those of `all` that are not in `without`; both by agent id.
std::vector<Machine> machines_without(const std::vector<Machine>& all,
                                      const std::vector<Machine>& without);

/// The machines that are left on `day` by all events seen up to it, in whatever order those were
/// appended (a correction can be about an earlier day); by agent id.
std::vector<Machine> machines_on(std::vector<MachineEvent> events, Date day);

}  // namespace billbyagent::app
