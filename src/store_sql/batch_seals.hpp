#pragma once

/// The seals of batches: of each with its lines, of its states, and of the list of a contract's
/// batches, so that none is missing.

#include <map>
#include <vector>

#include "store_sql/seals.hpp"

namespace billbyagent::sql {

/// Takes batches of a group of contracts with their lines, and compares: all of them, or those that
/// follow on a part of their list.
class BatchesOfGroup {
 public:
  void begin(const ContractId& contract, Chain list) { begun_.emplace(contract, std::move(list)); }
  /// Those of each contract in the order of posting.
  void add(const Batch& batch);
  void add(const BatchId& batch, const LineItem& line);
  /// With the seals of those in the table `batches`.
  Result<void> compare(Group& group, std::string_view batches) const;

 private:
  struct Each {
    ContractId contract;
    BatchId id;
    BatchSealer sealer;
  };
  std::vector<Each> all_;
  std::map<BatchId, std::size_t> places_;
  std::map<ContractId, Chain> begun_;
};

Result<void> compare_states(Seals& seals, const std::vector<BatchOnRecord>& batches);
/// Some batches, whole.
Result<void> check_batches(const Tables& tables, const std::vector<BatchOnRecord>& batches);
/// All batches of a contract or of all, with their states and without their lines.
Result<void> check_list(const Tables& tables, const std::optional<ContractId>& contract,
                        const std::vector<BatchOnRecord>& batches);

/// Of batches that are written now.
Result<void> seal_batches(const Tables& tables, const std::vector<NewBatch>& added);
/// `batches` are those that were sealed in the same write.
Result<void> seal_states(const Tables& tables, const std::vector<StateRecord>& added,
                         const std::vector<NewBatch>& batches);

}  // namespace billbyagent::sql
