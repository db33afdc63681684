#pragma once

/// Verification: everything that money comes from is read and compared with its seals, every posted
/// line and total is recomputed from what it says itself, and the database looks at its own pages.
/// What cannot be read is a finding, and the rest is verified all the same.
///
/// Threads: all on the calling one. One contract at a time is in memory.

#include <cstddef>
#include <string>
#include <vector>

#include "billbyagent/app/desk.hpp"

namespace billbyagent {

struct Finding {
  std::string subject{};  ///< such as `contract c-1` or `batch c-1#2`
  std::string what{};

  friend bool operator==(const Finding&, const Finding&) = default;
};

struct VerifyReport {
  std::size_t accounts = 0;
  std::size_t contracts = 0;  ///< that could be read
  std::size_t unit_changes = 0;
  std::size_t held_readings = 0;  ///< open or ended
  std::size_t batches = 0;
  std::size_t lines = 0;
  std::vector<Finding> findings{};

  bool sound() const noexcept { return findings.empty(); }
  friend bool operator==(const VerifyReport&, const VerifyReport&) = default;
};

/// Errors: `cancelled`, and what keeps the store from being read at all.
Result<VerifyReport> verify(const Desk& desk);

}  // namespace billbyagent
