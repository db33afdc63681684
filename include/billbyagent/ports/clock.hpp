#pragma once

/// Time, as the use-cases see it (D12). Threads: implementations are safe to call from several.

#include <string>

#include "billbyagent/domain/date.hpp"

namespace billbyagent {

class Clock {
 public:
  virtual ~Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;

  virtual Instant now() const = 0;
  /// The tenant's calendar day now, in its own zone: the effective date of what is seen today.
  virtual Date today() const = 0;
  /// IANA name of that zone, for the record of a run.
  virtual std::string zone() const = 0;

 protected:
  Clock() = default;
};

}  // namespace billbyagent
