#pragma once

/// What a person decides about units, within a transaction of somebody else's: several decisions
/// are taken as a whole.

#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/record_units.hpp"
#include "billbyagent/ports/transaction.hpp"

namespace billbyagent::app {

/// Who decides, and when.
struct Decider {
  std::string author{};
  Date today;
  Instant now{};
};

/// As `confirm_held`.
Result<std::vector<UnitChange>> confirm(Transaction& transaction, const ServiceKey& key,
                                        const Decider& by, std::optional<std::int32_t> proposal);
/// As `reject_held`.
Result<std::vector<HeldReading>> reject(Transaction& transaction, const ServiceKey& key,
                                        const Decider& by, const std::string& reason);
/// As `record_units`.
Result<UnitChange> record_decision(Transaction& transaction, const UnitsDecision& decision,
                                   const Decider& by);

}  // namespace billbyagent::app
