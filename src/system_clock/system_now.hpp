#pragma once

/// The clock of the system, which adapters take where their options name no other. For sources of
/// every component: nothing is linked.

#include <chrono>

#include "billbyagent/domain/date.hpp"

namespace billbyagent {

inline Instant system_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

}  // namespace billbyagent
