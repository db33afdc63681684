#pragma once

/// Writes HTML. Every text of anybody's goes through `text` or the value of an attribute, where it
/// is escaped; names of elements and attributes are known when this is compiled, so that no text
/// can become one. Elements close themselves, so that they nest.

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace billbyagent::pages {

/// A text of the program's own: an element, an attribute, a style sheet.
class Word {
 public:
  template <std::size_t N>
  consteval Word(const char (&text)[N]) : text_(text, N - 1) {}
  constexpr std::string_view text() const noexcept { return text_; }

 private:
  std::string_view text_;
};

struct Attribute {
  Word name;
  std::string_view value;
};
using Attributes = std::initializer_list<Attribute>;

class Html {
 public:
  /// Open as long as it lives.
  class Element {
   public:
    Element(const Element&) = delete;
    Element& operator=(const Element&) = delete;
    ~Element();

   private:
    friend class Html;
    Element(Html& html, Word name) : html_(html), name_(name) {}
    Html& html_;
    Word name_;
  };

  /// Opens an element.
  [[nodiscard]] Element in(Word name, Attributes attributes = {});
  /// An element with nothing but a text.
  void put(Word name, std::string_view text, Attributes attributes = {});
  /// One that has no end tag, such as `meta`.
  void put_void(Word name, Attributes attributes);
  /// Escaped. What is no UTF-8, no character or would turn the text around it becomes U+FFFD.
  void text(std::string_view text);
  /// A text that somebody outside chose, such as a customer's or a machine's name: it may be
  /// written from right to left without turning what stands around it.
  void name(std::string_view text);
  /// The style sheet, as it is.
  void style(Word sheet);
  void doctype() { out_ += "<!DOCTYPE html>\n"; }

  std::string take() && { return std::move(out_); }

 private:
  void open(Word name, Attributes attributes);

  std::string out_;
};

}  // namespace billbyagent::pages
