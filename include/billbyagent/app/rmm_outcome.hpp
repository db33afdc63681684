#pragma once

/// How reading the RMMs goes: how long it may take, and what came of it. Threads: plain values.

#include <optional>
#include <string>
#include <vector>

#include "billbyagent/domain/date.hpp"
#include "billbyagent/ports/rmm_provider.hpp"

namespace billbyagent {

/// How long reading may take.
struct ReadingTime {
  ReadingTime(Deadline by, std::optional<Deadline::duration> for_each = {})
      : all(by), each(for_each) {}

  Deadline all;  ///< by when everything must be read
  /// For each RMM, so that a slow one leaves time for those after it; nothing: no more than `all`.
  std::optional<Deadline::duration> each;

  Deadline of_next() const;
};

/// How the reading of one RMM went.
struct RmmOutcome {
  RmmId rmm{};
  std::string provider{};  ///< what kind of RMM it is, as the provider calls itself
  std::size_t agents = 0;  ///< in the scan
  Instant started{};
  Instant ended{};
  std::optional<Error> error{};  ///< it could not be read as a whole
  /// What the reading passed over, guessed or recoded, for people: see `RmmProvider::notes`.
  std::vector<std::string> notes{};
};

std::size_t count_failed(const std::vector<RmmOutcome>& outcomes) noexcept;

}  // namespace billbyagent
