#pragma once

/// Lines that another system holds, out of a CSV with the columns `line`, `amount` and `currency`,
/// in any order and among others: what `export` writes, or what a PSA gives back of it.

#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/domain/line_item.hpp"

namespace billbyagent::cli {

struct HeldLine {
  LineKey key;
  Money amount;
};

/// `malformed_document`, with the row.
Result<std::vector<HeldLine>> parse_held_lines(std::string_view text);

}  // namespace billbyagent::cli
