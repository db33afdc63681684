#include "store_sqlite/statement.hpp"

namespace billbyagent::sqlite {

PreparedStatement::PreparedStatement(const Connection& connection, sqlite3_stmt* statement)
    : connection_(connection), statement_(statement) {
  if (!statement_) error_ = connection.failure();
  if (statement_ && sqlite3_stmt_busy(statement_))
    throw InvariantViolation("a statement was started while it was running");
}

PreparedStatement::~PreparedStatement() {
  if (!statement_) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void PreparedStatement::note(int code) {
  if (code != SQLITE_OK && !error_) error_ = connection_.failure();
}

void PreparedStatement::put_integer(std::int64_t value) {
  if (statement_) note(sqlite3_bind_int64(statement_, ++parameter_, value));
}

void PreparedStatement::put_text(std::string_view value) {
  // SQLite takes a null pointer for NULL, and an empty view may hold one.
  const char* bytes = value.data() ? value.data() : "";
  if (statement_)
    note(sqlite3_bind_text64(statement_, ++parameter_, bytes, value.size(), SQLITE_TRANSIENT,
                             SQLITE_UTF8));
}

void PreparedStatement::put_null() {
  if (statement_) note(sqlite3_bind_null(statement_, ++parameter_));
}

void PreparedStatement::restart() {
  if (statement_) sqlite3_reset(statement_);
  parameter_ = 0;
}

Result<bool> PreparedStatement::next() {
  if (error_) return *error_;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) return connection_.failure();
  return false;
}

Result<void> PreparedStatement::run() {
  while (true) {
    auto row = next();
    if (!row) return row.error();
    if (!*row) return {};
  }
}

sql::Kind PreparedStatement::kind(int column) const {
  switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_NULL:
      return sql::Kind::null;
    case SQLITE_INTEGER:
      return sql::Kind::integer;
    case SQLITE_TEXT:
      return sql::Kind::text;
    default:
      return sql::Kind::other;
  }
}

std::int64_t PreparedStatement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view PreparedStatement::text(int column) const {
  const auto* bytes = sqlite3_column_text(statement_, column);
  const auto size = sqlite3_column_bytes(statement_, column);
  if (!bytes) return {};
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

std::string_view PreparedStatement::name(int column) const {
  const char* name = sqlite3_column_name(statement_, column);
  return name ? name : "?";
}

}  // namespace billbyagent::sqlite
