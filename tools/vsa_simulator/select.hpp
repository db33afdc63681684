#pragma once
#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "vsa_simulator/estate.hpp"
#include "vsa_simulator/filter.hpp"
#include "vsa_simulator/list_query.hpp"

namespace billbyagent::vsa_simulator {

/// Whether the query's organizations hold the record; records of no organization always are.
template <class T>
bool in_scope(const T& record, const ListQuery& query) {
  const auto holds = [&](const std::string& organization) {
    if (!query.organization_id.empty() && organization != query.organization_id) return false;
    return query.hidden_organization_id.empty() || organization != query.hidden_organization_id;
  };
  if constexpr (std::is_same_v<T, Organization>) {
    return holds(record.id);
  } else if constexpr (requires { record.organization_id; }) {
    return holds(record.organization_id);
  } else {
    return true;
  }
}

template <class T>
void sort(std::vector<RowPtr<T>>& rows, const Ordering& ordering) {
  std::vector<std::pair<Ordering::Keys, RowPtr<T>>> keyed;
  keyed.reserve(rows.size());
  for (RowPtr<T>& row : rows) {
    Ordering::Keys keys = ordering.keys_of(reader_of(row->record));
    keyed.emplace_back(std::move(keys), std::move(row));
  }
  std::stable_sort(keyed.begin(), keyed.end(),
                   [&](const auto& a, const auto& b) { return ordering.less(a.first, b.first); });
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = std::move(keyed[i].second);
}

/// The rows that a query leaves, in its order. Throws BadQuery.
template <class T>
std::vector<RowPtr<T>> select(const RowMap<T>& all, const ListQuery& query,
                              const std::function<bool(const T&)>& wanted) {
  const auto infos = infos_of<T>();
  std::optional<Filter> filter;
  std::optional<Ordering> ordering;
  if (!query.filter.empty()) filter = Filter::parse(query.filter, infos, dialect_of<T>);
  if (!query.order_by.empty())
    ordering = Ordering::parse(query.order_by, infos, query.sort_any_field);
  std::vector<RowPtr<T>> rows;
  for (const auto& [id, row] : all) {
    if (!in_scope(row->record, query)) continue;
    if (wanted && !wanted(row->record)) continue;
    if (filter && !filter->matches(reader_of(row->record))) continue;
    rows.push_back(row);
  }
  if (ordering) sort(rows, *ordering);
  return rows;
}

/// Remembers the answers to queries until it is cleared.
class AnswerCache {
 public:
  template <class T>
  JsonRows rows(const char* kind, const RowMap<T>& all, const ListQuery& query,
                const std::function<bool(const T&)>& wanted) {
    const std::string key = key_of(kind, query);
    if (const auto known = answers_.find(key); known != answers_.end()) return known->second;
    auto texts = std::make_shared<std::vector<std::shared_ptr<const std::string>>>();
    for (const RowPtr<T>& row : select<T>(all, query, wanted)) texts->emplace_back(row, &row->json);
    if (answers_.size() >= kept_max) answers_.clear();
    answers_[key] = texts;
    return texts;
  }
  void clear() { answers_.clear(); }

 private:
  static constexpr std::size_t kept_max = 64;
  static std::string key_of(const char* kind, const ListQuery& query) {
    std::string key = kind;
    for (const auto* part : {&query.view_id, &query.organization_id, &query.hidden_organization_id,
                             &query.order_by, &query.filter})
      key.append("\n").append(*part);
    return key;
  }

  std::map<std::string, JsonRows> answers_;
};

}  // namespace billbyagent::vsa_simulator
