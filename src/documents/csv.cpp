#include <array>
#include <span>
#include <tuple>
#include <utility>

#include "billbyagent/adapters/json.hpp"
#include "documents/line_cells.hpp"

namespace billbyagent {
namespace documents {
namespace {

constexpr std::array columns{
    "line",         "contract",    "service",     "service_name",   "kind",     "period_begin",
    "period_last",  "billed_from", "billed_last", "effective",      "quantity", "units_before",
    "units_after",  "unit_price",  "share",       "amount",         "cost",     "currency",
    "tax_category", "state",       "batch",       "invoice_number", "posted",   "part"};

}  // namespace

std::vector<std::string> line_columns() { return {columns.begin(), columns.end()}; }

std::vector<std::string> line_cells(const PostedLine& posted, const CsvForm& form) {
  const LineItem& line = posted.line;
  const auto text = [&](std::string_view of) { return text_cell(of, form.separator); };
  const auto number = [&](std::string of) { return number_cell(std::move(of), form); };
  const std::array cells{text(to_string(line.key)),
                         text(line.key.contract.text()),
                         text(line.key.service.text()),
                         text(line.service_name),
                         std::string{to_string(line.kind)},
                         to_string(line.billing_period.begin()),
                         to_string(line.billing_period.last_day()),
                         to_string(line.span.begin()),
                         to_string(line.span.last_day()),
                         to_string(line.key.effective),
                         std::to_string(line.quantity),
                         std::to_string(line.units_before),
                         std::to_string(line.units_after),
                         number(price_to_decimal(line.price_millionths(), line.currency())),
                         to_string(line.share),
                         number(to_decimal(line.amount)),
                         number(to_decimal(line.cost)),
                         to_string(line.currency()),
                         text(line.tax_category),
                         std::string{to_string(posted.state)},
                         text(posted.batch.text()),
                         text(posted.invoice_number),
                         to_string(posted.posted),
                         std::string{to_string(line.part())}};
  static_assert(std::tuple_size_v<decltype(cells)> == columns.size());
  return {cells.begin(), cells.end()};
}

}  // namespace documents

std::string lines_to_csv(std::span<const PostedLine> lines) {
  std::string text = documents::csv_row(documents::line_columns());
  for (const auto& line : lines) text += documents::csv_row(documents::line_cells(line, {}));
  return text;
}

}  // namespace billbyagent
