#include "file_provider/spreadsheet.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "file_provider/text_form.hpp"

namespace billbyagent::file_provider {
namespace {

std::size_t digits(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) -
                                  text.begin());
}

/// Words and numbers, without what stands around them. A hyphen or a dot belongs to the word: a
/// machine may be called total-1.
std::vector<std::string> words(std::string_view text) {
  static constexpr std::string_view around = " \t:=()[]*#";
  std::vector<std::string> found;
  while (true) {
    const auto begin = text.find_first_not_of(around);
    if (begin == text.npos) return found;
    text.remove_prefix(begin);
    const auto end = std::min(text.find_first_of(around), text.size());
    found.push_back(lower(text.substr(0, end)));
    text.remove_prefix(end);
  }
}

constexpr std::array<std::string_view, 14> sums{
    "total", "totals",      "subtotal", "sub-total", "grandtotal", "sum",  "gesamt",
    "summe", "gesamtsumme", "totale",   "totaux",    "insgesamt",  "suma", "totaal"};
constexpr std::array<std::string_view, 16> counted_things{
    "devices", "device",    "machines", "machine", "agents",  "agent",     "computers", "computer",
    "assets",  "endpoints", "rows",     "row",     "records", "record(s)", "entries",   "items"};
constexpr std::array<std::string_view, 6> fillers{"grand", "overall", "number",
                                                  "of",    "count",   "the"};

constexpr std::array<std::string_view, 22> no_values{
    "null",           "(null)", "<null>", "\\n",  "nil",   "undefined",       "none",
    "(none)",         "nan",    "n/a",    "#n/a", "#ref!", "#value!",         "#name?",
    "(blank)",        "-",      "--",     "—",    "–",     "[object object]", "system.object[]",
    "system.string[]"};

bool is_number(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789.,'") == word.npos &&
         is_digit(word.front());
}

}  // namespace

bool unwrap(std::string& text) {
  if (text.size() < 3 || !text.starts_with("=\"") || text.back() != '"') return false;
  const auto inner = text.substr(2, text.size() - 3);
  if (inner.find('"') != inner.npos) return false;
  text = inner;
  return true;
}

bool is_rounded(std::string_view text) {
  if (digits(text) != 1) return false;
  text.remove_prefix(1);
  if (text.starts_with('.') || text.starts_with(',')) {
    text.remove_prefix(1);
    const auto places = digits(text);
    if (places == 0) return false;
    text.remove_prefix(places);
  }
  // The sign is what tells it from an id that is written in hexadecimal digits.
  if (!text.starts_with("E+") && !text.starts_with("e+")) return false;
  text.remove_prefix(2);
  return !text.empty() && digits(text) == text.size();
}

bool is_long_number(std::string_view text) {
  static constexpr std::size_t digits_min = 17;
  return text.size() >= digits_min && digits(text) == text.size();
}

bool is_cut_number(std::string_view text) {
  static constexpr std::size_t digits_kept = 15;
  return is_long_number(text) && text.find_first_not_of('0', digits_kept) == text.npos;
}

bool is_no_value(std::string_view text) {
  static constexpr std::size_t length_max = 20;
  return text.size() <= length_max && is_among(no_values, lower(text));
}

bool is_ruler(std::string_view text) { return text.find_first_not_of("-=+:|_ ") == text.npos; }

bool is_total(std::string_view text) {
  static constexpr std::size_t length_max = 60;
  if (text.empty() || text.size() > length_max) return false;
  bool sum = false;
  bool number = false;
  bool counted = false;
  for (const auto& word : words(text)) {
    if (is_among(sums, word)) {
      sum = true;
    } else if (is_number(word)) {
      number = true;
    } else if (is_among(counted_things, word)) {
      // `Computer 1` is a name; `1 computer` and `Computers: 1` are none.
      counted = counted || number || word.ends_with('s') || word.ends_with(')');
    } else if (!is_among(fillers, word)) {
      return false;
    }
  }
  return sum || (number && counted);
}

}  // namespace billbyagent::file_provider
