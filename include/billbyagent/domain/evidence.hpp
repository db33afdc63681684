#pragma once

/// Which machines are behind the units of a service (D11). Append-only events; the machines of a
/// day are what the events up to it leave. Threads: plain values.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/domain/agent.hpp"
#include "billbyagent/domain/unit_history.hpp"

namespace billbyagent {

enum class MachineMove : std::uint8_t {
  added,      ///< new in the RMM, or counted for the first time
  removed,    ///< no longer in the RMM
  moved_in,   ///< was in the RMM outside the scope, now counts
  moved_out,  ///< is in the RMM but no longer counts; `detail` says where or why
  waiting,    ///< counts, but is not billed before its grace days are over
  missing,    ///< no longer counts, but is billed until its grace days are over
  returned,   ///< was missing and counts again: it was billed all along
};

constexpr std::string_view to_string(MachineMove move) noexcept {
  switch (move) {
    case MachineMove::added:
      return "added";
    case MachineMove::removed:
      return "removed";
    case MachineMove::moved_in:
      return "moved_in";
    case MachineMove::moved_out:
      return "moved_out";
    case MachineMove::waiting:
      return "waiting";
    case MachineMove::missing:
      return "missing";
    case MachineMove::returned:
      return "returned";
  }
  return "unknown";
}

/// Whether the machine is billed from then on.
constexpr bool comes(MachineMove move) noexcept {
  return move == MachineMove::added || move == MachineMove::moved_in;
}
/// Whether the machine is not billed from then on.
constexpr bool goes(MachineMove move) noexcept {
  return move == MachineMove::removed || move == MachineMove::moved_out;
}
/// For lists that people read: `+` comes, `-` goes, `~` makes no difference to the units.
constexpr char sign_of(MachineMove move) noexcept {
  return comes(move) ? '+' : goes(move) ? '-' : '~';
}

struct MachineEvent {
  Date seen;  ///< the day the change was seen: the effective date of the count it belongs to
  MachineMove move = MachineMove::added;
  AgentId agent{};
  std::string name{};
  std::string detail{};    ///< such as `to beta.root` or `suspended`; may be empty
  std::string hardware{};  ///< see `hardware_of`; empty when unknown

  friend bool operator==(const MachineEvent&, const MachineEvent&) = default;
};

/// A machine that counts for a service.
struct Machine {
  AgentId agent{};
  std::string name{};
  std::string hardware{};  ///< see `hardware_of`; empty when unknown

  friend bool operator==(const Machine&, const Machine&) = default;
};

/// A count that was not believed (SyncGuard), waiting for a person. Readings of one service stack
/// up by day; confirming takes them over in order, a plausible count dissolves them.
struct HeldReading {
  Date effective;
  Units units = 0;
  std::string why{};
  Instant recorded{};
  std::vector<MachineEvent>
      machines{};  ///< against the reading before it, or the confirmed machines

  friend bool operator==(const HeldReading&, const HeldReading&) = default;
};

}  // namespace billbyagent
