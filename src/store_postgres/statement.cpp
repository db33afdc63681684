#include "store_postgres/statement.hpp"

#include <cctype>
#include <charconv>

#include "store_postgres/text.hpp"
#include "store_postgres/types.hpp"

namespace billbyagent::postgres {
std::string numbered(std::string_view sql) {
  std::string made;
  int last = 0;
  for (std::size_t at = 0; at < sql.size(); ++at) {
    if (sql[at] != '?') {
      made += sql[at];
      continue;
    }
    made += '$';
    const bool has_number =
        at + 1 < sql.size() && std::isdigit(static_cast<unsigned char>(sql[at + 1])) != 0;
    if (!has_number) made += std::to_string(++last);
  }
  return made;
}

void ChannelStatement::put_integer(std::int64_t value) {
  question_.parameters.push_back({bigint, std::to_string(value)});
}

void ChannelStatement::put_text(std::string_view value) {
  question_.parameters.push_back({text_type, encoded(value)});
}

void ChannelStatement::put_list(std::span<const std::string_view> values) {
  std::string list = "{";
  for (const auto value : values) {
    if (list.size() > 1) list += ',';
    add_quoted(list, encoded(value));
  }
  question_.parameters.push_back({texts, list + "}"});
}

void ChannelStatement::restart() {
  question_.parameters.clear();
  answer_.reset();
  row_ = -1;
}

Result<bool> ChannelStatement::next() {
  if (!answer_) {
    auto answer = channel_.ask(question_);
    if (!answer) return answer.error();
    answer_ = *std::move(answer);
  }
  decoded_.clear();
  // Null while it is rehearsed.
  return answer_ && ++row_ < answer_->count();
}

Result<void> ChannelStatement::run() {
  channel_.queue(question_);
  return {};
}

sql::Kind ChannelStatement::kind(int column) const {
  if (PQgetisnull(answer_->get(), row_, column) != 0) return sql::Kind::null;
  switch (PQftype(answer_->get(), column)) {
    case boolean:
    case bigint:
      return sql::Kind::integer;
    case text_type:
      return sql::Kind::text;
    default:
      return sql::Kind::other;
  }
}

std::int64_t ChannelStatement::integer(int column) const {
  const auto text = answer_->at(row_, column);
  if (PQftype(answer_->get(), column) == boolean) return text == "t" ? 1 : 0;
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string_view ChannelStatement::text(int column) const {
  const auto text = answer_->at(row_, column);
  return is_encoded(text) ? decoded_.emplace_back(decoded(text)) : text;
}

std::string_view ChannelStatement::name(int column) const {
  const char* name = PQfname(answer_->get(), column);
  return name ? name : "?";
}

}  // namespace billbyagent::postgres
