#pragma once

/// One connection to the file, with its prepared statements. Threads: one at a time.

#include <sqlite3.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "billbyagent/adapters/store_sqlite.hpp"
#include "store_sql/database.hpp"

namespace billbyagent::sqlite {

/// How a trigger ends its message when a key is taken.
inline constexpr const char* key_taken = ": the key is taken";

/// How long, and for whom, one waits for others.
struct Patience {
  std::chrono::milliseconds longest{};
  std::function<bool()> cancelled{};

  bool ended() const { return cancelled && cancelled(); }
};
inline Patience patience_of(const SqliteStoreOptions& options) {
  return {options.busy_timeout, options.cancelled};
}

class Connection final : public sql::Connection {
 public:
  static Result<std::unique_ptr<Connection>> open(const std::string& path, bool create,
                                                  Patience patience);
  ~Connection() override;

  /// Statements without parameters and results.
  Result<void> execute(const char* sql);
  /// Prepared, from the cache when it was asked for before.
  std::unique_ptr<sql::Statement> statement(const std::string& sql) override;
  const sql::Dialect& dialect() const noexcept override;
  std::string_view place() const noexcept override { return "the file"; }
  bool keeps_closed_periods() const noexcept override { return true; }
  /// What went wrong in the last call.
  Error failure() const;
  /// For what has no statement.
  sqlite3* handle() const noexcept { return handle_; }
  bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

 private:
  Connection(std::string path, Patience patience)
      : path_(std::move(path)), patience_(std::move(patience)) {}
  static int wait_for_others(void* connection, int tries);
  /// Null on an error.
  sqlite3_stmt* prepared(const std::string& sql);

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::string path_;
  Patience patience_;
  std::chrono::steady_clock::time_point busy_since_{};
  bool cancelled_ = false;  ///< the last wait was
  sqlite3* handle_ = nullptr;
  std::unordered_map<std::string, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

}  // namespace billbyagent::sqlite
