#include "store_postgres/text.hpp"

#include <algorithm>
#include <charconv>

#include "text/characters.hpp"

namespace billbyagent::postgres {
namespace {

/// The length of the character that the text begins with; 0 for what PostgreSQL would refuse.
std::size_t character(std::string_view text) {
  const auto found = text::first_character(text);
  return found && found->code > 1 ? found->bytes : 0;
}

}  // namespace

std::string encoded(std::string_view text) {
  const auto is_plain = [](char c) { return c > '\1' && c <= '\x7e'; };
  if (std::all_of(text.begin(), text.end(), is_plain)) return std::string{text};
  std::string made;
  made.reserve(text.size());
  while (!text.empty()) {
    const auto length = character(text);
    if (length > 0) {
      made += text.substr(0, length);
    } else {
      const auto byte = static_cast<unsigned char>(text.front());
      made += '\1';
      made += "0123456789abcdef"[byte >> 4];
      made += "0123456789abcdef"[byte & 0xf];
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return made;
}

std::string decoded(std::string_view text) {
  std::string made;
  made.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    unsigned byte = 0;
    if (text[at] == '\1' && at + 2 < text.size()) {
      const auto digits = text.substr(at + 1, 2);
      std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
      made += static_cast<char>(byte);
      at += 2;
    } else {
      made += text[at];
    }
  }
  return made;
}

}  // namespace billbyagent::postgres
