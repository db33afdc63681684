#pragma once

/// A machine that the evidence of a service knows of, and whether it is billed. Threads: plain
/// values.

#include <cstdint>

#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/evidence.hpp"

namespace billbyagent {

enum class MachineState : std::uint8_t {
  billed,
  missing,  ///< billed, though it is gone: in its grace days
  waiting,  ///< counts, but is not billed yet: in its grace days
};
template <>
inline constexpr NameTable<3> names_of<MachineState>{"billed", "missing", "waiting"};

struct KnownMachine {
  Machine machine{};
  MachineState state = MachineState::billed;
  Date since;  ///< the first day on which it was missing, waiting or billed

  friend bool operator==(const KnownMachine&, const KnownMachine&) = default;
};

}  // namespace billbyagent
