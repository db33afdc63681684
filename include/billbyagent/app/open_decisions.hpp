#pragma once

/// What waits for a person's word, row by row, in an order that a list can be numbered by: the
/// counts that were held back or proposed. Threads: all on the calling one; several may work over
/// one store at the same time.

#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/domain/evidence.hpp"

namespace billbyagent {

/// The open readings of one service: one decision.
struct OpenDecision {
  ServiceKey key{};
  AccountId account{};
  std::string account_name{};
  std::string service_name{};
  std::optional<Units> present{};  ///< the units until somebody decides; nothing: never counted
  std::vector<HeldReading> readings{};
  /// Of what is to be decided. Whoever names it decides about this and nothing that came since.
  std::string digest{};
};

struct OpenDecisions {
  std::vector<OpenDecision> rows{};  ///< by contract and service; the first is number 1
  std::string digest{};              ///< of all rows: the numbers mean these and no others
};

Result<OpenDecisions> open_decisions(const Desk& desk);
/// The same within a transaction.
Result<OpenDecisions> open_decisions(Transaction& transaction);

}  // namespace billbyagent
