#pragma once

/// A run of a statement: asked with its first row. Threads: one at a time.

#include <cstdint>
#include <list>
#include <string>
#include <string_view>

#include "store_postgres/channel.hpp"

namespace billbyagent::postgres {

/// `?` and `?2` become `$1` and `$2`.
std::string numbered(std::string_view sql);

class ChannelStatement final : public sql::Statement {
 public:
  ChannelStatement(Channel& channel, std::string sql)
      : channel_(channel), question_{std::move(sql)} {}

  const Question& question() const noexcept { return question_; }

  void put_integer(std::int64_t value) override;
  void put_text(std::string_view value) override;
  void put_null() override { question_.parameters.push_back({}); }
  void put_list(std::span<const std::string_view> values) override;
  void restart() override;
  Result<bool> next() override;
  Result<void> run() override;
  int columns() const override { return PQnfields(answer_->get()); }
  sql::Kind kind(int column) const override;
  std::int64_t integer(int column) const override;
  std::string_view text(int column) const override;
  std::string_view name(int column) const override;

 private:
  Channel& channel_;
  Question question_;
  Answer answer_;
  int row_ = -1;
  mutable std::list<std::string> decoded_;  ///< of the present row
};

}  // namespace billbyagent::postgres
