// The tables: who may make them, what they refuse, and that they are those of the other store.

#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "billbyagent/adapters/store_sqlite.hpp"
#include "conformance/must.hpp"
#include "conformance/raw_database.hpp"
#include "conformance/store_file.hpp"
#include "conformance/store_samples.hpp"
#include "postgres/database.hpp"

using namespace billbyagent;
using namespace billbyagent::conformance;
using namespace billbyagent::tests;

namespace {

/// `table.column` of the tables that both stores have. A file has generations, as it is restored as
/// a whole; a server has connections.
std::set<std::string> own(const std::vector<std::string>& columns) {
  std::set<std::string> all;
  for (const auto& each : columns) {
    const auto table = each.substr(0, each.find('.'));
    if (table != "billbyagent" && table != "generation" && table != "reconciled" &&
        table != "commit_mark")
      all.insert(each);
  }
  return all;
}

std::string in_schema(const Schema& schema) { return "'" + schema.name() + "'"; }

}  // namespace

TEST_CASE("PostgreSQL: the tables have the columns of the SQLite store") {
  const StoreFile file;
  file.open();
  const Schema schema;
  schema.open();
  std::vector<std::string> sqlite;
  sqlite3* raw = nullptr;
  REQUIRE(sqlite3_open(file.path().c_str(), &raw) == SQLITE_OK);
  const auto take = [](void* to, int, char** values, char**) {
    static_cast<std::vector<std::string>*>(to)->emplace_back(values[0]);
    return 0;
  };
  sqlite3_exec(raw,
               "SELECT s.name || '.' || c.name || CASE WHEN c.\"notnull\" THEN '' ELSE '?' END "
               "FROM sqlite_schema s, pragma_table_info(s.name) c WHERE s.type = 'table'",
               take, &sqlite, nullptr);
  sqlite3_close(raw);
  const auto postgres = schema.raw().list(
      "SELECT table_name || '.' || column_name || CASE is_nullable WHEN 'NO' THEN '' ELSE '?' END "
      "FROM information_schema.columns JOIN information_schema.tables USING (table_schema, "
      "table_name) WHERE table_type = 'BASE TABLE' AND table_schema = " +
      in_schema(schema));
  CHECK(own(sqlite).size() > 200);
  CHECK(own(sqlite) == own(postgres));
}

TEST_CASE("PostgreSQL: the tenant is first in every key, and no column is a floating number") {
  const Schema schema;
  schema.open();
  auto raw = schema.raw();
  CHECK(raw.list("SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid "
                 "JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0] "
                 "WHERE i.relnamespace = current_schema()::regnamespace AND a.attname <> 'tenant' "
                 "AND i.relname <> 'commit_mark_pkey'")
            .empty());
  CHECK(raw.list("SELECT conname FROM pg_constraint k JOIN pg_attribute a ON "
                 "a.attrelid = k.conrelid AND a.attnum = k.conkey[1] WHERE k.contype = 'f' AND "
                 "k.connamespace = current_schema()::regnamespace AND a.attname <> 'tenant'")
            .empty());
  CHECK(raw.list("SELECT DISTINCT data_type FROM information_schema.columns WHERE table_schema = "
                 "current_schema() ORDER BY 1") == std::vector<std::string>{"bigint", "text"});
  CHECK(raw.list("SELECT count(*) FROM information_schema.tables t WHERE table_schema = "
                 "current_schema() AND table_name NOT IN ('billbyagent', 'commit_mark') AND NOT "
                 "EXISTS (SELECT 1 FROM "
                 "information_schema.columns c WHERE c.table_schema = t.table_schema AND "
                 "c.table_name = t.table_name AND c.column_name = 'tenant' AND "
                 "c.ordinal_position = 1)") == std::vector<std::string>{"0"});
}

TEST_CASE("PostgreSQL: several that start at once make the tables once") {
  const Schema schema;
  std::vector<std::thread> starting;
  std::atomic<int> opened = 0;
  for (int i = 0; i < 4; ++i)
    starting.emplace_back([&] {
      if (open_postgres_store(schema.options())) ++opened;
    });
  for (auto& each : starting) each.join();
  CHECK(opened == 4);
  CHECK(schema.raw().list("SELECT version FROM billbyagent") == std::vector<std::string>{"1"});
}

TEST_CASE("PostgreSQL: a newer version and tables of something else are left as they are") {
  const Schema schema;
  auto options = schema.options();
  options.create = false;
  CHECK(error_of(open_postgres_store(options)).code == Errc::store_not_a_database);
  const auto store = schema.open();
  CHECK(open_postgres_store(options).has_value());
  schema.raw().list("UPDATE billbyagent SET version = 2");
  CHECK(error_of(open_postgres_store(options)).code == Errc::store_newer);
  CHECK(error_of(store->begin(TenantId{"t"}, Access::read)).code == Errc::store_newer);

  const Schema other;
  other.raw().list("CREATE TABLE invoice (id bigint)");
  const auto refused = error_of(open_postgres_store(other.options()));
  CHECK(refused.code == Errc::store_not_a_database);
  CHECK(refused.context.find("database of its own") != std::string::npos);
  CHECK(other.raw().list("SELECT count(*) FROM information_schema.tables WHERE table_schema = " +
                         in_schema(other)) == std::vector<std::string>{"1"});
}

TEST_CASE("PostgreSQL: what was recorded is neither changed nor deleted behind the store's back") {
  const Schema schema;
  const auto store = schema.open();
  auto tx = must(store->begin(TenantId{"t1"}, Access::write));
  write_book(*tx);
  must(tx->append_unit_change(derived_key(), change(1, {2026, 2, 28}, 5)));
  must(tx->append_held_reading(derived_key(), held({2026, 6, 10}, 0)));
  must(tx->append_batch(batch(1), {line(derived_key(), {2026, 6, 1}, {2026, 6, 10})}));
  must(tx->append_notice(notice("n")));
  must(tx->commit());
  auto raw = schema.raw();
  for (const std::string sql :
       {"UPDATE line SET amount_minor = 0", "DELETE FROM line", "TRUNCATE line",
        "UPDATE unit_change SET units = 1", "DELETE FROM batch", "DELETE FROM contract",
        "UPDATE service SET rounding = 'down' WHERE service = 'workstations'",
        "UPDATE contract SET currency = 'EUR'", "DELETE FROM service_price",
        "UPDATE held_reading SET units = 1", "UPDATE notice SET body = 'x'",
        "INSERT INTO tombstone (tenant, contract, service, author, reason, deleted) "
        "VALUES ('t1', 'c-1', '', '', '', 0)"}) {
    CAPTURE(sql);
    CHECK(raw.run(sql) != "");
  }
  CHECK(raw.run("UPDATE contract SET name = 'other'") == "");
}

TEST_CASE("PostgreSQL: what was changed all the same is an error when it is read") {
  const Schema schema;
  const auto store = schema.open();
  auto tx = must(store->begin(TenantId{"t1"}, Access::write));
  write_book(*tx);
  must(tx->append_batch(batch(1), {line(derived_key(), {2026, 6, 1}, {2026, 6, 10})}));
  must(tx->commit());
  for (const std::string sql :
       {"UPDATE line SET amount_minor = amount_minor + 1", "UPDATE contract SET name = 'x'",
        "UPDATE account SET organization = 'other'"}) {
    CAPTURE(sql);
    auto raw = schema.raw();
    // As somebody who may switch the rules off.
    REQUIRE(raw.run("BEGIN; SET LOCAL session_replication_role = replica; " + sql + "; COMMIT") ==
            "");
    auto read = must(store->begin(TenantId{"t1"}, Access::read));
    const auto lines = read->posted_lines(derived_key().contract);
    const auto contract = read->contract(derived_key().contract);
    const auto accounts = read->accounts();
    CHECK((!lines || !contract || !accounts));
    const auto error = !lines ? lines.error() : !contract ? contract.error() : accounts.error();
    CHECK(error.code == Errc::store_failed);
    CHECK(error.context.find("the database is damaged") != std::string::npos);
  }
}
