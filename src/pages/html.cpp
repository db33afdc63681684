#include "pages/html.hpp"

#include "text/characters.hpp"

namespace billbyagent::pages {
namespace {

void append_escaped(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const auto found = text::first_character(text);
    const std::size_t bytes = found ? found->bytes : 1;
    if (!found || text::is_unseen(found->code))
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
