#pragma once

/// Texts of files and of errors.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "text/forms.hpp"

namespace billbyagent::file_provider {

using text::likeness;
using text::tidy;

/// Small ASCII letters, for words that are compared.
std::string lower(std::string_view text);

/// As much of it as fits an error's line.
std::string shortened(std::string_view text);

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

template <std::size_t size>
constexpr bool is_among(const std::array<std::string_view, size>& known, std::string_view word) {
  return std::find(known.begin(), known.end(), word) != known.end();
}

}  // namespace billbyagent::file_provider
