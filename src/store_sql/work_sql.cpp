#include "store_sql/work_sql.hpp"

#include <algorithm>

namespace billbyagent::sql {

std::string at_present(std::string sql, const Dialect& dialect) {
  constexpr std::string_view word = "NOW";
  for (auto at = sql.find(word); at != std::string::npos; at = sql.find(word, at))
    sql.replace(at, word.size(), dialect.now);
  return sql;
}

std::string claim_sql(const Dialect& dialect, std::string_view tenants, bool skip_locked,
                      std::size_t readers, const std::vector<WorkStep>& steps) {
  std::string numbers;
  for (const auto step : steps)
    numbers += (numbers.empty() ? "" : ",") + std::to_string(static_cast<int>(step));
  std::string sql =
      "WITH busy AS MATERIALIZED (SELECT host FROM work WHERE done IS NULL AND host <> '' "
      "AND lease_until > NOW GROUP BY host HAVING count(*) >= ?" +
      std::to_string(readers) +
      "), picked AS MATERIALIZED (SELECT w.tenant AS t, w.occasion AS o, w.day AS d, w.step AS s, "
      "w.part AS p FROM work w WHERE ";
  sql += tenants;
  sql += " AND w.done IS NULL AND w.step IN (" + numbers +
         ") AND w.ready <= NOW AND w.lease_until <= NOW "
         // Each step waits for those before it of its night, and postings for nights.
         "AND NOT EXISTS (SELECT 1 FROM work e WHERE e.tenant=w.tenant AND e.done IS NULL AND "
         "((e.occasion=w.occasion AND e.day=w.day AND e.step < w.step) OR "
         "(w.occasion='posting' AND e.occasion='night' AND e.step < 2))) "
         "AND w.host NOT IN (SELECT host FROM busy) "
         "ORDER BY w.planned, w.tenant, w.step, w.part LIMIT 1 ";
  sql += dialect.lock;
  if (skip_locked) sql += " " + std::string{dialect.skip_locked};
  sql += ") UPDATE work SET token=" + std::string{dialect.token} +
         ", lease_until=NOW + ?1, attempt=attempt + 1 FROM picked WHERE tenant=t AND occasion=o "
         "AND day=d AND step=s AND part=p RETURNING tenant, occasion, day, step, part, "
         "from_account, to_account, host, token, attempt, planned";
  return at_present(std::move(sql), dialect);
}

std::string figures_sql(const Dialect& dialect, std::string_view tenants) {
  const std::string of{tenants};
  const std::string night =
      "SELECT n.occasion, CASE WHEN EXISTS (SELECT 1 FROM work w WHERE w.tenant=n.tenant AND "
      "w.occasion=n.occasion AND w.day=n.day AND w.step < 3 AND w.done IS NULL) THEN 1 ELSE 0 END "
      "AS is_open, CAST(1 AS BIGINT) AS one, NOW - n.planned AS age FROM night n WHERE " +
      of;
  return at_present(
      "SELECT occasion, CAST(sum(is_open) AS BIGINT), CAST(sum(one) AS BIGINT), "
      "CAST(max(CASE WHEN is_open = 1 THEN age ELSE 0 END) AS BIGINT) FROM (" +
          night +
          ") each_night GROUP BY occasion UNION ALL "
          "SELECT 'work', CAST(coalesce(sum(CASE WHEN n.done IS NULL AND n.lease_until <= NOW "
          "THEN 1 ELSE 0 END), 0) AS BIGINT), CAST(coalesce(sum(CASE WHEN n.done IS NULL AND "
          "n.lease_until > NOW THEN 1 ELSE 0 END), 0) AS BIGINT), CAST(coalesce(sum(CASE WHEN "
          "n.attempt > 1 THEN n.attempt - 1 ELSE 0 END), 0) AS BIGINT) FROM work n WHERE " +
          of +
          " UNION ALL SELECT 'held', CAST(count(*) AS BIGINT), CAST(0 AS BIGINT), "
          "CAST(0 AS BIGINT) FROM held_reading n WHERE n.ended_how IS NULL AND " +
          of +
          " UNION ALL SELECT 'reading', CAST(coalesce(max(age), 0) AS BIGINT), CAST(0 AS BIGINT), "
          "CAST(0 AS BIGINT) FROM (SELECT NOW - max(n.ended) AS age FROM reading n WHERE "
          "n.state='whole' AND n.contract IS NULL AND " +
          of + " GROUP BY n.tenant, n.rmm) last_of_each",
      dialect);
}

void add_figures(Query& row, WorkFigures& to) {
  const auto kind = row.get<std::string>();
  const auto first = row.get<std::int64_t>();
  const auto second = row.get<std::int64_t>();
  const auto third = row.get<std::int64_t>();
  if (kind == "work") {
    to.items_waiting += first;
    to.items_claimed += second;
    to.claims_again += third;
    return;
  }
  if (kind == "held") {
    to.decisions_waiting += first;
    return;
  }
  if (kind == "reading") {
    to.oldest_reading_ms = std::max(to.oldest_reading_ms, first);
    return;
  }
  const bool night = kind == to_string(Occasion::night);
  (night ? to.nights_open : to.postings_open) += first;
  (night ? to.nights_done : to.postings_done) += second - first;
  to.oldest_open_ms = std::max(to.oldest_open_ms, third);
}

}  // namespace billbyagent::sql
