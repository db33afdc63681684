#pragma once

/// Days, as they are written on the command line.

#include <optional>
#include <string_view>

#include "billbyagent/domain/date.hpp"

namespace billbyagent::cli {

inline Result<std::optional<Date>> parse_optional_date(std::string_view option,
                                                       std::string_view text) {
  if (text.empty()) return std::optional<Date>{};
  auto date = Date::parse(text);
  if (!date) return within(option, date.error());
  return std::optional{*date};
}

}  // namespace billbyagent::cli
