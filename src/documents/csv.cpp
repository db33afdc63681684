#include <array>
#include <span>

#include "billbyagent/adapters/json.hpp"

namespace billbyagent {
namespace {

constexpr std::array columns{
    "line",         "contract",    "service",     "service_name",   "kind",     "period_begin",
    "period_last",  "billed_from", "billed_last", "effective",      "quantity", "units_before",
    "units_after",  "unit_price",  "share",       "amount",         "cost",     "currency",
    "tax_category", "state",       "batch",       "invoice_number", "posted",   "part"};

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

/// Text that came from people or an RMM. A NUL, at which some readers end, is shown as what it is.
std::string text_cell(std::string_view text) {
  std::string cell;
  if (is_formula(text)) cell += '\'';
  for (const char c : text)
    if (c == '\0')
      cell += "\\u0000";
    else
      cell += c;
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string row_of(const PostedLine& posted) {
  const LineItem& line = posted.line;
  const std::array cells{text_cell(to_string(line.key)),
                         text_cell(line.key.contract.text()),
                         text_cell(line.key.service.text()),
                         text_cell(line.service_name),
                         std::string{to_string(line.kind)},
                         to_string(line.billing_period.begin()),
                         to_string(line.billing_period.last_day()),
                         to_string(line.span.begin()),
                         to_string(line.span.last_day()),
                         to_string(line.key.effective),
                         std::to_string(line.quantity),
                         std::to_string(line.units_before),
                         std::to_string(line.units_after),
                         price_to_decimal(line.price_millionths(), line.currency()),
                         to_string(line.share),
                         to_decimal(line.amount),
                         to_decimal(line.cost),
                         to_string(line.currency()),
                         text_cell(line.tax_category),
                         std::string{to_string(posted.state)},
                         text_cell(posted.batch.text()),
                         text_cell(posted.invoice_number),
                         to_string(posted.posted),
                         std::string{to_string(line.part())}};
  static_assert(std::tuple_size_v<decltype(cells)> == columns.size());
  std::string row;
  for (const auto& cell : cells) row += (row.empty() ? "" : ",") + cell;
  return row + "\r\n";
}

}  // namespace

std::string lines_to_csv(std::span<const PostedLine> lines) {
  std::string text;
  for (const auto* column : columns) text += (text.empty() ? "" : ",") + std::string{column};
  text += "\r\n";
  for (const auto& line : lines) text += row_of(line);
  return text;
}

}  // namespace billbyagent
