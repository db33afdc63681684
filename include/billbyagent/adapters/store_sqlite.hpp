#pragma once

/// The store in one SQLite file, for one machine: write-ahead log, full sync at every commit,
/// readers that do not block the writer. Several processes may use the file at the same time; it
/// must lie on a local disk. Link `billbyagent::sqlite`.
///
/// Back up with SQLite's own means (`VACUUM INTO`, `.backup`) or by copying the file and its `-wal`
/// while no process has it open.

#include <chrono>
#include <memory>
#include <string>

#include "billbyagent/ports/store.hpp"

namespace billbyagent {

struct SqliteStoreOptions {
  /// A file. Its directory must exist and be writable: SQLite keeps its log beside it.
  std::string path;
  /// How long to wait for another writer, in this process and again among processes, before
  /// `store_busy`.
  std::chrono::milliseconds busy_timeout{10'000};
  /// Whether a missing file is made. Otherwise it is `file_failed`.
  bool create = true;
};

/// Opens the file, makes or upgrades its tables, and recovers what a killed process left.
/// Errors: `invalid_settings`, `file_failed` (missing, unreadable or read-only), `store_newer` (a
/// newer version of the library made it), `store_not_a_database` (also another program's
/// database, which is left untouched), `store_busy`, `store_failed`.
/// Threads: the store may be shared. Transactions may outlive it.
Result<std::unique_ptr<Store>> open_sqlite_store(SqliteStoreOptions options);

}  // namespace billbyagent
