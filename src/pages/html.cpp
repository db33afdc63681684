#include "pages/html.hpp"

#include <cstdint>

#include "text/characters.hpp"

namespace billbyagent::pages {
namespace {

/// Controls, what is never a character, and what would turn the text that follows.
bool is_refused(std::uint32_t code) {
  const auto between = [&](std::uint32_t first, std::uint32_t last) {
    return first <= code && code <= last;
  };
  if (code == '\n' || code == '\t') return false;
  return code < 0x20 || between(0x7F, 0x9F) || between(0x202A, 0x202E) || between(0x2066, 0x2069) ||
         between(0xFDD0, 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}

void append_escaped(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const auto found = text::first_character(text);
    const std::size_t bytes = found ? found->bytes : 1;
    if (!found || is_refused(found->code))
      out += text::replacement;
    else if (const auto escape = text::html_escape(found->code); !escape.empty())
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
