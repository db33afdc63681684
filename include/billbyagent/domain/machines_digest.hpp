#pragma once

/// A short text that stands for the machines behind a service's units. A night whose count has the
/// digest that the store keeps need not read the machines, nor the events of years.
///
/// Agents and hardware are in it, as they decide whether a machine came, went or became known. A
/// name is not: a renamed machine is the same one, and no event says that it was renamed. Machines
/// that wait or are missing have days of their own, so there is no digest while there are any.
/// Threads: plain values.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/base/id.hpp"
#include "billbyagent/domain/evidence.hpp"

namespace billbyagent {

struct MachinesDigestTag {
  static constexpr std::string_view name = "machines digest";
};
/// To be kept and compared, not read.
using MachinesDigest = Id<MachinesDigestTag>;

/// Of billed machines by agent id, none of which waits or is missing.
MachinesDigest digest_of(const std::vector<Machine>& machines);

/// The billed machines that are left when `events` happen; `machines` and the result by agent id.
std::vector<Machine> machines_after(std::vector<Machine> machines,
                                    const std::vector<MachineEvent>& events);

/// The agents that wait or are missing when `events` happen.
std::set<AgentId> unsettled_after(std::set<AgentId> unsettled,
                                  const std::vector<MachineEvent>& events);

namespace detail {

/// FNV-1a with 128 bits. Every text is preceded by its length: "ab" and "c" are not "a" and "bc".
class Fnv {
 public:
  void add(std::string_view text) {
    for (auto size = text.size(), i = std::size_t{0}; i < sizeof(std::uint32_t); ++i, size >>= 8)
      add(static_cast<unsigned char>(size));
    for (const char c : text) add(static_cast<unsigned char>(c));
  }
  std::string hex() const {
    std::string text;
    for (int shift = 124; shift >= 0; shift -= 4)
      text += "0123456789abcdef"[static_cast<unsigned>(hash_ >> shift) & 0xf];
    return text;
  }

 private:
  __extension__ typedef unsigned __int128 Bits;
  static constexpr Bits prime = (Bits{1} << 88) + 0x13b;

  void add(unsigned char byte) { hash_ = (hash_ ^ byte) * prime; }

  Bits hash_ = (Bits{0x6c62272e07bb0142} << 64) + 0x62b821756295c58d;
};

}  // namespace detail

inline MachinesDigest digest_of(const std::vector<Machine>& machines) {
  detail::Fnv hash;
  for (const auto& machine : machines) {
    hash.add(machine.agent.text());
    hash.add(machine.hardware.serial);
    hash.add(machine.hardware.mac);
  }
  return MachinesDigest{hash.hex()};
}

inline std::vector<Machine> machines_after(std::vector<Machine> machines,
                                           const std::vector<MachineEvent>& events) {
  for (const auto& event : events) {
    Machine moved{event.agent, event.name, event.hardware};
    const auto at = std::lower_bound(machines.begin(), machines.end(), moved, by_agent);
    const bool there = at != machines.end() && at->agent == event.agent;
    if (comes(event.move) && there)
      *at = std::move(moved);
    else if (comes(event.move))
      machines.insert(at, std::move(moved));
    else if (goes(event.move) && there)
      machines.erase(at);
    else if (event.move == MachineMove::identified && there)
      at->hardware = std::move(moved.hardware);
  }
  return machines;
}

inline std::set<AgentId> unsettled_after(std::set<AgentId> unsettled,
                                         const std::vector<MachineEvent>& events) {
  for (const auto& event : events) {
    if (event.move == MachineMove::waiting || event.move == MachineMove::missing)
      unsettled.insert(event.agent);
    else if (event.move != MachineMove::identified)
      unsettled.erase(event.agent);
  }
  return unsettled;
}

}  // namespace billbyagent
