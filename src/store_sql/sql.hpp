#pragma once

/// Statements put together from lists of columns. Every table's first column is the tenant, and
/// every statement's first parameter.

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store_sql/query.hpp"

namespace billbyagent::sql {

/// `columns` without the tenant.
std::string insert_into(std::string_view table, std::string_view columns);
/// What follows an insertion: a row with this key, without the tenant, gets these columns instead.
std::string or_update(std::string_view key, std::span<const std::string_view> columns);
/// `rest` is what follows the condition on the tenant.
std::string select(std::string_view columns, std::string_view table, std::string_view rest = {});

/// `AND` no tombstone stands for the row's contract; where `service` names a column, nor for that.
std::string not_deleted(std::string_view table, std::string_view service = {});

/// Hands every row to `read`.
template <class Read, class... Values>
Result<void> each_row(const Tables& tables, const std::string& sql, Read&& read,
                      const Values&... values) {
  Query query{tables, sql};
  query.bind(values...);
  while (query.next()) read(query);
  return query.end();
}
/// All rows as values.
template <class T, class... Values>
Result<std::vector<T>> list(const Tables& tables, const std::string& sql, const Values&... values) {
  std::vector<T> rows;
  const auto read = each_row(
      tables, sql, [&](Query& row) { rows.push_back(row.get<T>()); }, values...);
  if (!read) return read.error();
  return rows;
}
/// The number of the last row, of those of the condition in `rest`; 0 for none.
template <class... Values>
Result<std::int64_t> last_number(const Tables& tables, std::string_view table,
                                 std::string_view rest = {}, const Values&... values) {
  auto last =
      list<std::int64_t>(tables, select("coalesce(max(number), 0)", table, rest), values...);
  if (!last) return last.error();
  return last->empty() ? 0 : last->front();
}

/// `(?2,?3 ...)`
std::string parameters(std::size_t first, std::size_t count);

/// Keys that a statement asks for all at once: `contract IN (?2, ?3 ...)`, or `= ANY(?2)` where a
/// list is one parameter. Of the former only two lengths occur, so that a connection keeps two
/// statements and not one for each length.
template <class Id>
class InList {
 public:
  InList(const Connection& connection, std::span<const Id> ids)
      : ids_(ids), one_parameter_(connection.takes_lists()), most_(connection.list_most()) {}
  std::span<const Id> ids() const { return ids_; }
  std::string condition(std::string_view column) const {
    return std::string{column} +
           (one_parameter_ ? " = ANY(?2)" : " IN " + sql::parameters(2, slots()));
  }
  /// How many parameters of the statement they are.
  std::size_t parameters() const { return one_parameter_ ? 1 : slots(); }
  /// As values of the statement's parameters; the first one fills the list up.
  void bind(Query& query) const {
    if (one_parameter_) {
      std::vector<std::string_view> texts;
      for (const auto& id : ids_) texts.push_back(id.text());
      query.bind_list(texts);
      return;
    }
    for (std::size_t i = 0; i < slots(); ++i) query.bind(ids_[i < ids_.size() ? i : 0]);
  }

 private:
  std::size_t slots() const { return ids_.size() == 1 ? 1 : most_; }

  std::span<const Id> ids_;
  bool one_parameter_;
  std::size_t most_;
};

/// Calls `work` with as many ids as a list takes, until all had their turn.
template <class Ids, class Work>
Result<void> in_lists(const Tables& tables, const Ids& all, Work work) {
  using Id = typename Ids::value_type;
  const std::span<const Id> ids{all};
  const std::size_t most = tables.connection.list_most();
  for (std::size_t at = 0; at < ids.size(); at += most)
    if (auto done = work(
            InList<Id>{tables.connection, ids.subspan(at).first(std::min(most, ids.size() - at))});
        !done)
      return done;
  return {};
}

}  // namespace billbyagent::sql
