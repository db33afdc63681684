#include "http/escapes.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace billbyagent::http {
namespace {

/// What an escape stands for, and how long it is.
struct Escape {
  std::uint32_t character = 0;
  std::size_t length = 0;  ///< 0: it is none
};

Escape number(std::string_view text, std::size_t digits_at, std::size_t digits, int base,
              std::size_t tail = 0) {
  if (digits == 0 || digits_at + digits + tail > text.size()) return {};
  std::uint32_t value = 0;
  const char* const begin = text.data() + digits_at;
  const auto read = std::from_chars(begin, begin + digits, value, base);
  if (read.ec != std::errc{} || read.ptr != begin + digits) return {};
  return {value, digits_at + digits + tail};
}

Escape of_json(std::string_view text) {
  if (text.size() < 2) return {};
  constexpr std::string_view themselves = "\"\\/";
  if (text[1] == 'u') return number(text, 2, 4, 16);
  if (text[1] == 'x') return number(text, 2, 2, 16);
  if (themselves.find(text[1]) == std::string_view::npos) return {};
  return {static_cast<unsigned char>(text[1]), 2};
}

Escape of_html(std::string_view text) {
  constexpr std::size_t longest = 10;
  const auto end = text.substr(0, longest).find(';');
  if (end == std::string_view::npos) return {};
  if (text.starts_with("&#x") || text.starts_with("&#X")) return number(text, 3, end - 3, 16, 1);
  if (text.starts_with("&#")) return number(text, 2, end - 2, 10, 1);
  constexpr std::array<std::pair<std::string_view, char>, 5> names = {
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};
  for (const auto& [name, character] : names)
    if (text.starts_with(name)) return {static_cast<unsigned char>(character), name.size()};
  return {};
}

Escape escape_at(std::string_view text) {
  if (text.front() == '%') return number(text, 1, 2, 16);
  if (text.front() == '\\') return of_json(text);
  if (text.front() == '&') return of_html(text);
  return {};
}

/// As UTF-8; a byte of percent-encoding is one.
std::string bytes_of(std::uint32_t character, bool is_byte) {
  const auto byte = [](std::uint32_t value) { return static_cast<char>(value); };
  if (is_byte || character < 0x80) return {byte(character)};
  if (character < 0x800) return {byte(0xC0 | (character >> 6)), byte(0x80 | (character & 0x3F))};
  return {byte(0xE0 | ((character >> 12) & 0xF)), byte(0x80 | ((character >> 6) & 0x3F)),
          byte(0x80 | (character & 0x3F))};
}

}  // namespace

bool may_be_escaped(std::string_view text) {
  return text.find_first_of("%\\&") != std::string_view::npos;
}

Unescaped::Unescaped(std::string_view text) : text_(text) {
  for (std::size_t at = 0; at <= text.size(); ++at) begins_.push_back(at);
}

bool Unescaped::unescape() {
  if (!may_be_escaped(text_)) return false;
  std::string plain;
  std::vector<std::size_t> begins;
  for (std::size_t at = 0; at < text_.size();) {
    const Escape escape = escape_at(std::string_view{text_}.substr(at));
    const std::string bytes =
        escape.length == 0 ? std::string{text_[at]} : bytes_of(escape.character, text_[at] == '%');
    begins.insert(begins.end(), bytes.size(), begins_[at]);
    plain += bytes;
    at += escape.length == 0 ? 1 : escape.length;
  }
  begins.push_back(begins_.back());
  const bool changed = plain != text_;
  text_ = std::move(plain);
  begins_ = std::move(begins);
  return changed;
}

bool Unescaped::replace(std::string_view what, std::string_view mark, std::string& original) {
  const auto at = text_.find(what);
  if (at == std::string::npos) return false;
  const std::size_t begin = begins_[at];
  const std::size_t end = begins_[at + what.size()];
  original.replace(begin, end - begin, mark);
  text_.replace(at, what.size(), mark);
  // What follows has moved in the original.
  std::vector<std::size_t> begins(begins_.begin(),
                                  begins_.begin() + static_cast<std::ptrdiff_t>(at));
  for (std::size_t i = 0; i < mark.size(); ++i) begins.push_back(begin + i);
  for (std::size_t i = at + what.size(); i < begins_.size(); ++i)
    begins.push_back(begins_[i] - end + begin + mark.size());
  begins_ = std::move(begins);
  return true;
}

}  // namespace billbyagent::http
