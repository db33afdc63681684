#include "billbyagent/app/batch_states.hpp"

#include <algorithm>

namespace billbyagent {

namespace {

/// Moves batches along inside one transaction, so that nobody can invoice what is being unposted.
class BatchStates {
 public:
  BatchStates(Transaction& transaction, Instant now, const StateChange& change)
      : transaction_(transaction), now_(now), change_(change) {}

  Result<StateRecord> last(const BatchId& batch) {
    auto records = transaction_.state_records(batch);
    if (!records) return records.error();
    if (records->empty()) return Error{Errc::not_found, "batch " + batch.text()};
    return records->back();
  }
  Result<void> append(const BatchId& batch, LineState state, const std::string& invoice_number) {
    return transaction_.append_state({.batch = batch,
                                      .state = state,
                                      .author = change_.author,
                                      .reason = change_.reason,
                                      .invoice_number = invoice_number,
                                      .recorded = now_});
  }

 private:
  Transaction& transaction_;
  Instant now_;
  const StateChange& change_;
};

/// An invoice is in one currency: the batches to come, and those that stand under its number.
Result<void> check_one_currency(Transaction& transaction, const std::vector<BatchId>& wanted,
                                const std::string& invoice_number) {
  auto batches = transaction.batches(std::nullopt);
  if (!batches) return batches.error();
  const Batch* first = nullptr;
  for (const auto& batch : *batches) {
    const bool stands = batch.state == LineState::invoiced || batch.state == LineState::exported;
    const bool on_it = stands && batch.invoice_number == invoice_number;
    if (!on_it && std::find(wanted.begin(), wanted.end(), batch.id) == wanted.end()) continue;
    if (!first) first = &batch;
    if (first->total.currency() != batch.total.currency())
      return Error{Errc::currency_mismatch,
                   "invoice " + invoice_number + ": batch " + first->id.text() + " is in " +
                       to_string(first->total.currency()) + ", batch " + batch.id.text() + " in " +
                       to_string(batch.total.currency())};
  }
  return {};
}

Error wrong_state(const StateRecord& record) {
  return {Errc::wrong_state,
          "batch " + record.batch.text() + " is " + std::string{to_string(record.state)}};
}

Error reason_missing() {
  return {Errc::invalid_argument, "a reason is needed to take posted lines back"};
}

}  // namespace

Result<void> mark_invoiced(const Desk& desk, const std::vector<BatchId>& batches,
                           const std::string& invoice_number, const StateChange& change) {
  if (invoice_number.empty() || invoice_number.size() > limits::id_length_max)
    return Error{Errc::invalid_argument, "the invoice number is empty or too long"};
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  if (auto one = check_one_currency(**transaction, batches, invoice_number); !one)
    return one.error();
  BatchStates states{**transaction, desk.clock.now(), change};
  for (const auto& batch : batches)
    if (auto moved = states.append(batch, LineState::invoiced, invoice_number); !moved)
      return moved.error();
  return (*transaction)->commit();
}

Result<void> mark_exported(const Desk& desk, const std::vector<BatchId>& batches,
                           const StateChange& change) {
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  BatchStates states{**transaction, desk.clock.now(), change};
  for (const auto& batch : batches) {
    auto last = states.last(batch);
    if (!last) return last.error();
    if (auto moved = states.append(batch, LineState::exported, last->invoice_number); !moved)
      return moved.error();
  }
  return (*transaction)->commit();
}

Result<void> unpost(const Desk& desk, const BatchId& batch, const StateChange& change) {
  if (change.reason.empty()) return reason_missing();
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  BatchStates states{**transaction, desk.clock.now(), change};
  auto last = states.last(batch);
  if (!last) return last.error();
  if (last->state != LineState::posted) return wrong_state(*last);
  if (auto moved = states.append(batch, LineState::returned, {}); !moved) return moved.error();
  return (*transaction)->commit();
}

Result<std::vector<BatchId>> void_invoice(const Desk& desk, const std::string& invoice_number,
                                          const StateChange& change) {
  if (change.reason.empty()) return reason_missing();
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  auto batches = (*transaction)->batches(std::nullopt);
  if (!batches) return batches.error();
  BatchStates states{**transaction, desk.clock.now(), change};
  std::vector<BatchId> returned;
  for (const auto& batch : *batches) {
    const bool stands = batch.state == LineState::invoiced || batch.state == LineState::exported;
    if (!stands || batch.invoice_number != invoice_number) continue;
    if (auto moved = states.append(batch.id, LineState::returned, invoice_number); !moved)
      return moved.error();
    returned.push_back(batch.id);
  }
  if (returned.empty()) return Error{Errc::not_found, "invoice " + invoice_number};
  if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  return returned;
}

}  // namespace billbyagent
