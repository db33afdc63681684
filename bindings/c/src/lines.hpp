#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bba/billing.h"
#include "billbyagent/domain/posting.hpp"

struct bba_lines {
  struct Posted {
    billbyagent::BatchId batch;
    billbyagent::LineState state = billbyagent::LineState::posted;
    billbyagent::Instant when{};
    std::string invoice_number{};
  };
  struct Text {
    std::string key;
    std::string line;
  };

  std::vector<billbyagent::LineItem> items;
  /// One for each item, or empty when none is posted.
  std::vector<std::optional<Posted>> posted;

  // Made when they are asked for and kept, because what is lent out has to stay.
  mutable std::vector<Text> texts;
  mutable std::string json;
  mutable std::string csv;
};

namespace billbyagent::capi {

std::unique_ptr<bba_lines> open_lines_handle(std::vector<LineItem> items);
std::unique_ptr<bba_lines> posted_lines_handle(std::vector<PostedLine> lines);

/// Appends posted lines, or open ones when `posted` is nothing.
void append_line(bba_lines& lines, LineItem item, std::optional<bba_lines::Posted> posted);

/// The posted lines among them, in order.
std::vector<PostedLine> posted_among(const bba_lines& lines);

}  // namespace billbyagent::capi
