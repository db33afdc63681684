#pragma once

/// Statements that wait to go out together. Rows for the same table become one statement, which may
/// bring a row forward among insertions: references between tables are checked at the commit.
/// Threads: one at a time.

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "store_postgres/wire.hpp"

namespace billbyagent::postgres {

class Writes {
 public:
  void add(const Question& question);
  void clear();
  bool empty() const noexcept { return statements_.empty(); }
  /// What waited, in its order; nothing waits any more.
  std::vector<Question> take();

 private:
  struct Waiting {
    Question question;
    std::string head{}, tuple{}, tail{};  ///< of an insertion: what stands around its rows
    std::size_t rows = 1;
    std::set<std::string> keys{};  ///< of rows that replace others: each once in a statement
  };

  std::vector<Waiting> statements_;
  /// Insertions that take further rows, by their text.
  std::unordered_map<std::string, std::size_t> open_;
};

}  // namespace billbyagent::postgres
