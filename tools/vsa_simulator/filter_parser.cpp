#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include "vsa_simulator/filter.hpp"
#include "vsa_simulator/filter_node.hpp"

namespace billbyagent::vsa_simulator {
namespace {

using NodePtr = std::shared_ptr<const FilterNode>;

constexpr int max_depth = 100;

struct Token {
  enum class Kind { word, text, number, open, close, comma, end };
  Kind kind = Kind::end;
  std::string text;
};

bool word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.' || c == ':';
}

/// Parses by descent: or-expression > and-expression > primary.
class Parser {
 public:
  Parser(std::string_view text, std::span<const FieldInfo> fields, Dialect dialect)
      : text_(text), fields_(fields), dialect_(dialect) {
    advance();
  }

  NodePtr parse() {
    NodePtr root = either();
    if (token_.kind != Token::Kind::end) fail("unexpected '" + token_.text + "'");
    return root;
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw BadQuery("Syntax error in $filter '" + std::string(text_) + "': " + why);
  }

  std::string quoted() {
    std::string out;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c != '\'') {
        out += c;
      } else if (at_ < text_.size() && text_[at_] == '\'') {
        out += c;
        ++at_;
      } else {
        return out;
      }
    }
    fail("unterminated string literal");
  }

  void advance() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    token_ = {};
    if (at_ == text_.size()) return;
    const char c = text_[at_];
    if (c == '(' || c == ')' || c == ',' || c == '\'') {
      ++at_;
      if (c == '(') token_ = {Token::Kind::open, "("};
      if (c == ')') token_ = {Token::Kind::close, ")"};
      if (c == ',') token_ = {Token::Kind::comma, ","};
      if (c == '\'') token_ = {Token::Kind::text, quoted()};
      return;
    }
    if (!word_char(c)) fail(std::string("unexpected character '") + c + "'");
    const std::size_t begin = at_;
    while (at_ < text_.size() && word_char(text_[at_])) ++at_;
    token_.text = text_.substr(begin, at_ - begin);
    const bool starts_number = (c >= '0' && c <= '9') || c == '-';
    token_.kind = starts_number ? Token::Kind::number : Token::Kind::word;
  }

  Token take() {
    Token token = token_;
    advance();
    return token;
  }

  void expect(Token::Kind kind, const char* what) {
    if (token_.kind != kind) fail(std::string("expected ") + what);
    advance();
  }

  bool word(std::string_view text) const {
    return token_.kind == Token::Kind::word && token_.text == text;
  }

  static NodePtr join(FilterNode::Kind kind, NodePtr left, NodePtr right) {
    auto node = std::make_shared<FilterNode>();
    node->kind = kind;
    node->left = std::move(left);
    node->right = std::move(right);
    return node;
  }

  NodePtr either() {
    if (++depth_ > max_depth) fail("nested too deeply");
    NodePtr node = both();
    while (word("or")) {
      advance();
      node = join(FilterNode::Kind::either, node, both());
    }
    --depth_;
    return node;
  }

  NodePtr both() {
    NodePtr node = primary();
    while (word("and")) {
      advance();
      node = join(FilterNode::Kind::both, node, primary());
    }
    return node;
  }

  NodePtr primary() {
    if (token_.kind == Token::Kind::open) {
      advance();
      NodePtr node = either();
      expect(Token::Kind::close, "')'");
      return node;
    }
    if (word("substringof") || word("startswith") || word("endswith")) return text_function();
    if (dialect_ == Dialect::v4 && word("contains")) return text_function();
    return comparison();
  }

  std::string text_literal() {
    if (token_.kind != Token::Kind::text) fail("expected a string in single quotes");
    return take().text;
  }

  FieldUse text_field() {
    const FieldUse use = field();
    if (use.type != FieldType::text) fail("a text function needs a text field");
    return use;
  }

  NodePtr text_function() {
    auto node = std::make_shared<FilterNode>();
    node->kind = FilterNode::Kind::text_function;
    const std::string name = take().text;
    expect(Token::Kind::open, "'('");
    if (name == "substringof") {
      node->literal = {Literal::Kind::text, text_literal(), 0};
      expect(Token::Kind::comma, "','");
      node->field = text_field();
    } else {
      if (name == "startswith") node->function = TextFunction::starts_with;
      if (name == "endswith") node->function = TextFunction::ends_with;
      node->field = text_field();
      expect(Token::Kind::comma, "','");
      node->literal = {Literal::Kind::text, text_literal(), 0};
    }
    expect(Token::Kind::close, "')'");
    if (word("eq")) {
      advance();
      if (!word("true")) fail("expected 'true' after a text function");
      advance();
    }
    return node;
  }

  FieldUse field() {
    if (word("tolower")) {
      advance();
      expect(Token::Kind::open, "'('");
      FieldUse use = field();
      if (use.type != FieldType::text) fail("tolower needs a text field");
      use.lowered = true;
      expect(Token::Kind::close, "')'");
      return use;
    }
    if (token_.kind != Token::Kind::word) fail("expected a field");
    const std::string name = take().text;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (fields_[i].name != name) continue;
      if (!fields_[i].filterable) {
        throw BadQuery("The property '" + name + "' cannot be used in the $filter query option");
      }
      return {i, fields_[i].type, false};
    }
    throw BadQuery("Could not find a property named '" + name + "'");
  }

  Operator comparison_operator() {
    constexpr std::array<std::string_view, 6> names = {"eq", "ne", "gt", "ge", "lt", "le"};
    const auto name = std::find(names.begin(), names.end(), token_.text);
    if (token_.kind != Token::Kind::word || name == names.end()) fail("expected an operator");
    advance();
    return static_cast<Operator>(name - names.begin());
  }

  NodePtr comparison() {
    auto node = std::make_shared<FilterNode>();
    node->field = field();
    node->comparison = comparison_operator();
    node->literal = literal();
    if (!fits(node->field.type, node->literal.kind)) {
      throw BadQuery("A binary operator with incompatible types was detected in $filter '" +
                     std::string(text_) + "'");
    }
    return node;
  }

  static bool fits(FieldType type, Literal::Kind kind) {
    switch (kind) {
      case Literal::Kind::null:
        return true;
      case Literal::Kind::text:
        return type == FieldType::text;
      case Literal::Kind::decimal:
        return type == FieldType::decimal;
      case Literal::Kind::integer:
        return type == FieldType::decimal || type == FieldType::integer;
      case Literal::Kind::date:
        return type == FieldType::date;
      case Literal::Kind::boolean:
        return type == FieldType::boolean;
    }
    return false;
  }

  /// `2026-06-01`, `2026-06-01T00:00:00Z`
  static bool is_date(const Token& token) {
    constexpr std::size_t day_length = 10;
    return token.kind == Token::Kind::number && token.text.size() >= day_length &&
           token.text[4] == '-' && token.text[7] == '-';
  }

  Literal number_literal(std::string text) const {
    const bool decimal = text.back() == 'M' || text.back() == 'm';
    if (decimal) text.pop_back();
    if (decimal && all_digits(text)) {
      text.erase(0, std::min(text.find_first_not_of('0'), text.size() - 1));
      return {Literal::Kind::decimal, text, 0};
    }
    std::int32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (decimal || error != std::errc{} || end != text.data() + text.size()) {
      throw BadQuery("Unrecognized 'Edm.Int32' literal '" + text + "' in '" + std::string(text_) +
                     "'.");
    }
    return {Literal::Kind::integer, std::to_string(number), number};
  }

  Literal literal() {
    const Token token = take();
    if (token.kind == Token::Kind::text) return {Literal::Kind::text, token.text, 0};
    if (dialect_ == Dialect::v4 && is_date(token))
      return {Literal::Kind::date, comparable_date(token.text), 0};
    if (token.kind == Token::Kind::number) return number_literal(token.text);
    if (token.kind == Token::Kind::word) {
      if (token.text == "null") return {};
      if (token.text == "true") return {Literal::Kind::boolean, {}, 1};
      if (token.text == "false") return {Literal::Kind::boolean, {}, 0};
      const std::string name = lower(token.text);
      if ((name == "datetime" || name == "datetimeoffset") && token_.kind == Token::Kind::text) {
        return {Literal::Kind::date, comparable_date(take().text), 0};
      }
    }
    fail("expected a literal");
  }

  std::string_view text_;
  std::span<const FieldInfo> fields_;
  Dialect dialect_;
  std::size_t at_ = 0;
  int depth_ = 0;
  Token token_;
};

}  // namespace

Filter Filter::parse(std::string_view text, std::span<const FieldInfo> fields, Dialect dialect) {
  return Filter(Parser(text, fields, dialect).parse());
}

}  // namespace billbyagent::vsa_simulator
