#include "store_sql/sql.hpp"

namespace billbyagent::sql {

std::string insert_into(std::string_view table, std::string_view columns) {
  std::string sql =
      "INSERT INTO " + std::string{table} + " (tenant, " + std::string{columns} + ") VALUES (?,?";
  for (const char c : columns)
    if (c == ',') sql += ",?";
  return sql + ")";
}

std::string or_update(std::string_view key, std::span<const std::string_view> columns) {
  std::string sql = " ON CONFLICT (tenant, " + std::string{key} + ") DO UPDATE SET ";
  std::string_view comma;
  for (const auto column : columns) {
    sql += std::string{comma} + std::string{column} + "=excluded." + std::string{column};
    comma = ", ";
  }
  return sql;
}

std::string select(std::string_view columns, std::string_view table, std::string_view rest) {
  return "SELECT " + std::string{columns} + " FROM " + std::string{table} + " WHERE tenant=?1 " +
         std::string{rest};
}

std::string not_deleted(std::string_view table, std::string_view service) {
  const std::string of{table};
  return "AND NOT EXISTS (SELECT 1 FROM tombstone t WHERE t.tenant=?1 AND t.contract=" + of +
         ".contract AND t.service " +
         (service.empty() ? "=''" : "IN ('', " + of + "." + std::string{service} + ")") + ")";
}

std::string parameters(std::size_t first, std::size_t count) {
  std::string sql = "(?" + std::to_string(first);
  for (std::size_t i = 1; i < count; ++i) sql += ",?" + std::to_string(first + i);
  return sql + ")";
}

}  // namespace billbyagent::sql
