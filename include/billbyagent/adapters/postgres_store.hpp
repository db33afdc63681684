#pragma once

/// The store in a PostgreSQL database (13 or later), for several hosts and many tenants: writers
/// lock the contracts that they load and nothing else, unique keys decide, readers see a snapshot.
/// Needs neither session state nor named statements, so that it works behind PgBouncer in
/// transaction mode. Link `billbyagent::postgres`.
///
/// What the database rolled back without our doing (deadlock, lock that was not free in time, lost
/// connection, restarted server) is done again a few times: what was read before is read again, and
/// only when it is still the same does the transaction go on. A commit without an answer is looked
/// up, not repeated.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "billbyagent/ports/store.hpp"

namespace billbyagent {

struct PostgresStoreOptions {
  /// `postgres://user@host:5432/database?...`, as libpq reads it. Without `sslmode` a host that is
  /// not this machine has to prove who it is (`verify-full`). The password is best left out: libpq
  /// finds it in PGPASSWORD, in the file of `passfile=` or in ~/.pgpass.
  std::string url;
  /// How long to wait for the lock of a contract before `store_busy`.
  std::chrono::milliseconds busy_timeout{10'000};
  /// How long one statement may take.
  std::chrono::milliseconds statement_timeout{300'000};
  /// After how long the server ends a transaction that does nothing.
  std::chrono::milliseconds idle_timeout{900'000};
  /// Whether missing tables are made. Otherwise it is `store_not_a_database`.
  bool create = true;
  /// Asked between attempts and several times a second while the server works, on the thread that
  /// waits: whether it shall end, with `cancelled`.
  std::function<bool()> cancelled{};
};

/// Whether it names a database of this kind: `postgres://` or `postgresql://`.
inline bool is_postgres_url(std::string_view text) noexcept {
  return text.starts_with("postgres://") || text.starts_with("postgresql://");
}

/// Whether this build has the store: without libpq it was left out, and all that is asked of it is
/// `invalid_settings`.
bool has_postgres_store() noexcept;

/// The URL without what is secret in it, for people to read.
std::string shown_postgres_url(const std::string& url);

/// Connects and makes or upgrades the tables in the first schema of the search path.
/// Errors: `invalid_settings`, `store_newer`, `store_not_a_database` (tables of something else, or
/// none where none are to be made),
/// `store_busy` (also when the server can't be reached), `store_failed`. None tells a password.
/// Threads: the store may be shared. Transactions may outlive it.
Result<std::unique_ptr<Store>> open_postgres_store(PostgresStoreOptions options);

/// Which database it is: made with its tables, the same for each copy of it.
Result<std::string> postgres_origin(const PostgresStoreOptions& options);

}  // namespace billbyagent
