#include "store_sqlite/connection.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>
#include <thread>
#include <utility>

#include "store_sqlite/statement.hpp"

namespace billbyagent::sqlite {
namespace {

Errc errc_of(int code, std::string_view message) {
  if (code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_UNIQUE ||
      (code == SQLITE_CONSTRAINT_TRIGGER && message.ends_with(key_taken)))
    return Errc::conflicts;
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Errc::store_busy;
    case SQLITE_NOTADB:
      return Errc::store_not_a_database;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
      return Errc::file_failed;
    default:
      return Errc::store_failed;
  }
}

}  // namespace

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, bool create,
                                                     Patience patience) {
  std::unique_ptr<Connection> connection{new Connection{path, std::move(patience)}};
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (create ? SQLITE_OPEN_CREATE : 0);
  // A name that begins with `file:` or `:` would mean something else to SQLite.
  const bool special = path.starts_with("file:") || path.starts_with(":");
  const std::string name = special ? "./" + path : path;
  // By us, so that only its owner reads it; SQLite gives its log the same rights.
  if (create) {
    const int made = ::open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made >= 0) ::close(made);
  }
  if (sqlite3_open_v2(name.c_str(), &connection->handle_, flags, nullptr) != SQLITE_OK)
    return connection->failure();
  // SQLite falls back to reading when it may not write.
  if (sqlite3_db_readonly(connection->handle_, "main") == 1)
    return Error{Errc::file_failed, path + ": the file is read-only"};
  sqlite3_busy_handler(connection->handle_, &Connection::wait_for_others, connection.get());
  // A file made by a stranger must not run functions through its schema.
  if (auto set = connection->execute("PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL;"
                                     "PRAGMA trusted_schema=OFF;");
      !set)
    return set.error();
  return connection;
}

Connection::~Connection() {
  statements_.clear();
  sqlite3_close(handle_);
}

/// Whether SQLite shall try again, as it does by itself with a time limit alone.
int Connection::wait_for_others(void* connection, int tries) {
  static constexpr std::chrono::milliseconds longest_pause{25};
  auto& self = *static_cast<Connection*>(connection);
  const auto now = std::chrono::steady_clock::now();
  if (tries == 0) self.busy_since_ = now;
  self.cancelled_ = self.patience_.ended();
  if (self.cancelled_ || now - self.busy_since_ >= self.patience_.longest) return 0;
  std::this_thread::sleep_for(std::min(std::chrono::milliseconds{1 + tries}, longest_pause));
  return 1;
}

Result<void> Connection::execute(const char* sql) {
  if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) return failure();
  return {};
}

std::unique_ptr<sql::Statement> Connection::statement(const std::string& sql) {
  return std::make_unique<PreparedStatement>(*this, prepared(sql));
}

sqlite3_stmt* Connection::prepared(const std::string& sql) {
  auto& statement = statements_[sql];
  if (!statement) {
    sqlite3_stmt* made = nullptr;
    const auto length = static_cast<int>(sql.size());
    sqlite3_prepare_v3(handle_, sql.c_str(), length, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    statement.reset(made);
  }
  return statement.get();
}

Error Connection::failure() const {
  // Without memory for a handle there is no message either.
  if (!handle_) return {Errc::store_failed, path_ + ": out of memory"};
  const int code = sqlite3_extended_errcode(handle_);
  const std::string message = sqlite3_errmsg(handle_);
  if ((code & 0xff) == SQLITE_BUSY && cancelled_) return {Errc::cancelled, path_};
  return {errc_of(code, message),
          path_ + ": " + message + " (SQLite " + std::to_string(code) + ")"};
}

const sql::Dialect& Connection::dialect() const noexcept {
  // One writer at a time: there is nothing to lock.
  static constexpr sql::Dialect words{
      .now = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
      .token = "lower(hex(randomblob(16)))",
      .lock = "",
      .skip_locked = "",
      .hold = "",
      .readers = "",
      .lines_by_batch = "line INDEXED BY line_batch"};
  return words;
}

}  // namespace billbyagent::sqlite
