#pragma once

/// A run of a statement that the connection keeps prepared. Threads: one at a time.

#include <cstdint>
#include <optional>
#include <string_view>

#include "store_sqlite/connection.hpp"

namespace billbyagent::sqlite {

class PreparedStatement final : public sql::Statement {
 public:
  /// Null: it could not be prepared, which the first run tells.
  PreparedStatement(const Connection& connection, sqlite3_stmt* statement);
  ~PreparedStatement() override;

  void put_integer(std::int64_t value) override;
  void put_text(std::string_view value) override;
  void put_null() override;
  void restart() override;
  Result<bool> next() override;
  Result<void> run() override;
  int columns() const override { return sqlite3_column_count(statement_); }
  sql::Kind kind(int column) const override;
  std::int64_t integer(int column) const override;
  std::string_view text(int column) const override;
  std::string_view name(int column) const override;

 private:
  void note(int code);

  const Connection& connection_;
  sqlite3_stmt* statement_;
  int parameter_ = 0;
  std::optional<Error> error_;
};

}  // namespace billbyagent::sqlite
