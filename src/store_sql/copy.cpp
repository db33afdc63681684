// A tenant's rows from one database into another. Columns are matched by name, and values are
// integers, texts and nulls in both.

#include "billbyagent/adapters/copy_store.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>

#include "billbyagent/base/fnv.hpp"
#include "store_sql/session.hpp"
#include "store_sql/sql.hpp"
#include "store_sql/tables.hpp"

namespace billbyagent {
namespace sql {
namespace {

constexpr std::int64_t rows_per_page = 2'000;
constexpr std::size_t contracts_per_check = 64;

struct Cell {
  Kind kind = Kind::null;
  std::int64_t integer = 0;
  std::string text{};

  void put_into(Statement& statement) const {
    if (kind == Kind::null)
      statement.put_null();
    else if (kind == Kind::integer)
      statement.put_integer(integer);
    else
      statement.put_text(text);
  }
  void add_to(Fnv& digest) const {
    digest.add(static_cast<std::int64_t>(kind));
    if (kind == Kind::integer) digest.add(integer);
    if (kind == Kind::text) digest.add(std::string_view{text});
  }
};
using Row = std::vector<Cell>;

struct Page {
  std::vector<std::string> columns{};  ///< in quotes; none without rows
  std::vector<Row> rows{};
};

std::size_t count_of(std::string_view list) {
  return static_cast<std::size_t>(std::count(list.begin(), list.end(), ',')) + 1;
}

/// `columns` is `*`, or a list that begins with the key.
Result<Page> read_page(const Tables& tables, const Table& table, const std::string& columns,
                       const Row* after) {
  std::string rest;
  const std::size_t width = count_of(table.key);
  if (after) rest = "AND (" + std::string{table.key} + ") > " + parameters(2, width);
  rest += " ORDER BY " + std::string{table.key} + " LIMIT " + std::to_string(rows_per_page);
  const auto statement = tables.connection.statement(select(columns, table.name, rest));
  statement->put_text(tables.tenant.text());
  for (std::size_t i = 0; after && i < width; ++i) (*after)[i].put_into(*statement);
  Page page;
  while (true) {
    auto more = statement->next();
    if (!more) return more.error();
    if (!*more) return page;
    Row row;
    for (int i = 0; i < statement->columns(); ++i) {
      Cell cell{statement->kind(i)};
      if (cell.kind == Kind::integer) cell.integer = statement->integer(i);
      if (cell.kind == Kind::text) cell.text = statement->text(i);
      if (cell.kind == Kind::other)
        return Error{Errc::store_failed, std::string{table.name} + ": a value of another kind in " +
                                             std::string{statement->name(i)}};
      row.push_back(std::move(cell));
      if (page.rows.empty()) page.columns.push_back("\"" + std::string{statement->name(i)} + "\"");
    }
    page.rows.push_back(std::move(row));
  }
}

/// The key's columns first, then the others but for the tenant.
Result<std::string> columns_of_table(const Tables& tables, const Table& table) {
  auto first = read_page(tables, table, "*", nullptr);
  if (!first) return first.error();
  std::string columns{table.key};
  const std::string keys = ", " + columns + ",";
  for (const auto& each : first->columns) {
    const auto plain = each.substr(1, each.size() - 2);
    if (plain != "tenant" && keys.find(" " + plain + ",") == std::string::npos)
      columns += ", " + each;
  }
  return columns;
}

struct Contents {
  std::int64_t rows = 0;
  Fnv::Bits digest = 0;

  friend bool operator==(const Contents&, const Contents&) = default;
};

/// Hands each page to `take`, and says what they hold.
template <class Take>
Result<Contents> read_all(const Tables& tables, const Table& table, const std::string& columns,
                          Take take) {
  Contents contents;
  Fnv digest;
  std::optional<Row> last;
  while (true) {
    auto page = read_page(tables, table, columns, last ? &*last : nullptr);
    if (!page) return page.error();
    if (page->rows.empty()) break;
    for (const auto& row : page->rows)
      for (const auto& cell : row) cell.add_to(digest);
    contents.rows += static_cast<std::int64_t>(page->rows.size());
    if (auto taken = take(page->rows); !taken) return taken.error();
    last = std::move(page->rows.back());
  }
  contents.digest = digest.value();
  return contents;
}

Result<CopiedTable> copy_table(const Tables& from, const Tables& to, const Table& table) {
  const std::string name{table.name};
  auto columns = columns_of_table(from, table);
  if (!columns) return columns.error();
  auto there = read_page(to, table, *columns, nullptr);
  if (!there) return there.error();
  if (!there->rows.empty())
    return Error{Errc::conflicts, "tenant " + to.tenant.text() + " has rows of " + name +
                                      " there already; nothing was copied"};
  const auto insert = to.connection.statement(insert_into(name, *columns));
  const auto write = [&](const std::vector<Row>& rows) -> Result<void> {
    for (const auto& row : rows) {
      insert->restart();
      insert->put_text(to.tenant.text());
      for (const auto& cell : row) cell.put_into(*insert);
      if (auto done = insert->run(); !done) return done;
    }
    return to.connection.flush();
  };
  auto before = read_all(from, table, *columns, write);
  if (!before) return within(name, before.error());
  const auto nothing = [](const std::vector<Row>&) { return Result<void>{}; };
  auto after = read_all(to, table, *columns, nothing);
  if (!after) return within(name, after.error());
  if (*before != *after)
    return Error{Errc::store_failed, name + ": " + std::to_string(after->rows) + " of " +
                                         std::to_string(before->rows) +
                                         " rows came over, or some with other values"};
  return CopiedTable{name, before->rows};
}

/// By service and currency.
using Totals = std::map<std::pair<ServiceKey, Currency>, std::int64_t>;

Result<Totals> totals_of(const Tables& tables) {
  Totals totals;
  const auto read =
      each_row(tables,
               select("contract, service, amount_currency, CAST(sum(amount_minor) AS BIGINT)",
                      "line", "GROUP BY contract, service, amount_currency"),
               [&](Query& row) {
                 const auto key = row.get<ServiceKey>();
                 const auto currency = row.get<Currency>();
                 totals[{key, currency}] = row.get<std::int64_t>();
               });
  if (!read) return read.error();
  return totals;
}

/// What is loaded is compared with its seals.
Result<void> check_seals(Session& session) {
  if (auto accounts = session.accounts(); !accounts) return accounts.error();
  constexpr auto all_there_are = std::numeric_limits<std::size_t>::max();
  if (auto readings = session.readings(all_there_are); !readings) return readings.error();
  if (auto runs = session.runs(all_there_are); !runs) return runs.error();
  auto ids = session.contract_ids();
  if (!ids) return ids.error();
  const std::span<const ContractId> all{*ids};
  for (std::size_t at = 0; at < all.size(); at += contracts_per_check) {
    const auto some = all.subspan(at, std::min(contracts_per_check, all.size() - at));
    if (auto loaded = session.load(some, Wanted::everything()); !loaded) return loaded.error();
  }
  return {};
}

Result<StoreCopy> copy(Session& from, Session& to) {
  StoreCopy copied;
  for (const auto& table : tables_of_tenant) {
    auto done = copy_table(from.tables(), to.tables(), table);
    if (!done) return done.error();
    copied.tables.push_back(*std::move(done));
  }
  const auto is_empty = [](const CopiedTable& table) { return table.rows == 0; };
  if (std::all_of(copied.tables.begin(), copied.tables.end(), is_empty))
    return Error{Errc::not_found,
                 "tenant " + from.tables().tenant.text() + ": there is nothing to copy"};
  auto before = totals_of(from.tables());
  if (!before) return before.error();
  auto after = totals_of(to.tables());
  if (!after) return after.error();
  if (*before != *after) return Error{Errc::store_failed, "the totals of the services differ"};
  std::map<Currency, std::int64_t> sums;
  for (const auto& [key, minor] : *before) sums[key.second] += minor;
  for (const auto& [currency, minor] : sums)
    copied.totals.push_back(Money::from_minor(minor, currency));
  if (auto sealed = check_seals(to); !sealed) return sealed.error();
  if (auto numbered = to.number_rows(); !numbered) return numbered.error();
  if (auto done = to.commit(); !done) return done.error();
  return copied;
}

}  // namespace
}  // namespace sql

Result<StoreCopy> copy_tenant(Store& from, Store& to, const TenantId& tenant) {
  if (auto id = TenantId::parse(tenant.text()); !id) return id.error();
  auto source = from.open(tenant, Access::read);
  if (!source) return source.error();
  auto target = to.open(tenant, Access::write);
  if (!target) return target.error();
  auto* reading = dynamic_cast<sql::Session*>(source->get());
  auto* writing = dynamic_cast<sql::Session*>(target->get());
  if (!reading || !writing)
    return Error{Errc::invalid_argument, "only SQL databases are copied table by table"};
  return sql::copy(*reading, *writing);
}

}  // namespace billbyagent
