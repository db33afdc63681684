#include "app/billing/write_batch.hpp"

#include <utility>

#include "app/billing/terms_digest.hpp"

namespace billbyagent::app {

Result<BatchId> next_batch(Transaction& transaction, const ContractId& contract) {
  auto number = transaction.batch_count(contract);
  if (!number) return number.error();
  return batch_id(contract, *number + 1);
}

Result<void> write_batch(Transaction& transaction, const Contract& contract,
                         PostedContract& outcome, const std::optional<BatchId>& settlement,
                         const BatchHead& head) {
  auto totals = totals_of(outcome.lines);
  if (!totals) return totals.error();
  ensure(totals->size() == 1, "a batch mixes currencies");
  auto id = next_batch(transaction, contract.id());
  if (!id) return id.error();
  const Batch batch{.id = *std::move(id),
                    .contract = contract.id(),
                    .account = outcome.account,
                    .posted_on = head.today,
                    .total = totals->begin()->second.amount,
                    .posted = head.now,
                    .author = head.author,
                    .state = LineState::posted,
                    .invoice_number = {},
                    .through = head.through,
                    .settlement = settlement.value_or(BatchId{}),
                    .terms = terms_digest(contract)};
  auto written = transaction.append_batch(batch, outcome.lines);
  if (!written) return written.error();
  // Both were read in this very transaction: nobody else can have taken the keys.
  ensure(*written == PostingOutcome::created, "a batch was already there");
  outcome.batch = batch;
  return {};
}

}  // namespace billbyagent::app
