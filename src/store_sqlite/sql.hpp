#pragma once

/// Statements put together from lists of columns. Every table's first column is the tenant, and
/// every statement's first parameter.

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store_sqlite/query.hpp"

namespace billbyagent::sqlite {

/// `columns` without the tenant.
std::string insert_into(std::string_view table, std::string_view columns);
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
  return last->front();
}

/// `(?2,?3 ...)`
std::string parameters(std::size_t first, std::size_t count);

/// Keys that a statement asks for all at once: `contract IN (?2, ?3 ...)`. Only two lengths of the
/// list occur, so that a connection keeps two statements and not one for each length.
template <class Id>
class InList {
 public:
  static constexpr std::size_t most = 64;

  explicit InList(std::span<const Id> ids) : ids_(ids) {}
  std::span<const Id> ids() const { return ids_; }
  std::string condition(std::string_view column) const {
    return std::string{column} + " IN " + parameters(2, slots());
  }
  /// As values of the statement's parameters; the first one fills the list up.
  void bind(Query& query) const {
    for (std::size_t i = 0; i < slots(); ++i) query.bind(ids_[i < ids_.size() ? i : 0]);
  }

 private:
  std::size_t slots() const { return ids_.size() == 1 ? 1 : most; }

  std::span<const Id> ids_;
};

/// Calls `work` with as many ids as a list takes, until all had their turn.
template <class Ids, class Work>
Result<void> in_lists(const Ids& all, Work work) {
  using Id = typename Ids::value_type;
  const std::span<const Id> ids{all};
  for (std::size_t at = 0; at < ids.size(); at += InList<Id>::most)
    if (auto done =
            work(InList<Id>{ids.subspan(at).first(std::min(InList<Id>::most, ids.size() - at))});
        !done)
      return done;
  return {};
}

}  // namespace billbyagent::sqlite
