#pragma once

/// Whether a change of terms may reach into days that are posted. Threads: a value.

#include <cstdint>

namespace billbyagent {

/// Where a change may begin on a day that is posted, what is posted is billed once more at the
/// difference.
enum class ReachBack : std::uint8_t { refused, allowed };
constexpr ReachBack reach_back_if(bool asked) noexcept {
  return asked ? ReachBack::allowed : ReachBack::refused;
}

}  // namespace billbyagent
