#pragma once

/// Decisions about what waits, many at once: all of them are taken, or none. Threads: all on
/// the calling one; several may work over one store at the same time.

#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/open_decisions.hpp"
#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/unit_history.hpp"

namespace billbyagent {

enum class DecisionKind : std::uint8_t {
  /// The count is true: it is taken over, each reading as of its own day. A credit is paid out, as
  /// a batch of its own. The day is believed: runs go on from it.
  approve,
  dismiss,  ///< the count is not true: nothing is taken over
  adjust,   ///< it is not, and from today on these units hold instead
};
template <>
inline constexpr NameTable<3> names_of<DecisionKind>{"approve", "dismiss", "adjust"};

struct Decision {
  ServiceKey key{};      ///< as in `OpenDecision`
  std::string digest{};  ///< of the row that the person saw (`OpenDecision::digest`)
  DecisionKind kind = DecisionKind::approve;
  Units units = 0;       ///< that hold instead, for `adjust` alone
  std::string reason{};  ///< needed but for `approve`
};

struct Decided {
  ServiceKey key{};
  DecisionKind kind = DecisionKind::approve;
  std::vector<UnitChange> changes{};  ///< what was recorded; may be empty
  std::optional<BatchId> batch{};     ///< by which a credit is paid out
};

struct DecisionReport {
  std::vector<Decided> decided{};  ///< in the order of the decisions
  std::vector<Error> refused{};    ///< each names its service; then nothing was decided

  bool accepted() const noexcept { return refused.empty(); }
};

/// A decision about a row that is another one by now is refused (`conflicts`), as is one about a
/// service of which nothing waits (`nothing_to_do`) or that is decided about twice
/// (`duplicate_id`). What is owed stays owed until it is paid out, and a wrong clock is put right:
/// credits and days can only be approved (`invalid_argument`). Errors: what the store says.
Result<DecisionReport> decide_open(const Desk& desk, const std::vector<Decision>& decisions,
                                   const std::string& author, const DecisionRules& rules = {});

}  // namespace billbyagent
