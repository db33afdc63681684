#include "store_sqlite/generation.hpp"

#include "billbyagent/adapters/store_sqlite.hpp"
#include "store_sql/sql.hpp"
#include "store_sqlite/schema.hpp"

namespace billbyagent {
namespace sqlite {

Result<std::int64_t> last_generation(sql::Connection& connection) {
  sql::Query query{connection, "SELECT max(number) FROM generation"};
  const auto number = query.next() ? query.get<std::int64_t>() : 0;
  if (auto read = query.end(); !read) return read.error();
  return number;
}

Result<void> check_reconciled(const sql::Tables& tables) {
  sql::Query query{
      tables,
      "SELECT recorded, author, why FROM generation g WHERE number > 1 AND number = "
      "(SELECT max(number) FROM generation) AND NOT EXISTS (SELECT 1 FROM reconciled r "
      "WHERE r.tenant=?1 AND r.generation = g.number)"};
  const bool stopped = query.next();
  std::string why;
  if (stopped) {
    const auto when = query.get<Instant>();
    const auto author = query.get<std::string>();
    why = "a backup was restored at " + to_string(when) + " by " + author + " (" +
          query.get<std::string>() + ") and nobody has reconciled since";
  }
  if (auto read = query.end(); !read) return read;
  if (stopped) return Error{Errc::store_behind, why};
  return {};
}

}  // namespace sqlite

Result<SqliteGeneration> sqlite_generation(const SqliteStoreOptions& options,
                                           const TenantId& tenant) {
  auto connection = sqlite::Connection::open(options.path, false, sqlite::patience_of(options));
  if (!connection) return connection.error();
  if (auto ready = sqlite::prepare_file(**connection, options.path, sqlite::patience_of(options));
      !ready)
    return ready.error();
  SqliteGeneration made;
  sql::Query query{**connection,
                   "SELECT number, token, (SELECT token FROM generation WHERE number = 1) "
                   "FROM generation ORDER BY number DESC LIMIT 1"};
  if (query.next()) {
    made.number = query.get<std::int64_t>();
    made.token = query.get<std::string>();
    made.origin = query.get<std::string>();
  }
  if (auto read = query.end(); !read) return read.error();
  auto going = sqlite::check_reconciled({**connection, tenant});
  if (!going && going.error().code != Errc::store_behind) return going.error();
  if (!going) made.stopped = going.error();
  return made;
}

Result<void> end_sqlite_stop(const SqliteStoreOptions& options, const TenantId& tenant,
                             const std::string& author, const std::string& reason, Instant now) {
  if (reason.empty()) return Error{Errc::invalid_argument, "a reason is needed to end the stop"};
  auto generation = sqlite_generation(options, tenant);
  if (!generation) return generation.error();
  if (!generation->stopped)
    return Error{Errc::nothing_to_do, "tenant " + tenant.text() + " is not stopped"};
  auto connection = sqlite::Connection::open(options.path, false, sqlite::patience_of(options));
  if (!connection) return connection.error();
  return sql::Query{sql::Tables{**connection, tenant},
                    sql::insert_into("reconciled", "generation, author, reason, recorded")}
      .run(generation->number, author, reason, now)
      .end();
}

}  // namespace billbyagent
