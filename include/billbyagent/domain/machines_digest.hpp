#pragma once

/// A short text that stands for the machines behind a service's units. A night whose count has the
/// digest that the store keeps need not read the machines, nor the events of years.
///
/// Agents and hardware are in it, as they decide whether a machine came, went or became known. A
/// name is not: a renamed machine is the same one, and no event says that it was renamed. Machines
/// that wait or are missing have days of their own, so there is no digest while there are any.
/// Threads: plain values.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/base/fnv.hpp"
#include "billbyagent/base/id.hpp"
#include "billbyagent/domain/evidence.hpp"

namespace billbyagent {

struct MachinesDigestTag {
  static constexpr std::string_view name = "machines digest";
};
/// To be kept and compared, not read.
using MachinesDigest = Id<MachinesDigestTag>;

/// Takes billed machines by agent id, none of which waits or is missing.
class MachinesDigester {
 public:
  void add(std::string_view agent, std::string_view serial, std::string_view mac) {
    for (const auto text : {agent, serial, mac}) hash_.add(text);
  }
  MachinesDigest digest() const { return MachinesDigest{hash_.hex()}; }

 private:
  Fnv hash_;
};

/// Of billed machines by agent id, none of which waits or is missing.
MachinesDigest digest_of(const std::vector<Machine>& machines);

/// The billed machines that are left when `events` happen; `machines` and the result by agent id.
std::vector<Machine> machines_after(std::vector<Machine> machines,
                                    const std::vector<MachineEvent>& events);

/// The agents that wait or are missing when `events` happen.
std::set<AgentId> unsettled_after(std::set<AgentId> unsettled,
                                  const std::vector<MachineEvent>& events);

}  // namespace billbyagent

// Compiled already for whoever links the library.
#ifndef BILLBYAGENT_LINKED
#include "billbyagent/domain/detail/machines_digest.hpp"
#endif
