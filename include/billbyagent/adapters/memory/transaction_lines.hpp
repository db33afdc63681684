#pragma once

/// Batches, their lines and states in `MemoryStore`.

#include <tuple>

#include "billbyagent/adapters/memory/transaction.hpp"

namespace billbyagent::detail {

inline Result<std::vector<PostedLine>> MemoryTransaction::posted_lines(const ContractId& contract) {
  return life_.reading([&]() -> Result<std::vector<PostedLine>> {
    std::vector<PostedLine> all;
    if (const MemoryContract* saved = find(contract))
      for (const auto& batch : saved->batches)
        for (auto& line : batch->posted_lines()) all.push_back(std::move(line));
    std::stable_sort(all.begin(), all.end(), [](const PostedLine& a, const PostedLine& b) {
      return std::tie(a.line.key.service, a.line.key.period_begin) <
             std::tie(b.line.key.service, b.line.key.period_begin);
    });
    return all;
  });
}

inline Result<PostedLine> MemoryTransaction::posted_line(const LineKey& key) {
  return life_.reading([&]() -> Result<PostedLine> {
    if (const MemoryContract* saved = find(key.contract))
      for (const auto& batch : saved->batches)
        for (auto& line : batch->posted_lines())
          if (line.line.key == key) return std::move(line);
    return unknown("line", to_string(key));
  });
}

inline Result<PostingOutcome> MemoryTransaction::append_batch(const Batch& batch,
                                                              const std::vector<LineItem>& lines) {
  return life_.writing([&]() -> Result<PostingOutcome> {
    if (auto good = check_batch(batch, lines); !good) return good.error();
    if (const MemoryBatch* saved = find(batch.id)) {
      const bool same = saved->batch.contract == batch.contract && saved->lines == lines;
      return same ? PostingOutcome::already_posted : PostingOutcome::conflicts;
    }
    const MemoryContract* contract = find(batch.contract);
    if (!contract)
      return within("batch " + batch.id.text(), unknown("contract", batch.contract.text()));
    std::set<LineKey> keys;
    for (const auto& line : lines) {
      if (!contract->services.contains(line.key.service))
        return within("batch " + batch.id.text(), unknown("service", line.key.service.text()));
      keys.insert(line.key);
    }
    for (const auto& other : contract->batches)
      for (const auto& line : other->lines)
        if (keys.contains(line.key)) return PostingOutcome::conflicts;
    const std::size_t number = state_.batches->size();
    state_.batches.edit().emplace(batch.id, std::pair{batch.contract, contract->batches.size()});
    edit(batch.contract)
        .batches.push_back(Shared{MemoryBatch{number, batch, lines, {first_state(batch)}}});
    return PostingOutcome::created;
  });
}

inline Result<std::vector<Batch>> MemoryTransaction::batches(
    const std::optional<ContractId>& contract) {
  return life_.reading([&]() -> Result<std::vector<Batch>> {
    std::vector<const MemoryBatch*> found;
    for (const auto& [id, saved] : *state_.contracts)
      if (!contract || *contract == id)
        for (const auto& batch : saved->batches) found.push_back(&*batch);
    std::sort(found.begin(), found.end(),
              [](const MemoryBatch* a, const MemoryBatch* b) { return a->number < b->number; });
    std::vector<Batch> all;
    for (const MemoryBatch* batch : found) all.push_back(batch->now());
    return all;
  });
}

inline Result<std::size_t> MemoryTransaction::batch_count(const ContractId& contract) {
  return life_.reading([&]() -> Result<std::size_t> {
    const MemoryContract* saved = find(contract);
    return saved ? saved->batches.size() : 0;
  });
}

inline Result<std::vector<PostedLine>> MemoryTransaction::lines_of(const BatchId& batch) {
  return life_.reading([&]() -> Result<std::vector<PostedLine>> {
    const MemoryBatch* saved = find(batch);
    if (!saved) return unknown("batch", batch.text());
    return saved->posted_lines();
  });
}

inline Result<void> MemoryTransaction::append_state(const StateRecord& record) {
  return life_.writing([&]() -> Result<void> {
    const MemoryBatch* saved = find(record.batch);
    if (!saved) return unknown("batch", record.batch.text());
    if (auto allowed = check_state(record, saved->states.back().state); !allowed) return allowed;
    const auto& [contract, place] = state_.batches->at(record.batch);
    edit(contract).batches[place].edit().states.push_back(record);
    return {};
  });
}

inline Result<std::vector<StateRecord>> MemoryTransaction::state_records(const BatchId& batch) {
  return life_.reading([&]() -> Result<std::vector<StateRecord>> {
    const MemoryBatch* saved = find(batch);
    if (!saved) return unknown("batch", batch.text());
    return saved->states;
  });
}

}  // namespace billbyagent::detail
