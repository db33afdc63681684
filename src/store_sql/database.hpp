#pragma once

/// What the statements of this folder need of a database: one connection, and runs of a statement
/// with its parameters and rows. Threads: one at a time.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "billbyagent/base/result.hpp"

namespace billbyagent::sql {

enum class Kind : std::uint8_t { null, integer, text, other };

/// One run of a statement, or several after each other. Columns are those of the present row.
class Statement {
 public:
  virtual ~Statement() = default;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // The next parameter. What goes wrong is told by the run.
  virtual void put_integer(std::int64_t value) = 0;
  virtual void put_text(std::string_view value) = 0;
  virtual void put_null() = 0;
  /// Of a connection that takes lists.
  virtual void put_list(std::span<const std::string_view> values);
  /// From the first parameter on again, without rows.
  virtual void restart() = 0;

  /// The next row; false at the end.
  virtual Result<bool> next() = 0;
  /// Runs what has no rows. Some databases tell only when the transaction ends that it failed.
  virtual Result<void> run() = 0;

  /// How many columns a row has.
  virtual int columns() const = 0;
  virtual Kind kind(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
  virtual std::string_view name(int column) const = 0;

 protected:
  Statement() = default;
};

/// What each database says in words of its own.
struct Dialect {
  std::string_view now;          ///< milliseconds since 1970, by the database's clock
  std::string_view token;        ///< a text that was never there before
  std::string_view lock;         ///< behind a selection: its rows are ours until the end
  std::string_view skip_locked;  ///< behind that: those that others have are passed over
  std::string_view hold;         ///< behind a selection: until the end nobody locks its rows
  std::string_view readers;      ///< asked first: whoever claims a reading is alone; may be empty
  std::string_view lines_by_batch;  ///< the table of lines, to be searched by their batches
  /// What goes through a join from left to right: `LATERAL` with an `OFFSET`, or `CROSS JOIN`.
  bool has_lateral = false;
  /// Reading is rehearsed on empty tables: what is asked must not depend on what is found.
  bool foresees = false;
};

class Connection {
 public:
  virtual ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Parameters are `?`, or `?` and their number.
  virtual std::unique_ptr<Statement> statement(const std::string& sql) = 0;
  virtual const Dialect& dialect() const noexcept = 0;
  /// Where the data is, for errors: "the file".
  virtual std::string_view place() const noexcept = 0;

  /// How many keys a statement may ask for at once.
  virtual std::size_t list_most() const noexcept { return 64; }
  /// Whether such keys are one parameter.
  virtual bool takes_lists() const noexcept { return false; }
  /// Whether the column `number` of what a tenant appends is filled in by the database: where
  /// several write at once, none knows the next one.
  virtual bool numbers_rows() const noexcept { return false; }
  /// Whether closed periods are kept. It is a hint that a store may go without.
  virtual bool keeps_closed_periods() const noexcept { return false; }
  /// Answers what `reading` is about to ask in one trip, where trips cost. `reading` is run an
  /// additional time for that, on empty tables: it must not mind.
  virtual Result<void> foresee(const std::function<void()>& reading);
  /// From here on answers are new ones.
  virtual void forget() {}
  /// Where writes wait to go out together, those that waited go out.
  virtual Result<void> flush() { return {}; }

 protected:
  Connection() = default;
};

inline void Statement::put_list(std::span<const std::string_view>) {
  throw InvariantViolation("a list for a database that takes none");
}

inline Result<void> Connection::foresee(const std::function<void()>&) { return {}; }

}  // namespace billbyagent::sql
