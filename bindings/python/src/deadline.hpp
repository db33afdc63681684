#pragma once

#include "billbyagent/ports/rmm_provider.hpp"
#include "casters.hpp"

namespace billbyagent::python {

/// The end of a time limit that begins now.
inline Deadline after(const Timeout& timeout) {
  return Deadline::clock::now() + std::chrono::duration_cast<Deadline::duration>(timeout.span);
}

inline std::optional<Deadline::duration> duration_of(const std::optional<Timeout>& timeout) {
  if (!timeout) return std::nullopt;
  return std::chrono::duration_cast<Deadline::duration>(timeout->span);
}

inline std::chrono::milliseconds milliseconds(const Timeout& timeout) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(timeout.span);
}

/// How long the RMM may take when the caller does not say.
inline Timeout usual_timeout() { return {std::chrono::minutes{10}}; }

/// A deadline as Python providers see it.
struct RemainingTime {
  Deadline deadline{};

  double seconds() const {
    return std::chrono::duration<double>(deadline - Deadline::clock::now()).count();
  }
};

}  // namespace billbyagent::python
