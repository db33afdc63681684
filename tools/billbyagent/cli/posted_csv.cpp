#include "cli/posted_csv.hpp"

#include <algorithm>
#include <optional>

namespace billbyagent::cli {
namespace {

using Cells = std::vector<std::string>;

/// Rows of cells, quoted or not. A cell that a spreadsheet would take for a formula has a mark
/// before it, which is taken off.
class CsvRows {
 public:
  explicit CsvRows(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  }
  std::size_t number() const noexcept { return number_; }

  /// Nothing at the end; empty rows are passed over.
  Result<std::optional<Cells>> next() {
    while (!text_.empty()) {
      ++number_;
      auto cells = row();
      if (!cells) return cells.error();
      if (cells->size() > 1 || !cells->front().empty()) return std::optional{*std::move(cells)};
    }
    return std::optional<Cells>{};
  }
  Error malformed(const std::string& what) const {
    return {Errc::malformed_document, "row " + std::to_string(number_) + ": " + what};
  }

 private:
  Result<Cells> row() {
    Cells cells;
    while (true) {
      auto cell = text_.starts_with('"') ? quoted() : plain();
      if (!cell) return cell.error();
      cells.push_back(*std::move(cell));
      if (text_.starts_with(',')) {
        text_.remove_prefix(1);
        continue;
      }
      if (text_.starts_with("\r\n"))
        text_.remove_prefix(2);
      else if (!text_.empty() && text_.front() != '\n')
        return malformed("text behind a quoted cell");
      else if (!text_.empty())
        text_.remove_prefix(1);
      return cells;
    }
  }
  Result<std::string> quoted() {
    std::string cell;
    text_.remove_prefix(1);
    while (!text_.empty()) {
      const char c = text_.front();
      text_.remove_prefix(1);
      if (c != '"') {
        cell += c;
      } else if (text_.starts_with('"')) {
        cell += c;
        text_.remove_prefix(1);
      } else {
        return without_mark(std::move(cell));
      }
    }
    return malformed("a quoted cell has no end");
  }
  Result<std::string> plain() {
    const auto end = std::min(text_.find_first_of(",\r\n"), text_.size());
    std::string cell{text_.substr(0, end)};
    text_.remove_prefix(end);
    return without_mark(std::move(cell));
  }
  static std::string without_mark(std::string cell) {
    const bool marked = cell.size() > 1 && cell[0] == '\'' &&
                        std::string_view{"=+-@\t\r"}.find(cell[1]) != std::string_view::npos;
    return marked ? cell.substr(1) : cell;
  }

  std::string_view text_;
  std::size_t number_ = 0;
};

}  // namespace

Result<std::vector<HeldLine>> parse_held_lines(std::string_view text) {
  CsvRows rows{text};
  auto header = rows.next();
  if (!header) return header.error();
  if (!*header) return Error{Errc::malformed_document, "no rows"};
  std::size_t at[3] = {};
  std::size_t wanted = 0;
  for (const char* name : {"line", "amount", "currency"}) {
    const auto column = std::find((*header)->begin(), (*header)->end(), name);
    if (column == (*header)->end())
      return rows.malformed("there is no column '" + std::string{name} + "'");
    at[wanted++] = static_cast<std::size_t>(column - (*header)->begin());
  }
  std::vector<HeldLine> lines;
  while (true) {
    auto cells = rows.next();
    if (!cells) return cells.error();
    if (!*cells) return lines;
    if ((*cells)->size() != (*header)->size())
      return rows.malformed(std::to_string((*cells)->size()) + " cells under " +
                            std::to_string((*header)->size()) + " columns");
    auto key = parse_line_key((**cells)[at[0]]);
    if (!key) return rows.malformed(to_string(key.error()));
    auto currency = Currency::parse((**cells)[at[2]]);
    if (!currency) return rows.malformed(to_string(currency.error()));
    auto amount = Money::parse((**cells)[at[1]], *currency);
    if (!amount) return rows.malformed(to_string(amount.error()));
    lines.push_back({*std::move(key), *amount});
  }
}

}  // namespace billbyagent::cli
