#pragma once

/// What a server shows of itself while it is read. Threads: plain values.

#include <chrono>
#include <optional>

#include "billbyagent/domain/date.hpp"

namespace billbyagent {

struct ServerSeen {
  std::optional<Instant> time{};                    ///< its own, to the second ...
  std::chrono::steady_clock::time_point time_at{};  ///< ... when it was received
  std::optional<Instant> certificate_until{};
};

/// A provider that reads from a server may be one of these too.
class ServerWitness {
 public:
  virtual ~ServerWitness() = default;
  /// Of the connections so far.
  virtual ServerSeen server_seen() const = 0;

 protected:
  ServerWitness() = default;
  ServerWitness(const ServerWitness&) = default;
  ServerWitness& operator=(const ServerWitness&) = default;
};

}  // namespace billbyagent
