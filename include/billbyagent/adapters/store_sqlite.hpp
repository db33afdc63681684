#pragma once

/// The store in one SQLite file, for one machine: write-ahead log, full sync at every commit,
/// readers that do not block the writer. Several processes may use the file at the same time; it
/// must lie on a local disk. Link `billbyagent::sqlite`.
///
/// Back up with `backup_sqlite_store`, and bring a backup back with `restore_sqlite_store`: posting
/// then stops (`store_behind`) until a person has compared what left since, as lines that were
/// posted after the backup would be posted once more.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
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
  /// Batches may be recorded although posting is stopped: to bring back what a backup lacks.
  bool reconciling = false;
  /// Asked several times a second, on the calling thread, while another process writes; true ends
  /// the wait with `cancelled`.
  std::function<bool()> cancelled{};
};

/// Opens the file, makes or upgrades its tables, and recovers what a killed process left.
/// Errors: `invalid_settings`, `file_failed` (missing, unreadable or read-only), `store_newer` (a
/// newer version of the library made it), `store_not_a_database` (also another program's
/// database, which is left untouched), `store_busy`, `store_failed`.
/// Threads: the store may be shared. Transactions may outlive it.
Result<std::unique_ptr<Store>> open_sqlite_store(SqliteStoreOptions options);

/// Which database it is, and whether the tenant's posting is stopped.
struct SqliteGeneration {
  std::string origin;  ///< made with the tables; a backup has the same
  std::int64_t number = 1;
  std::string token;
  std::optional<Error> stopped{};  ///< `store_behind`: restored, and not reconciled

  friend bool operator==(const SqliteGeneration&, const SqliteGeneration&) = default;
};
/// Errors: those of opening; a missing file is not made.
Result<SqliteGeneration> sqlite_generation(const SqliteStoreOptions& options,
                                           const TenantId& tenant);

/// Copies the file while others use it into `to`, which must not be there, for its owner alone;
/// then reads the copy through. `conflicts` when `to` is there; `file_failed`, `store_failed`.
Result<void> backup_sqlite_store(const SqliteStoreOptions& options, const std::string& to);

/// Puts a backup in the place of the file, as a new generation that has to be reconciled: all of it
/// or nothing, also while others have the file open, whose writing transactions then fail. What was
/// there before is copied to the file `kept` first, where it was a database. `store_busy` when
/// somebody writes.
struct SqliteRestoration {
  std::string from;
  std::string kept;  ///< must not be there
  std::string author;
  std::string reason;
  Instant now{};
};
Result<void> restore_sqlite_store(const SqliteStoreOptions& options,
                                  const SqliteRestoration& restoration);

/// A person has compared: the tenant posts again. `nothing_to_do` when it was not stopped.
Result<void> end_sqlite_stop(const SqliteStoreOptions& options, const TenantId& tenant,
                             const std::string& author, const std::string& reason, Instant now);

}  // namespace billbyagent
