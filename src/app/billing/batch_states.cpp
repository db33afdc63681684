#include "billbyagent/app/batch_states.hpp"

#include <algorithm>
#include <map>

#include "app/request.hpp"

namespace billbyagent {

using app::decided_once;

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

bool is_named(const std::vector<BatchId>& wanted, const BatchId& batch) {
  return std::find(wanted.begin(), wanted.end(), batch) != wanted.end();
}

bool stands(const Batch& batch) { return batch.state != LineState::returned; }

std::string named(const Batch& batch) {
  return "batch " + batch.id.text() + (stands(batch) ? "" : " (returned)");
}

/// An invoice is for one account, in one currency: the batches to come, and those under its number.
/// A voided one was sent to somebody too, so the number stays that account's.
Result<void> check_one_customer(const std::vector<Batch>& batches,
                                const std::vector<BatchId>& wanted,
                                const std::string& invoice_number) {
  const std::string invoice = "invoice " + invoice_number + ": ";
  const Batch* first = nullptr;
  const Batch* standing = nullptr;
  for (const auto& batch : batches) {
    if (batch.invoice_number != invoice_number && !is_named(wanted, batch.id)) continue;
    if (!first) first = &batch;
    if (first->account != batch.account)
      return Error{Errc::conflicts, invoice + named(*first) + " is of account " +
                                        first->account.text() + ", " + named(batch) +
                                        " of account " + batch.account.text()};
    if (!stands(batch)) continue;
    if (!standing) standing = &batch;
    if (standing->total.currency() != batch.total.currency())
      return Error{Errc::currency_mismatch,
                   invoice + named(*standing) + " is in " + to_string(standing->total.currency()) +
                       ", " + named(batch) + " in " + to_string(batch.total.currency())};
  }
  return {};
}

/// A credit goes out with the charge that settles it.
Result<void> check_settlements(const std::vector<Batch>& batches,
                               const std::vector<BatchId>& wanted) {
  std::map<BatchId, BatchId> wanted_of;  // by settlement
  for (const auto& batch : batches)
    if (!batch.settlement.empty() && is_named(wanted, batch.id))
      wanted_of.emplace(batch.settlement, batch.id);
  for (const auto& batch : batches) {
    const auto with = wanted_of.find(batch.settlement);
    if (with == wanted_of.end() || batch.state != LineState::posted || is_named(wanted, batch.id))
      continue;
    return Error{Errc::conflicts, "batch " + with->second.text() + " settles with batch " +
                                      batch.id.text() + "; they share an invoice"};
  }
  return {};
}

/// The batch, and then those that settle with it.
Result<std::vector<Batch>> settled_with(Transaction& transaction, const BatchId& batch) {
  auto batches = transaction.batches(std::nullopt);
  if (!batches) return batches.error();
  const auto is_it = [&](const Batch& each) { return each.id == batch; };
  const auto at = std::find_if(batches->begin(), batches->end(), is_it);
  if (at == batches->end()) return Error{Errc::not_found, "batch " + batch.text()};
  std::vector<Batch> all{*at};
  for (const auto& other : *batches)
    if (!at->settlement.empty() && other.settlement == at->settlement && other.id != batch)
      all.push_back(other);
  return all;
}

/// Those of them that a record of that moment returned.
Result<std::vector<BatchId>> returned_at(Transaction& transaction, Instant when,
                                         const std::vector<Batch>& batches) {
  std::vector<BatchId> returned;
  for (const auto& batch : batches) {
    if (stands(batch)) continue;
    auto records = transaction.state_records(batch.id);
    if (!records) return records.error();
    if (records->back().recorded == when) returned.push_back(batch.id);
  }
  return returned;
}

/// `C#1, C#2`
std::string texts_of(const std::vector<BatchId>& batches) {
  std::string names;
  for (const auto& batch : batches) names += (names.empty() ? "" : ", ") + batch.text();
  return names;
}

Error wrong_state(const StateRecord& record) {
  return {Errc::wrong_state,
          "batch " + record.batch.text() + " is " + std::string{to_string(record.state)}};
}

Error reason_missing() {
  return {Errc::invalid_argument, "a reason is needed to take posted lines back"};
}

constexpr auto nothing_to_tell = [](Transaction&, Instant) { return Result<void>{}; };

Result<std::vector<BatchId>> take_back(Transaction& transaction, const BatchId& batch,
                                       BatchStates& states) {
  auto all = settled_with(transaction, batch);
  if (!all) return all.error();
  std::vector<BatchId> returned;
  for (const auto& each : *all) {
    if (each.id != batch && !stands(each)) continue;
    auto last = states.last(each.id);
    if (!last) return last.error();
    if (last->state != LineState::posted) return wrong_state(*last);
    if (auto moved = states.append(each.id, LineState::returned, {}); !moved) return moved.error();
    returned.push_back(each.id);
  }
  return returned;
}

Result<std::vector<BatchId>> return_invoice(Transaction& transaction,
                                            const std::string& invoice_number,
                                            BatchStates& states) {
  auto batches = transaction.batches(std::nullopt);
  if (!batches) return batches.error();
  std::vector<BatchId> returned;
  for (const auto& batch : *batches) {
    const bool is_on_it = batch.state == LineState::invoiced || batch.state == LineState::exported;
    if (!is_on_it || batch.invoice_number != invoice_number) continue;
    if (auto moved = states.append(batch.id, LineState::returned, invoice_number); !moved)
      return moved.error();
    returned.push_back(batch.id);
  }
  if (returned.empty()) return Error{Errc::not_found, "invoice " + invoice_number};
  return returned;
}

}  // namespace

Result<void> mark_invoiced(const Desk& desk, const std::vector<BatchId>& batches,
                           const std::string& invoice_number, const StateChange& change) {
  if (invoice_number.empty() || invoice_number.size() > limits::id_length_max)
    return Error{Errc::invalid_argument, "the invoice number is empty or too long"};
  const auto invoice = [&](Transaction& transaction, Instant now) -> Result<void> {
    auto known = transaction.batches(std::nullopt);
    if (!known) return known.error();
    if (auto one = check_one_customer(*known, batches, invoice_number); !one) return one;
    if (auto whole = check_settlements(*known, batches); !whole) return whole;
    BatchStates states{transaction, now, change};
    for (const auto& batch : batches)
      if (auto moved = states.append(batch, LineState::invoiced, invoice_number); !moved)
        return moved;
    return {};
  };
  return decided_once(desk, {change.request, "invoice", invoice_number + ": " + texts_of(batches)},
                      invoice, nothing_to_tell);
}

Result<void> mark_exported(const Desk& desk, const std::vector<BatchId>& batches,
                           const StateChange& change) {
  const auto mark = [&](Transaction& transaction, Instant now) -> Result<void> {
    BatchStates states{transaction, now, change};
    for (const auto& batch : batches) {
      auto last = states.last(batch);
      if (!last) return last.error();
      if (auto moved = states.append(batch, LineState::exported, last->invoice_number); !moved)
        return moved;
    }
    return {};
  };
  return decided_once(desk, {change.request, "exported", texts_of(batches)}, mark, nothing_to_tell);
}

Result<std::vector<BatchId>> unpost(const Desk& desk, const BatchId& batch,
                                    const StateChange& change) {
  if (change.reason.empty()) return reason_missing();
  return decided_once(
      desk, {change.request, "unpost", batch.text()},
      [&](Transaction& transaction, Instant now) {
        BatchStates states{transaction, now, change};
        return take_back(transaction, batch, states);
      },
      [&](Transaction& transaction, Instant when) -> Result<std::vector<BatchId>> {
        auto all = settled_with(transaction, batch);
        if (!all) return all.error();
        return returned_at(transaction, when, *all);
      });
}

Result<std::vector<BatchId>> void_invoice(const Desk& desk, const std::string& invoice_number,
                                          const StateChange& change) {
  if (change.reason.empty()) return reason_missing();
  return decided_once(
      desk, {change.request, "void", invoice_number},
      [&](Transaction& transaction, Instant now) {
        BatchStates states{transaction, now, change};
        return return_invoice(transaction, invoice_number, states);
      },
      [&](Transaction& transaction, Instant when) -> Result<std::vector<BatchId>> {
        auto batches = transaction.batches(std::nullopt);
        if (!batches) return batches.error();
        std::erase_if(*batches,
                      [&](const Batch& batch) { return batch.invoice_number != invoice_number; });
        return returned_at(transaction, when, *batches);
      });
}

}  // namespace billbyagent
