#pragma once

/// Which machines are behind the units of a service (D11). Append-only events; the machines of a
/// day are what the events up to it leave. Threads: plain values.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/domain/unit_history.hpp"

namespace billbyagent {

enum class MachineMove : std::uint8_t {
  added,      ///< new in the RMM, or counted for the first time
  removed,    ///< no longer in the RMM
  moved_in,   ///< was in the RMM outside the scope, now counts
  moved_out,  ///< is in the RMM but no longer counts; `detail` says where or why
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
  }
  return "unknown";
}

constexpr bool comes(MachineMove move) noexcept {
  return move == MachineMove::added || move == MachineMove::moved_in;
}

struct MachineEvent {
  Date seen;  ///< the day the change was seen: the effective date of the count it belongs to
  MachineMove move = MachineMove::added;
  AgentId agent{};
  std::string name{};
  std::string detail{};  ///< such as `to beta.root` or `suspended`; may be empty

  friend bool operator==(const MachineEvent&, const MachineEvent&) = default;
};

/// A machine that counts for a service.
struct Machine {
  AgentId agent{};
  std::string name{};

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
