#include "pages/html.hpp"

#include <cstdint>
#include <optional>

namespace billbyagent::pages {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 1;
};

/// Nothing when the text does not begin with one, in its shortest form.
std::optional<Character> first_of(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return Character{lead, 1};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return std::nullopt;
  std::uint32_t code = lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return std::nullopt;
    code = (code << 6) | (byte(i) & 0x3FU);
  }
  const std::uint32_t least = bytes == 4 ? 0x10000 : bytes == 3 ? 0x800 : 0x80;
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < least || code > 0x10FFFF || surrogate) return std::nullopt;
  return Character{code, bytes};
}

/// Controls, what is never a character, and what would turn the text that follows.
bool is_refused(std::uint32_t code) {
  const auto between = [&](std::uint32_t first, std::uint32_t last) {
    return first <= code && code <= last;
  };
  if (code == '\n' || code == '\t') return false;
  return code < 0x20 || between(0x7F, 0x9F) || between(0x202A, 0x202E) || between(0x2066, 0x2069) ||
         between(0xFDD0, 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}

std::string_view escape_of(std::uint32_t code) {
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

void append_escaped(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const auto found = first_of(text);
    const std::size_t bytes = found ? found->bytes : 1;
    if (!found || is_refused(found->code))
      out += replacement;
    else if (const auto escape = escape_of(found->code); !escape.empty())
      out += escape;
    else
      out += text.substr(0, bytes);
    text.remove_prefix(bytes);
  }
}

}  // namespace

Html::Element::~Element() { html_.out_.append("</").append(name_.text()).append(">"); }

void Html::open(Word name, Attributes attributes) {
  out_.append("<").append(name.text());
  for (const auto& attribute : attributes) {
    out_.append(" ").append(attribute.name.text()).append("=\"");
    append_escaped(out_, attribute.value);
    out_ += '"';
  }
  out_ += '>';
}

Html::Element Html::in(Word name, Attributes attributes) {
  open(name, attributes);
  return {*this, name};
}

void Html::put(Word name, std::string_view words, Attributes attributes) {
  const auto element = in(name, attributes);
  text(words);
}

void Html::put_void(Word name, Attributes attributes) { open(name, attributes); }

void Html::text(std::string_view words) { append_escaped(out_, words); }

void Html::name(std::string_view words) { put("bdi", words); }

void Html::style(Word sheet) {
  const auto element = in("style");
  out_ += sheet.text();
}

}  // namespace billbyagent::pages
