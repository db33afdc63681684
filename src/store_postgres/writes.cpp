#include "store_postgres/writes.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "store_postgres/types.hpp"

namespace billbyagent::postgres {
namespace {

/// A statement and what it brings along stay well below what a server takes at once.
constexpr std::size_t rows_max = 10'000;

/// `($1,$2 ...)`
std::string row_of(std::size_t count) {
  std::string row = "($1";
  for (std::size_t i = 1; i < count; ++i) row += ",$" + std::to_string(1 + i);
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

void Writes::Column::add(const Parameter& value) {
  list += list.empty() ? '{' : ',';
  if (!value.value) {
    list += "NULL";
    return;
  }
  type = value.type;
  if (type == bigint)
    list += *value.value;
  else
    add_quoted(list, *value.value);
}

Writes::Waiting Writes::waiting(const Question& question) {
  Waiting made{.question = question};
  const auto& sql = question.sql;
  const std::string row = "VALUES " + row_of(question.parameters.size());
  const auto at = sql.find(row);
  if (!sql.starts_with("INSERT INTO ") || at == std::string::npos) return made;
  made.head = sql.substr(0, at);
  made.tail = sql.substr(at + row.size());
  made.key_size = key_columns(made.tail);
  if (made.key_size > 0) made.keys.insert(key_of(question.parameters, made.key_size));
  return made;
}

/// False where it needs a statement of its own.
bool Writes::add_row(Waiting& to, const Question& question) {
  const auto& row = question.parameters;
  if (to.rows == rows_max) return false;
  if (to.key_size > 0 && !to.keys.insert(key_of(row, to.key_size)).second) return false;
  if (to.columns.empty()) {
    to.columns.resize(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) to.columns[i].add(to.question.parameters[i]);
  }
  for (std::size_t i = 0; i < row.size(); ++i) to.columns[i].add(row[i]);
  ++to.rows;
  return true;
}

void Writes::add(const Question& question) {
  if (const auto found = open_.find(question.sql); found != open_.end()) {
    if (add_row(statements_[found->second], question)) return;
    // What comes behind must not overtake what comes now.
    open_.clear();
  }
  statements_.push_back(waiting(question));
  if (statements_.back().head.empty())
    open_.clear();
  else
    open_.emplace(question.sql, statements_.size() - 1);
}

void Writes::clear() {
  statements_.clear();
  open_.clear();
}

/// A column of nothing but nulls has no type: it is said in the statement.
Question Writes::joined(const Waiting& waiting) {
  Question question;
  std::string values;
  std::string lists;
  std::string names;
  for (const auto& column : waiting.columns) {
    if (!values.empty()) values += ',';
    if (column.type == 0) {
      values += "NULL";
      continue;
    }
    question.parameters.push_back({column.type == bigint ? bigints : texts, column.list + "}"});
    const auto number = std::to_string(question.parameters.size());
    const std::string comma = number == "1" ? "" : ",";
    values += "c" + number;
    names += comma + "c" + number;
    lists += comma + "$" + number;
  }
  question.sql = waiting.head + "SELECT " + values + " FROM unnest(" + lists + ") AS r(" + names +
                 ")" + waiting.tail;
  return question;
}

std::vector<Question> Writes::take() {
  std::vector<Question> questions;
  for (auto& each : statements_)
    questions.push_back(each.rows > 1 ? joined(each) : std::move(each.question));
  clear();
  return questions;
}

}  // namespace billbyagent::postgres
