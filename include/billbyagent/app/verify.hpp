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
  /// Of the lines those that came out the same, computed anew from the terms and counts that are
  /// kept. The others, of older databases or of terms that were changed since, follow from what
  /// they say themselves.
  std::size_t lines_recomputed = 0;
  std::vector<Finding> findings{};

  bool sound() const noexcept { return findings.empty(); }
  friend bool operator==(const VerifyReport&, const VerifyReport&) = default;
};

/// Errors: `cancelled`, and what keeps the store from being read at all.
Result<VerifyReport> verify(const Desk& desk);

/// The same for some contracts, others each day, and without a look at the pages: small enough for
/// every night. 0: for none.
Result<VerifyReport> verify_sample(const Desk& desk, std::size_t contracts);

}  // namespace billbyagent
