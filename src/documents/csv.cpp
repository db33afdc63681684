#include <array>

#include "billbyagent/adapters/json.hpp"

namespace billbyagent {
namespace {

constexpr std::array columns{
    "line",         "contract",    "service",     "service_name",   "kind",     "period_begin",
    "period_last",  "billed_from", "billed_last", "effective",      "quantity", "units_before",
    "units_after",  "unit_price",  "share",       "amount",         "cost",     "currency",
    "tax_category", "state",       "batch",       "invoice_number", "posted",   "part"};

/// Text that came from people or an RMM.
std::string text_cell(std::string_view text) {
  std::string cell;
  const bool formula =
      !text.empty() && std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos;
  if (formula) cell += '\'';
  cell += text;
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
