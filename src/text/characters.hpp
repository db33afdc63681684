#pragma once

/// UTF-8, one character after the other, and how HTML writes those that mean something in it.
/// Headers alone, so that who needs no more links nothing for it.

#include <boost/nowide/utf/utf.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace billbyagent::text {

/// Stands for what is no character.
inline constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 0;  ///< 1 to 4
};

/// Nothing when the text does not begin with one: RFC 3629 knows neither longer forms than need be
/// nor halves of UTF-16 pairs.
inline std::optional<Character> first_character(std::string_view text) {
  namespace utf = boost::nowide::utf;
  const char* next = text.data();
  const auto code = utf::utf_traits<char>::decode(next, next + text.size());
  if (!utf::is_valid_codepoint(code)) return std::nullopt;
  return Character{code, static_cast<std::size_t>(next - text.data())};
}

/// Where the first byte is that belongs to no character; nothing: it is all UTF-8.
inline std::optional<std::size_t> find_bad_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto found = first_character(text.substr(at));
    if (!found) return at;
    at += found->bytes;
  }
  return std::nullopt;
}

/// Controls but for line breaks and tabs, what is never a character, and what would turn the text
/// that follows: nobody sees them, and they change what is read.
constexpr bool is_unseen(std::uint32_t code) noexcept {
  const auto between = [&](std::uint32_t first, std::uint32_t last) {
    return first <= code && code <= last;
  };
  if (code == '\n' || code == '\t') return false;
  return code < 0x20 || between(0x7F, 0x9F) || between(0x202A, 0x202E) || between(0x2066, 0x2069) ||
         between(0xFDD0, 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}

/// Empty for characters that stand for themselves.
constexpr std::string_view html_escape(std::uint32_t code) noexcept {
  switch (code) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

}  // namespace billbyagent::text
