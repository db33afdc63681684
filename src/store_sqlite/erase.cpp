#include "store_sqlite/erase.hpp"

#include <vector>

#include "store_sql/names.hpp"

namespace billbyagent::sqlite {
namespace {

using sql::Query;

struct Trigger {
  std::string name;
  std::string sql;
};

Result<std::vector<Trigger>> triggers_of(Connection& connection) {
  std::vector<Trigger> all;
  Query query{connection, "SELECT name, sql FROM sqlite_schema WHERE type='trigger'"};
  while (query.next()) {
    auto name = query.get<std::string>();
    all.push_back({std::move(name), query.get<std::string>()});
  }
  if (auto read = query.end(); !read) return read.error();
  return all;
}

Result<std::size_t> erase_everywhere(const sql::Tables& tables, const std::string& name) {
  std::int64_t rows = 0;
  for (const auto& place : sql::name_places) {
    Query counted{tables, sql::name_counted(place)};
    counted.bind(name);
    if (counted.next()) rows += counted.get<std::int64_t>();
    if (auto read = counted.end(); !read) return read.error();
    if (auto done = Query{tables, sql::name_erased(place)}.run(name).end(); !done)
      return done.error();
  }
  return static_cast<std::size_t>(rows);
}

}  // namespace

Result<std::size_t> erase_name(Connection& connection, const TenantId& tenant,
                               const std::string& name) {
  const auto triggers = triggers_of(connection);
  if (!triggers) return triggers.error();
  for (const auto& each : *triggers)
    if (auto done = connection.execute(("DROP TRIGGER " + each.name).c_str()); !done)
      return done.error();
  auto rows = erase_everywhere({connection, tenant}, name);
  for (const auto& each : *triggers)
    if (auto done = connection.execute(each.sql.c_str()); !done) return done.error();
  return rows;
}

}  // namespace billbyagent::sqlite
