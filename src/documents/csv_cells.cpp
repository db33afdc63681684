#include "documents/csv_cells.hpp"

#include <array>
#include <span>
#include <utility>

namespace billbyagent::documents {
namespace {

bool skip(std::string_view& text, std::span<const std::string_view> any) {
  for (const auto one : any)
    if (text.starts_with(one)) {
      text.remove_prefix(one.size());
      return true;
    }
  return false;
}

/// Whether a spreadsheet would calculate it: also behind blanks, which some of them take away, and
/// in the full-width forms, which some of them read as the others.
bool is_formula(std::string_view text) {
  using namespace std::string_view_literals;
  static constexpr std::array blanks = {
      " "sv,           "\t"sv,           "\r"sv,           "\n"sv,
      "\v"sv,          "\f"sv,           "\0"sv,           "\xc2\xa0"sv,
      "\xc2\x85"sv,    "\xe3\x80\x80"sv, "\xe2\x80\x8b"sv, "\xe2\x80\xa8"sv,
      "\xef\xbb\xbf"sv};
  static constexpr std::array signs = {
      "="sv,           "+"sv, "-"sv, "@"sv, "\xef\xbc\x9d"sv, "\xef\xbc\x8b"sv, "\xef\xbc\x8d"sv,
      "\xef\xbc\xa0"sv};
  if (!text.empty() && "\t\r\n"sv.find(text.front()) != std::string_view::npos) return true;
  while (skip(text, blanks)) {
  }
  return skip(text, signs);
}

}  // namespace

std::string text_cell(std::string_view text, char separator) {
  std::string cell;
  if (is_formula(text)) cell += '\'';
  for (const char c : text)
    if (c == '\0')
      cell += "\\u0000";
    else
      cell += c;
  if (cell.find_first_of("\"\r\n") == std::string::npos &&
      cell.find(separator) == std::string::npos)
    return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string number_cell(std::string text, const CsvForm& form) {
  if (const auto point = text.find('.'); form.decimal_comma && point != std::string::npos)
    text[point] = ',';
  return text.find(form.separator) == std::string::npos ? text : "\"" + std::move(text) + "\"";
}

std::string csv_row(const std::vector<std::string>& cells, char separator) {
  std::string row;
  for (std::size_t i = 0; i < cells.size(); ++i)
    row += (i == 0 ? "" : std::string{separator}) + cells[i];
  return row + "\r\n";
}

}  // namespace billbyagent::documents
