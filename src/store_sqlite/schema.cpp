#include "store_sqlite/schema.hpp"

#include <chrono>
#include <map>
#include <span>
#include <string>
#include <thread>

#include "store_sql/query.hpp"
#include "store_sqlite/schema_v1.hpp"
#include "store_sqlite/schema_v2_terms.hpp"
#include "store_sqlite/schema_v2_trust.hpp"
#include "store_sqlite/schema_v3_eligibility.hpp"
#include "store_sqlite/schema_v3_rmm.hpp"
#include "store_sqlite/schema_v4_amendments.hpp"
#include "store_sqlite/schema_v4_claims.hpp"
#include "store_sqlite/schema_v4_closed.hpp"
#include "store_sqlite/schema_v4_digest.hpp"
#include "store_sqlite/schema_v4_evidence.hpp"
#include "store_sqlite/schema_v4_generation.hpp"
#include "store_sqlite/schema_v4_readings.hpp"
#include "store_sqlite/schema_v4_seals.hpp"
#include "store_sqlite/schema_v4_settlement.hpp"
#include "store_sqlite/schema_v4_tombstones.hpp"
#include "store_sqlite/schema_v4_work.hpp"

namespace billbyagent::sqlite {
namespace {

using sql::Query;

Result<void> refuse(Connection& connection, const std::string& table, const std::string& event,
                    const std::string& when = {}) {
  const std::string sql = "CREATE TRIGGER " + table + "_no_" + event + " BEFORE " + event + " ON " +
                          table + when + " BEGIN SELECT RAISE(ABORT, '" + table +
                          " is append-only'); END";
  return connection.execute(sql.c_str());
}

Result<void> make_append_only(Connection& connection, std::span<const char* const> tables) {
  for (const char* table : tables)
    for (const char* event : {"UPDATE", "DELETE"})
      if (auto made = refuse(connection, table, event); !made) return made;
  return {};
}

/// `INSERT OR REPLACE` would delete the rows that are in its way, without a word to the triggers
/// against deleting.
Result<void> refuse_replacement(Connection& connection, const std::string& table) {
  std::map<std::string, std::string> conditions;  // by unique index
  Query columns{connection, "SELECT l.name, c.name FROM pragma_index_list('" + table +
                                "') l, pragma_index_info(l.name) c WHERE l.\"unique\" AND NOT "
                                "l.partial ORDER BY l.name, c.seqno"};
  while (columns.next()) {
    auto& condition = conditions[columns.get<std::string>()];
    const auto column = columns.get<std::string>();
    condition += (condition.empty() ? "" : " AND ") + column + "=NEW." + column;
  }
  if (auto read = columns.end(); !read) return read;
  std::string taken;
  for (const auto& [index, condition] : conditions)
    taken += (taken.empty() ? "EXISTS (SELECT 1 FROM " : " OR EXISTS (SELECT 1 FROM ") + table +
             " WHERE " + condition + ")";
  const std::string sql = "CREATE TRIGGER " + table + "_no_REPLACE BEFORE INSERT ON " + table +
                          " WHEN " + taken + " BEGIN SELECT RAISE(ABORT, '" + table + key_taken +
                          "'); END";
  return connection.execute(sql.c_str());
}

Result<void> make_version_1(Connection& connection) {
  for (const char* sql : {schema_v1_book, schema_v1_units, schema_v1_lines, schema_v1_outbox})
    if (auto made = connection.execute(sql); !made) return made;
  if (auto made = make_append_only(connection, schema_v1_append_only); !made) return made;
  for (const char* table : schema_v1_kept)
    if (auto made = refuse(connection, table, "DELETE"); !made) return made;
  return {};
}

Result<void> make_version_2(Connection& connection) {
  for (const char* sql : {schema_v2_terms, schema_v2_trust})
    if (auto made = connection.execute(sql); !made) return made;
  return make_append_only(connection, schema_v2_terms_append_only);
}

Result<void> make_version_3(Connection& connection) {
  for (const char* sql : {schema_v3_rmm, schema_v3_eligibility})
    if (auto made = connection.execute(sql); !made) return made;
  return make_append_only(connection, schema_v3_eligibility_append_only);
}

/// Rows that say what was billed stay once something was.
Result<void> lock_what_was_posted(Connection& connection) {
  const std::string posted =
      " WHEN EXISTS (SELECT 1 FROM line l WHERE l.tenant = OLD.tenant "
      "AND l.contract = OLD.contract";
  for (const char* table : schema_v4_posted_only)
    for (const char* event : {"UPDATE", "DELETE"})
      if (auto made = refuse(connection, table, event, posted + " AND l.service = OLD.service)");
          !made)
        return made;
  for (const char* table : schema_v4_posted_contract_only)
    for (const char* event : {"UPDATE", "DELETE"})
      if (auto made = refuse(connection, table, event, posted + ")"); !made) return made;
  return {};
}

Result<void> make_version_4(Connection& connection) {
  for (const char* sql :
       {schema_v4_digest, schema_v4_amendments, schema_v4_settlement, schema_v4_tombstones,
        schema_v4_generation, schema_v4_readings, schema_v4_claims, schema_v4_seals,
        schema_v4_evidence, schema_v4_closed, schema_v4_work})
    if (auto made = connection.execute(sql); !made) return made;
  if (auto made = lock_what_was_posted(connection); !made) return made;
  for (const auto& tables : {std::span<const char* const>{schema_v4_generation_append_only},
                             std::span<const char* const>{schema_v4_tombstones_append_only}})
    if (auto made = make_append_only(connection, tables); !made) return made;
  for (const auto& tables : {std::span<const char* const>{schema_v1_append_only},
                             std::span<const char* const>{schema_v1_kept},
                             std::span<const char* const>{schema_v2_terms_append_only},
                             std::span<const char* const>{schema_v3_eligibility_append_only},
                             std::span<const char* const>{schema_v4_amendment_tables},
                             std::span<const char* const>{schema_v4_tombstones_append_only}})
    for (const std::string table : tables)
      if (table != "account")  // which is written anew
        if (auto made = refuse_replacement(connection, table); !made) return made;
  return seal_everything(connection);
}

using Migration = Result<void> (*)(Connection&);
/// The n-th one leads from version n to n + 1. Released ones stay as they are.
constexpr Migration migrations[] = {make_version_1, make_version_2, make_version_3, make_version_4};

template <class T>
Result<T> single(Connection& connection, const char* sql) {
  Query query{connection, sql};
  const T value = query.next() ? query.get<T>() : T{};
  if (auto read = query.end(); !read) return read.error();
  return value;
}

Error newer(const std::string& path, std::int32_t version) {
  return {Errc::store_newer, path + ": version " + std::to_string(version) +
                                 ", this library knows up to " + std::to_string(schema_version())};
}

/// Whether the tables have to be made or upgraded.
Result<bool> needs_migration(Connection& connection, const std::string& path) {
  const auto application = single<std::int32_t>(connection, "PRAGMA application_id");
  if (!application) return application.error();
  const auto version = single<std::int32_t>(connection, "PRAGMA user_version");
  if (!version) return version.error();
  if (*application == application_id) {
    if (*version > schema_version()) return newer(path, *version);
    if (*version < 1)
      return Error{Errc::store_failed, path + ": version " + std::to_string(*version)};
    return *version < schema_version();
  }
  const auto tables = single<std::int64_t>(connection, "SELECT count(*) FROM sqlite_schema");
  if (!tables) return tables.error();
  if (*application == 0 && *version == 0 && *tables == 0) return true;
  return Error{Errc::store_not_a_database,
               path + ": the database of another program (application id " +
                   std::to_string(*application) + ")"};
}

/// `work` between `begin` and its end; undone when it fails.
template <class Work>
auto within_transaction(Connection& connection, const char* begin, Work work) -> decltype(work()) {
  if (auto begun = connection.execute(begin); !begun) return begun.error();
  auto result = work();
  if (result)
    if (auto committed = connection.execute("COMMIT"); !committed) result = committed.error();
  if (!result && connection.in_transaction()) {
    // The first error is the one to tell.
    const auto undone = connection.execute("ROLLBACK");
    (void)undone;
  }
  return result;
}

Result<void> migrate(Connection& connection, const std::string& path) {
  // Another process may have done it while this one waited for the lock.
  auto needed = needs_migration(connection, path);
  if (!needed) return needed.error();
  if (!*needed) return {};
  const auto from = single<std::int32_t>(connection, "PRAGMA user_version");
  if (!from) return from.error();
  for (auto version = *from; version < schema_version(); ++version)
    if (auto done = migrations[version](connection); !done)
      return within("upgrade to version " + std::to_string(version + 1), done.error());
  const std::string marks = "PRAGMA application_id=" + std::to_string(application_id) +
                            ";PRAGMA user_version=" + std::to_string(schema_version());
  return connection.execute(marks.c_str());
}

Result<void> prepare_once(Connection& connection, const std::string& path) {
  // One state of the file: another process may be making the tables right now.
  auto needed = within_transaction(connection, "BEGIN DEFERRED",
                                   [&] { return needs_migration(connection, path); });
  if (!needed) return needed.error();
  if (*needed)
    if (auto migrated = within_transaction(connection, "BEGIN EXCLUSIVE",
                                           [&] { return migrate(connection, path); });
        !migrated)
      return migrated;
  // Only now: it writes to the file, which must be known to be ours.
  const auto mode = single<std::string>(connection, "PRAGMA journal_mode=WAL");
  if (!mode) return mode.error();
  if (*mode != "wal")
    return Error{Errc::store_failed, path + ": no write-ahead log there, journal mode " + *mode};
  return {};
}

}  // namespace

std::int32_t schema_version() noexcept { return static_cast<std::int32_t>(std::size(migrations)); }

Result<void> prepare_file(Connection& connection, const std::string& path,
                          const Patience& patience) {
  // SQLite waits for locks by itself, but not where it fears a deadlock: switching to the
  // write-ahead log answers busy at once when another process is making the same file.
  static constexpr std::chrono::milliseconds pause{5};
  const auto start = std::chrono::steady_clock::now();
  while (true) {
    auto prepared = prepare_once(connection, path);
    const bool busy = !prepared && prepared.error().code == Errc::store_busy;
    if (busy && patience.ended()) return Error{Errc::cancelled, path};
    if (!busy || std::chrono::steady_clock::now() - start >= patience.longest) return prepared;
    std::this_thread::sleep_for(pause);
  }
}

std::vector<std::string> check_pages(Connection& connection) {
  std::vector<std::string> found;
  Query pages{connection, "PRAGMA integrity_check(20)"};
  while (pages.next())
    if (auto sentence = pages.get<std::string>(); sentence != "ok")
      found.push_back(std::move(sentence));
  if (auto read = pages.end(); !read) found.push_back(to_string(read.error()));
  return found;
}

std::vector<std::string> check_references(Connection& connection) {
  std::vector<std::string> found;
  Query references{connection, "SELECT DISTINCT \"table\", parent FROM pragma_foreign_key_check"};
  while (references.next()) {
    const auto table = references.get<std::string>();
    found.push_back("a row of " + table + " refers to no row of " + references.get<std::string>());
  }
  if (auto read = references.end(); !read) found.push_back(to_string(read.error()));
  return found;
}

Result<void> check_version(Connection& connection, const std::string& path) {
  const auto version = single<std::int32_t>(connection, "PRAGMA user_version");
  if (!version) return version.error();
  if (*version > schema_version()) return newer(path, *version);
  return {};
}

}  // namespace billbyagent::sqlite
