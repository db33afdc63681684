#pragma once

/// Lines that are posted together, into the store.

#include <optional>
#include <string>

#include "billbyagent/app/billing_automation.hpp"

namespace billbyagent::app {

/// What all batches of a run have in common.
struct BatchHead {
  Date today;
  Date through;
  Instant now{};
  std::string author{};
};

/// The id of the contract's next batch.
Result<BatchId> next_batch(Transaction& transaction, const ContractId& contract);

/// Appends the outcome's lines, which are of one currency, as the contract's next batch, and puts
/// that into the outcome.
Result<void> write_batch(Transaction& transaction, const Contract& contract,
                         PostedContract& outcome, const std::optional<BatchId>& settlement,
                         const BatchHead& head);

}  // namespace billbyagent::app
