#pragma once

/// Texts that people typed: what is the same to a reader becomes the same here.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace billbyagent::file_provider {

/// Without blanks of any kind around it, composed (NFC), every blank an ordinary one. The text must
/// be UTF-8.
std::string tidy(std::string_view text);

/// What texts that differ only in case, form or blanks have in common. Not for people.
std::string likeness(std::string_view text);

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
