#pragma once

/// Batches as their rows, those of their lines and those of their states make them.

#include <map>
#include <vector>

#include "store_sql/sql.hpp"

namespace billbyagent::sql {

/// The columns of a line, its batch last, and how they are read.
std::string line_columns();
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

}  // namespace billbyagent::sql
