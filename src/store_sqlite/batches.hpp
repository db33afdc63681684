#pragma once

/// Batches as their rows and state records make them.

#include <map>
#include <vector>

#include "store_sqlite/columns.hpp"

namespace billbyagent::sqlite {

LineItem read_line(Query& row);

class Batches {
 public:
  void read_batch(Query& row);
  /// By batch and number. The batch must have been read.
  void read_state(Query& row);

  BatchOnRecord* find(const BatchId& id);
  /// In the order of reading.
  std::vector<BatchOnRecord>& all() { return all_; }

 private:
  std::vector<BatchOnRecord> all_;
  std::map<BatchId, std::size_t> places_;
};

}  // namespace billbyagent::sqlite
