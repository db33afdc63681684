#include "store_postgres/writes.hpp"

#include <algorithm>
#include <string_view>

namespace billbyagent::postgres {
namespace {

/// PostgreSQL takes 65,535.
constexpr std::size_t parameters_max = 32'000;

/// `$5, $6 ...`
std::string row_of(std::size_t first, std::size_t count) {
  std::string row = "($" + std::to_string(first);
  for (std::size_t i = 1; i < count; ++i) row += ",$" + std::to_string(first + i);
  return row + ")";
}

std::string key_of(const std::vector<Parameter>& parameters, std::size_t columns) {
  std::string key;
  for (std::size_t i = 0; i < std::min(columns, parameters.size()); ++i)
    key += parameters[i].value.value_or("") + '\0';
  return key;
}

/// How many columns the key of `ON CONFLICT (a, b)` has; they are the first of the row.
std::size_t key_columns(std::string_view tail) {
  const auto begin = tail.find('(');
  const auto end = tail.find(')');
  if (begin == std::string_view::npos || end == std::string_view::npos) return 0;
  const auto key = tail.substr(begin, end - begin);
  return static_cast<std::size_t>(std::count(key.begin(), key.end(), ',')) + 1;
}

}  // namespace

void Writes::add(const Question& question) {
  const auto& [sql, parameters] = question;
  const std::string tuple = row_of(1, parameters.size());
  const auto at = sql.find("VALUES " + tuple);
  if (!sql.starts_with("INSERT INTO ") || at == std::string::npos) {
    open_.clear();
    statements_.push_back({.question = question});
    return;
  }
  const auto tail = sql.substr(at + std::string_view{"VALUES "}.size() + tuple.size());
  const auto key = key_of(parameters, key_columns(tail));
  if (const auto found = open_.find(sql); found != open_.end()) {
    auto& waiting = statements_[found->second];
    auto& all = waiting.question.parameters;
    const bool fits = all.size() + parameters.size() <= parameters_max;
    if (fits && (key.empty() || waiting.keys.insert(key).second)) {
      all.insert(all.end(), parameters.begin(), parameters.end());
      ++waiting.rows;
      return;
    }
    // What comes behind must not overtake what comes now.
    open_.clear();
  }
  open_.emplace(sql, statements_.size());
  statements_.push_back(
      {.question = question, .head = sql.substr(0, at) + "VALUES ", .tuple = tuple, .tail = tail});
  if (!key.empty()) statements_.back().keys.insert(key);
}

void Writes::clear() {
  statements_.clear();
  open_.clear();
}

std::vector<Question> Writes::take() {
  std::vector<Question> questions;
  for (auto& each : statements_) {
    auto& [sql, parameters] = each.question;
    if (each.rows > 1) {
      const auto width = parameters.size() / each.rows;
      sql = each.head + each.tuple;
      for (std::size_t row = 1; row < each.rows; ++row) sql += "," + row_of(row * width + 1, width);
      sql += each.tail;
    }
    questions.push_back(std::move(each.question));
  }
  clear();
  return questions;
}

}  // namespace billbyagent::postgres
