#include "store_postgres/schema.hpp"

#include <charconv>
#include <iterator>
#include <regex>

#include "store_postgres/schema_v1.hpp"
#include "store_postgres/schema_v1_rules.hpp"

namespace billbyagent::postgres {
namespace {

/// The statements of a script, a question each.
void add_statements(std::vector<Question>& to, const std::string& script) {
  static const std::regex comment{"--[^\n]*"};
  static const std::regex text{"\\bTEXT\\b"};
  const auto sql =
      std::regex_replace(std::regex_replace(script, comment, ""), text, "TEXT COLLATE \"C\"");
  std::string statement;
  bool body = false;  // of a function
  for (std::size_t at = 0; at < sql.size(); ++at) {
    statement += sql[at];
    if (sql.compare(at, 2, "$$") == 0) body = !body;
    if (sql[at] != ';' || body) continue;
    to.push_back({std::move(statement)});
    statement.clear();
  }
}

void refuse(std::vector<Question>& to, const std::string& table, const std::string& events,
            const std::string& function) {
  to.push_back({"CREATE TRIGGER " + table + "_kept BEFORE " + events + " ON " + table +
                " FOR EACH ROW EXECUTE FUNCTION " + function + "()"});
  to.push_back({"CREATE TRIGGER " + table + "_not_emptied BEFORE TRUNCATE ON " + table +
                " FOR EACH STATEMENT EXECUTE FUNCTION refuse()"});
}

std::vector<Question> version_1() {
  std::vector<Question> all;
  for (const char* sql : {schema_v1_book, schema_v1_units, schema_v1_lines, schema_v1_outbox,
                          schema_v1_closed, schema_v1_work, schema_v1_rules})
    add_statements(all, sql);
  for (const char* table : schema_v1_append_only) refuse(all, table, "UPDATE OR DELETE", "refuse");
  for (const char* table : schema_v1_kept) refuse(all, table, "DELETE", "refuse");
  for (const char* table : schema_v1_posted_only)
    refuse(all, table, "UPDATE OR DELETE", "refuse_of_posted_service");
  for (const char* table : schema_v1_posted_contract_only)
    refuse(all, table, "UPDATE OR DELETE", "refuse_of_posted_contract");
  return all;
}

using Migration = std::vector<Question> (*)();
/// The n-th one leads from version n to n + 1. Released ones stay as they are.
constexpr Migration migrations[] = {version_1};

/// Whose tables they are: of ours the version, of others how many there are.
constexpr const char* there =
    "SELECT (SELECT count(*) FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm') "
    "AND c.relnamespace = current_schema()::regnamespace), "
    "coalesce(to_regclass(quote_ident(current_schema()) || '.billbyagent')::oid, 0)::bigint, "
    "current_schema()::text, current_setting('server_encoding')";

std::int64_t number(const Rows& rows, int column) {
  const auto text = rows.at(0, column);
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Result<void> migrate(Wire& wire, std::int64_t from) {
  std::vector<Question> all;
  for (auto version = from; version < schema_version(); ++version) {
    const auto steps = migrations[version]();
    all.insert(all.end(), steps.begin(), steps.end());
  }
  all.push_back({"UPDATE billbyagent SET version = " + std::to_string(schema_version())});
  auto done = wire.trip(all);
  if (!done) return done.error();
  return {};
}

/// Within a transaction that others wait for.
Result<void> prepare_alone(Wire& wire, const std::string& shown, bool create) {
  const auto known = wire.trip(std::vector<Question>{{there}});
  if (!known) return known.error();
  const Rows& found = *known->front();
  if (PQgetisnull(found.get(), 0, 2) != 0)
    return Error{Errc::invalid_settings, shown + ": the search path names no schema that is there"};
  if (found.at(0, 3) != "UTF8")
    return Error{Errc::invalid_settings, shown + ": the database's encoding is " +
                                             std::string{found.at(0, 3)} + " and must be UTF8"};
  std::int64_t version = 0;
  if (number(found, 1) != 0) {
    const auto read = wire.trip(std::vector<Question>{{version_question}});
    if (!read) return read.error();
    if (auto same = check_version(*read->front(), shown); !same) return same;
    version = number(*read->front(), 0);
  } else if (number(found, 0) != 0) {
    return Error{Errc::store_not_a_database,
                 shown + ": schema " + std::string{found.at(0, 2)} +
                     " has tables of something else; give billbyagent a database of its own"};
  } else if (!create) {
    return Error{Errc::store_not_a_database, shown + ": nothing was ever kept there"};
  }
  return version == schema_version() ? Result<void>{} : migrate(wire, version);
}

}  // namespace

const char* const version_question = "SELECT max(version) FROM billbyagent";

std::int32_t schema_version() noexcept { return static_cast<std::int32_t>(std::size(migrations)); }

Result<void> prepare_tables(Wire& wire, const std::string& shown, bool create) {
  if (wire.server_version() < 130'000)
    return Error{Errc::invalid_settings, shown + ": PostgreSQL 13 or later is needed"};
  // "bba" and a number: one starter at a time, on whichever host.
  const std::vector<Question> opening{
      {"BEGIN"}, {"SET LOCAL lock_timeout='60s'"}, {"SELECT pg_advisory_xact_lock(6447713, 1)"}};
  if (auto begun = wire.trip(opening); !begun) return begun.error();
  auto prepared = prepare_alone(wire, shown, create);
  const std::vector<Question> end{{prepared ? "COMMIT" : "ROLLBACK"}};
  auto ended = wire.trip(end);
  if (prepared && !ended) return ended.error();
  return prepared;
}

Result<void> check_version(const Rows& answer, const std::string& shown) {
  const auto version = number(answer, 0);
  if (version > schema_version())
    return Error{Errc::store_newer, shown + ": version " + std::to_string(version) +
                                        ", this library knows up to " +
                                        std::to_string(schema_version())};
  if (version < 1) return Error{Errc::store_failed, shown + ": version " + std::to_string(version)};
  return {};
}

}  // namespace billbyagent::postgres
