#include "store_sql/batch_seals.hpp"

#include <set>

#include "store_sql/batches.hpp"

namespace billbyagent::sql {
namespace {

Chain sealed(const Batch& batch, const std::vector<LineItem>& lines) {
  BatchSealer sealer{batch};
  for (const auto& line : lines) sealer.add(line);
  return sealer.chain();
}

std::vector<ContractId> contracts_of(const std::vector<BatchOnRecord>& batches) {
  std::set<ContractId> ids;
  for (const auto& each : batches) ids.insert(each.batch.contract);
  return {ids.begin(), ids.end()};
}

}  // namespace

void BatchesOfGroup::add(const Batch& batch) {
  places_.emplace(batch.id, all_.size());
  all_.push_back({batch.contract, batch.id, BatchSealer{batch}});
}

void BatchesOfGroup::add(const BatchId& batch, const LineItem& line) {
  all_[places_.at(batch)].sealer.add(line);
}

Result<void> BatchesOfGroup::compare(Group& group, std::string_view batches) const {
  auto of_each = Seals::of_batches(group, Sealed::batch, batches);
  if (!of_each) return of_each.error();
  auto of_lists = Seals::of(group, Sealed::batches);
  if (!of_lists) return of_lists.error();
  auto lists = begun_;
  for (const auto& [contract, id, sealer] : all_) {
    const Chain lines = sealer.chain();
    if (auto same = of_each->compare(seal_key(Sealed::batch, contract, id), lines); !same)
      return same;
    lists[contract].append(lines.last);
  }
  for (const auto& [contract, list] : lists)
    if (auto same = of_lists->compare(seal_key(Sealed::batches, contract), list); !same)
      return same;
  if (auto all = of_each->finish(); !all) return all;
  return of_lists->finish();
}

Result<void> compare_states(Seals& seals, const std::vector<BatchOnRecord>& batches) {
  for (const auto& [batch, lines, states] : batches) {
    const auto key = seal_key(Sealed::states, batch.contract, batch.id);
    if (auto same = seals.compare(key, chain_of(states)); !same) return same;
  }
  return {};
}

Result<void> check_batches(const Tables& tables, const std::vector<BatchOnRecord>& batches) {
  const auto contracts = contracts_of(batches);
  auto of_each = Seals::of(tables, contracts, Sealed::batch);
  if (!of_each) return of_each.error();
  for (const auto& [batch, lines, states] : batches) {
    const auto key = seal_key(Sealed::batch, batch.contract, batch.id);
    if (auto same = of_each->compare(key, sealed(batch, lines)); !same) return same;
  }
  auto of_states = Seals::of(tables, contracts, Sealed::states);
  if (!of_states) return of_states.error();
  return compare_states(*of_states, batches);
}

Result<void> check_list(const Tables& tables, const std::optional<ContractId>& contract,
                        const std::vector<BatchOnRecord>& batches) {
  const auto load = [&](Sealed kind) {
    return contract ? Seals::of(tables, {*contract}, kind) : Seals::all(tables, kind);
  };
  auto of_states = load(Sealed::states);
  if (!of_states) return of_states.error();
  if (auto same = compare_states(*of_states, batches); !same) return same;
  return of_states->finish();
}

Result<void> seal_batches(const Tables& tables, const std::vector<NewBatch>& added) {
  std::map<ContractId, std::vector<Seal>> lists;
  for (const auto& [batch, lines] : added) {
    const Chain seal = sealed(batch, lines);
    if (auto kept = keep(tables, seal_key(Sealed::batch, batch.contract, batch.id), seal); !kept)
      return kept;
    lists[batch.contract].push_back(seal.last);
  }
  std::vector<ContractId> contracts;
  for (const auto& [contract, seals] : lists) contracts.push_back(contract);
  const auto so_far = Seals::of(tables, contracts, Sealed::batches);
  if (!so_far) return so_far.error();
  for (const auto& [contract, seals] : lists) {
    const auto key = seal_key(Sealed::batches, contract);
    if (auto kept = keep(tables, key, chain_of(seals, so_far->chain(key))); !kept) return kept;
  }
  return {};
}

Result<void> seal_states(const Tables& tables, const std::vector<StateRecord>& added,
                         const std::vector<NewBatch>& batches) {
  std::map<BatchId, std::vector<StateRecord>> by_batch;
  for (const auto& record : added) by_batch[record.batch].push_back(record);
  std::map<BatchId, ContractId> new_ones;
  for (const auto& each : batches) new_ones.emplace(each.batch.id, each.batch.contract);
  for (const auto& [batch, records] : by_batch) {
    if (const auto made = new_ones.find(batch); made != new_ones.end()) {
      const auto key = seal_key(Sealed::states, made->second, batch);
      if (auto kept = keep(tables, key, chain_of(records)); !kept) return kept;
      continue;
    }
    const auto contract =
        list<ContractId>(tables, select("contract", "batch", "AND batch=?2"), batch);
    if (!contract) return contract.error();
    if (contract->empty()) continue;  // the foreign key has refused it
    const auto key = seal_key(Sealed::states, contract->front(), batch);
    if (auto kept = append_seals(tables, key, records); !kept) return kept;
  }
  return {};
}

}  // namespace billbyagent::sql
