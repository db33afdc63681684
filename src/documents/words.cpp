#include "documents/words.hpp"

namespace billbyagent::documents {

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string{count == 1 ? one : many};
}

Counts& Counts::add(std::size_t count, std::string_view one, std::string_view many) {
  if (count > 0) text_ += (text_.empty() ? "" : ", ") + counted(count, one, many);
  return *this;
}

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes the digits from the beginning, without zeros before them.
std::string_view take_number(std::string_view& text) {
  while (text.size() > 1 && text[0] == '0' && is_digit(text[1])) text.remove_prefix(1);
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  const auto number = text.substr(0, digits);
  text.remove_prefix(digits);
  return number;
}

}  // namespace

bool comes_before(std::string_view a, std::string_view b) {
  const std::string_view whole_a = a;
  const std::string_view whole_b = b;
  while (!a.empty() && !b.empty()) {
    if (is_digit(a[0]) && is_digit(b[0])) {
      const auto first = take_number(a);
      const auto second = take_number(b);
      if (first.size() != second.size()) return first.size() < second.size();
      if (first != second) return first < second;
      continue;
    }
    if (a[0] != b[0]) return static_cast<unsigned char>(a[0]) < static_cast<unsigned char>(b[0]);
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  return a.empty() != b.empty() ? a.empty() : whole_a < whole_b;
}

}  // namespace billbyagent::documents
