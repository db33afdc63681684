#pragma once

/// Statements that wait to go out together. Rows for the same table become one statement, with a
/// list for each column; it may bring a row forward among insertions: references between tables are
/// checked at the commit. Threads: one at a time.

#include <string>
#include <unordered_map>
#include <unordered_set>
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
  /// The values of one column, as PostgreSQL writes a list.
  struct Column {
    Oid type = 0;  ///< of a value; 0: there is none but nulls
    std::string list{};

    void add(const Parameter& value);
  };
  struct Waiting {
    Question question;         ///< with the parameters of the first row
    std::string head{};        ///< of an insertion: what stands before its rows
    std::string tail{};        ///< and behind them
    std::size_t key_size = 0;  ///< how many columns tell which row is replaced; 0: none is
    std::size_t rows = 1;
    std::vector<Column> columns{};           ///< once there is a second row
    std::unordered_set<std::string> keys{};  ///< each once in a statement
  };

  static Waiting waiting(const Question& question);
  static bool add_row(Waiting& to, const Question& question);
  static Question joined(const Waiting& waiting);

  std::vector<Waiting> statements_;
  /// Insertions that take further rows, by their text.
  std::unordered_map<std::string, std::size_t> open_;
};

}  // namespace billbyagent::postgres
