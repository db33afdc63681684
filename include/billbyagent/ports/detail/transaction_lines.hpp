#pragma once

/// Batches, their lines and states of a transaction.

#include <algorithm>
#include <set>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/ports/transaction.hpp"

namespace billbyagent {

BILLBYAGENT_INLINE Result<std::vector<PostedLine>> Transaction::posted_lines(
    const ContractId& contract) {
  return life_.reading([&]() -> Result<std::vector<PostedLine>> {
    auto entry = find(contract, Part::lines);
    if (!entry) return entry.error();
    return *entry ? (*entry)->dossier.lines : std::vector<PostedLine>{};
  });
}

BILLBYAGENT_INLINE Result<PostedLine> Transaction::posted_line(const LineKey& key) {
  return life_.reading([&]() -> Result<PostedLine> {
    auto entry = find(key.contract, Part::lines);
    if (!entry) return entry.error();
    if (*entry)
      for (const auto& line : (*entry)->dossier.lines)
        if (line.line.key == key) return line;
    return detail::unknown("line", to_string(key));
  });
}

BILLBYAGENT_INLINE void Transaction::reopen(const ContractId& contract, Date from) {
  const auto at = contracts_.find(contract);
  const Loaded* known =
      at != contracts_.end() && at->second.have.has(Part::closed) ? &at->second : nullptr;
  if (known && known->dossier.closed_end.value_or(from) <= from) return;
  Closing& closing = changes_.closings[contract];
  closing.reopened = std::min(closing.reopened.value_or(from), from);
  const Closing now{.reopened = from, .end = {}};
  apply(now, closing.end);
  if (at == contracts_.end()) return;
  apply(now, at->second.dossier.closed_end);
  at->second.forget_open_lines();
}

BILLBYAGENT_INLINE Result<void> Transaction::close_periods(const ContractId& contract, Date end) {
  return life_.writing([&]() -> Result<void> {
    auto entry = find(contract, Part::closed);
    if (!entry) return entry.error();
    if (!*entry) return detail::unknown("contract", contract.text());
    if ((*entry)->dossier.closed_end == end) return {};
    changes_.closings[contract].end = end;
    (*entry)->dossier.closed_end = end;
    return {};
  });
}

namespace detail {

/// The first billing period that the lines are of.
BILLBYAGENT_INLINE Date first_period(const std::vector<LineItem>& lines) {
  Date first = lines.front().key.period_begin;
  for (const auto& line : lines) first = std::min(first, line.key.period_begin);
  return first;
}

}  // namespace detail

BILLBYAGENT_INLINE Result<PostingOutcome> Transaction::append_batch(
    const Batch& batch, const std::vector<LineItem>& items) {
  return life_.writing([&]() -> Result<PostingOutcome> {
    if (auto good = detail::check_batch(batch, items); !good) return good.error();
    auto lines = items;
    for (auto& line : lines) line.account = batch.account;
    const auto refuse = [&](Error why) { return within("batch " + batch.id.text(), why); };
    auto entry = find(batch.contract, Part::lines | Part::batch_count | Part::closed);
    if (!entry) return entry.error();
    if (!*entry) return refuse(detail::unknown("contract", batch.contract.text()));
    const Date first = detail::first_period(lines);
    if (const auto& closed = (*entry)->dossier.closed_end; closed && first < *closed) {
      // A line of a closed period: whether its key is free is known of all lines alone.
      entry = find(batch.contract, Part::lines);
      if (!entry) return entry.error();
    }
    Dossier& dossier = (*entry)->dossier;
    const auto is_of_it = [&](const PostedLine& line) { return line.batch == batch.id; };
    if ((*entry)->open_lines || !detail::has_own_id(batch) ||
        std::any_of(dossier.lines.begin(), dossier.lines.end(), is_of_it)) {
      auto saved = find(batch.id);
      if (!saved) return saved.error();
      if (*saved)
        return (*saved)->batch.contract == batch.contract && (*saved)->lines == lines
                   ? PostingOutcome::already_posted
                   : PostingOutcome::conflicts;
    }
    std::set<LineKey> keys;
    for (const auto& line : lines) {
      if (!dossier.contract->find_service(line.key.service))
        return refuse(detail::unknown({line.key.contract, line.key.service}));
      keys.insert(line.key);
    }
    for (const auto& posted : dossier.lines)
      if (keys.contains(posted.line.key)) return PostingOutcome::conflicts;
    const NewBatch& added = changes_.batches.emplace_back(NewBatch{batch, lines});
    changes_.states.push_back(first_state(batch));
    batches_[batch.id] = BatchOnRecord{batch, lines, {first_state(batch)}};
    apply(added, dossier, (*entry)->shown());
    reopen(batch.contract, first);
    return PostingOutcome::created;
  });
}

BILLBYAGENT_INLINE Result<std::vector<Batch>> Transaction::batches(
    const std::optional<ContractId>& contract) {
  return life_.reading([&]() -> Result<std::vector<Batch>> {
    auto listed = session_->batches(contract);
    if (!listed || changes_.states.empty()) return listed;
    for (auto& batch : *listed)
      if (const auto at = batches_.find(batch.id); at != batches_.end() && at->second)
        batch = at->second->batch;
    for (const auto& added : changes_.batches)
      if (!contract || *contract == added.batch.contract)
        listed->push_back(batches_.at(added.batch.id)->batch);
    return listed;
  });
}

BILLBYAGENT_INLINE Result<std::size_t> Transaction::batch_count(const ContractId& contract) {
  return life_.reading([&]() -> Result<std::size_t> {
    auto entry = find(contract, Part::batch_count);
    if (!entry) return entry.error();
    return *entry ? (*entry)->dossier.batch_count : 0;
  });
}

BILLBYAGENT_INLINE Result<std::vector<PostedLine>> Transaction::lines_of(const BatchId& batch) {
  return life_.reading([&]() -> Result<std::vector<PostedLine>> {
    auto found = find(batch);
    if (!found) return found.error();
    if (!*found) return detail::unknown("batch", batch.text());
    std::vector<PostedLine> lines;
    for (const auto& line : (*found)->lines) lines.push_back(posted_in((*found)->batch, line));
    return lines;
  });
}

BILLBYAGENT_INLINE Result<void> Transaction::append_state(const StateRecord& record) {
  return life_.writing([&]() -> Result<void> {
    auto found = find(record.batch);
    if (!found) return found.error();
    if (!*found) return detail::unknown("batch", record.batch.text());
    auto& [batch, lines, states] = **found;
    if (auto allowed = detail::check_state(record, batch.state); !allowed) return allowed;
    advance(batch, record);
    states.push_back(record);
    changes_.states.push_back(record);
    if (const auto at = contracts_.find(batch.contract); at != contracts_.end())
      apply(record, at->second.dossier, at->second.shown());
    if (record.state == LineState::returned) reopen(batch.contract, detail::first_period(lines));
    return {};
  });
}

BILLBYAGENT_INLINE Result<std::vector<StateRecord>> Transaction::state_records(
    const BatchId& batch) {
  return life_.reading([&]() -> Result<std::vector<StateRecord>> {
    auto found = find(batch);
    if (!found) return found.error();
    if (!*found) return detail::unknown("batch", batch.text());
    return (*found)->states;
  });
}

}  // namespace billbyagent
