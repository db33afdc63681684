#include "text/forms.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <utility>

namespace billbyagent::text {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Spaces of every width, also those at which no line breaks.
bool is_space(utf8proc_int32_t c) { return utf8proc_category(c) == UTF8PROC_CATEGORY_ZS; }

/// Marks that nobody sees. Joiners are not among them: scripts need them.
bool is_invisible(utf8proc_int32_t c) {
  static constexpr utf8proc_int32_t zero_width_space = 0x200B;
  static constexpr utf8proc_int32_t byte_order_mark = 0xFEFF;
  return c == zero_width_space || c == byte_order_mark;
}

std::string mapped(std::string_view text, int options) {
  utf8proc_uint8_t* made = nullptr;
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &made,
                                   static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned{made, &std::free};
  if (length < 0) return std::string{text};
  return {reinterpret_cast<const char*>(made), static_cast<std::size_t>(length)};
}

std::string_view trimmed_ascii(std::string_view text) {
  const auto blank = [](char c) { return c >= 0 && c <= ' '; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

/// The text without spaces around it; those inside are ordinary ones, and single where told so.
std::string with_plain_spaces(std::string_view text, bool single) {
  std::string made;
  std::size_t spaces = 0;
  while (!text.empty()) {
    utf8proc_int32_t c = 0;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                         static_cast<utf8proc_ssize_t>(text.size()), &c);
    if (length <= 0) return made.append(text);
    const auto character = text.substr(0, static_cast<std::size_t>(length));
    text.remove_prefix(character.size());
    if (is_invisible(c)) continue;
    if (is_space(c)) {
      ++spaces;
      continue;
    }
    if (!made.empty() && spaces > 0) made.append(single ? 1 : spaces, ' ');
    spaces = 0;
    made += character;
  }
  return std::string{trimmed_ascii(made)};
}

/// Signs that programs put in the place of those on a keyboard, and what markup leaves.
std::string with_plain_signs(std::string text) {
  static constexpr std::pair<std::string_view, std::string_view> signs[] = {
      {"\u2018", "'"}, {"\u2019", "'"},  {"\u02BC", "'"}, {"`", "'"},      {"\u2010", "-"},
      {"\u2012", "-"}, {"\u2013", "-"},  {"\u2014", "-"}, {"\u2212", "-"}, {"&#39;", "'"},
      {"&apos;", "'"}, {"&quot;", "\""}, {"&amp;", "&"}};
  for (const auto& [sign, plain] : signs)
    for (auto at = text.find(sign); at != text.npos; at = text.find(sign, at))
      text.replace(at, sign.size(), plain);
  return text;
}

/// The likeness of most texts, which needs no tables.
std::string ascii_likeness(std::string_view text) {
  std::string made;
  made.reserve(text.size());
  bool blank = false;
  for (const char c : trimmed_ascii(text)) {
    if (c == ' ') {
      blank = true;
      continue;
    }
    if (blank) made += ' ';
    blank = false;
    made += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return made;
}

}  // namespace

std::string tidy(std::string_view text) {
  text = trimmed_ascii(text);
  if (is_ascii(text)) return std::string{text};
  return mapped(with_plain_spaces(text, false), UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

std::string likeness(std::string_view text) {
  if (is_ascii(text) && text.find_first_of("&`") == text.npos) return ascii_likeness(text);
  return with_plain_spaces(
      with_plain_signs(mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                                        UTF8PROC_CASEFOLD | UTF8PROC_IGNORE)),
      true);
}

}  // namespace billbyagent::text
