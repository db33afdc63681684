// CSV as a table: its header, wherever that is, and the rows under it.

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "file_provider/csv_reader.hpp"
#include "file_provider/rows.hpp"
#include "file_provider/spreadsheet.hpp"
#include "file_provider/text_form.hpp"

namespace billbyagent::file_provider {
namespace {

bool is_blank(std::string_view cell) {
  const auto first =
      std::find_if(cell.begin(), cell.end(), [](char c) { return c < 0 || c > ' '; });
  if (first == cell.end()) return true;
  // Blanks of other kinds are longer than a byte.
  return *first < 0 && tidy(cell.substr(0, 100)).empty() && tidy(cell).empty();
}

/// How many cells there are up to the last that is not blank.
std::size_t filled_width(const Record& record) {
  std::size_t width = record.cells.size();
  while (width > 0 && is_blank(record.cells[width - 1])) --width;
  return width;
}

std::size_t filled_cells(const Record& record) {
  return static_cast<std::size_t>(
      std::count_if(record.cells.begin(), record.cells.end(),
                    [](std::string_view cell) { return !is_blank(cell); }));
}

/// Lines that a program draws between header and rows.
bool is_ruler(const Record& record) {
  const auto length =
      std::accumulate(record.cells.begin(), record.cells.end(), std::size_t{0},
                      [](std::size_t sum, std::string_view cell) { return sum + cell.size(); });
  return length > 2 &&
         std::all_of(record.cells.begin(), record.cells.end(),
                     [](std::string_view cell) { return file_provider::is_ruler(cell); });
}

/// `sep=;` as a first line: what spreadsheets read the separator from.
std::optional<char> told_separator(std::string_view beginning) {
  auto line = beginning.substr(0, beginning.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.size() >= 2 && line.front() == '"' && line.back() == '"')
    line = line.substr(1, line.size() - 2);
  if (line.size() != 5 || lower(line.substr(0, 4)) != "sep=") return std::nullopt;
  return line[4];
}

std::string shown(char separator) {
  return separator == '\t' ? "a tab" : std::string{"'"} + separator + "'";
}

/// A table as one separator shows it.
class Table {
 public:
  Table(const Text& text, char separator, Rows& rows)
      : rows_(rows),
        text_(text),
        reader_(text, separator, rows.source().name,
                {rows.source().cells_max, rows.source().row_bytes_max}),
        there_(rows.plan().slots(), Slots::State::absent),
        cells_(rows.plan().slots()) {}

  /// Goes to the row that has all columns that are needed of every row. What is wrong with the
  /// table is kept.
  void find_header();
  bool has_header() const noexcept { return has_header_; }
  /// Nothing is known of it, as the reading ended before.
  bool was_ended() const noexcept {
    return broken_ && (broken_->code == Errc::cancelled || broken_->code == Errc::timed_out);
  }
  std::size_t known_columns() const;
  /// The most cells that a row of the first ones had.
  std::size_t width() const noexcept { return widest_.size(); }

  char separator() const noexcept { return reader_.separator(); }
  const std::vector<std::string>& names() const noexcept { return names_; }
  Error no_header() const;
  Result<void> check_header() const;
  Result<void> read_rows();

 private:
  void take_header(const std::vector<std::string>& names);
  bool is_header(const Record& record);
  Result<void> check_width(const Record& record);
  bool is_header_again(const Record& record) const;
  Result<void> add(const Record& record);
  Error fault(Errc code, std::size_t line, const std::string& what) const {
    return rows_.fault(code, line, what);
  }

  Rows& rows_;
  const Text& text_;
  CsvReader reader_;
  std::optional<Error> broken_;
  std::vector<std::string> widest_;
  std::size_t widest_line_ = 1;
  bool has_header_ = false;
  std::size_t header_line_ = 1;
  bool header_ended_ = false;
  std::vector<std::string> names_;                 ///< of the file's columns
  std::vector<std::optional<std::size_t>> slots_;  ///< for each of them
  std::vector<Slots::State> there_;                ///< of the slots
  Slots cells_;                                    ///< of the row that is being read
  struct Above {
    std::size_t line;
    std::size_t cells;
  };
  std::vector<Above> above_;  ///< lines above the header that hold something
  struct Short {
    std::size_t line = 0;
    std::size_t cells = 0;
  };
  Short last_short_;  ///< the row before, when it was short
  std::size_t short_rows_ = 0;
  std::size_t headers_again_ = 0;
};

bool Table::is_header(const Record& record) {
  const auto& plan = rows_.plan();
  std::fill(there_.begin(), there_.end(), Slots::State::absent);
  names_.clear();
  slots_.clear();
  for (const auto cell : record.cells) {
    names_.push_back(tidy(cell.substr(0, limits::text_length_max)));
    slots_.push_back(plan.slot(names_.back()));
    if (slots_.back()) there_[*slots_.back()] = Slots::State::text;
  }
  // A name of ours in another form stands back behind the name itself.
  const auto exactly = there_;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (slots_[i]) continue;
    const auto slot = plan.slot_of_form(names_[i]);
    if (!slot || exactly[*slot] == Slots::State::text) continue;
    slots_[i] = slot;
    there_[*slot] = Slots::State::text;
  }
  for (std::size_t column = 0; column < plan.columns().size(); ++column)
    if (plan.columns()[column].required && !plan.is_off(column) && !plan.way(column, there_))
      return false;
  return true;
}

/// The header that the settings tell, because the file has none.
void Table::take_header(const std::vector<std::string>& names) {
  Record record;
  for (const auto& name : names) record.cells.push_back(name);
  has_header_ = is_header(record);
  header_ended_ = true;
  CsvReader first{text_,
                  separator(),
                  rows_.source().name,
                  {rows_.source().cells_max, rows_.source().row_bytes_max}};
  if (const auto read = first.next(record); read && *read) widest_.resize(record.cells.size());
}

void Table::find_header() {
  if (!rows_.source().header.empty()) return take_header(rows_.source().header);
  Record record;
  for (std::size_t i = 0; i <= rows_.source().lines_above_max; ++i) {
    const auto read = reader_.next(record);
    if (!read) broken_ = read.error();
    if (!read || !*read) return;
    const bool found = is_header(record);
    if (filled_width(record) > widest_.size()) {
      widest_ = names_;
      widest_.resize(filled_width(record));
      widest_line_ = record.line;
    }
    if (found) {
      has_header_ = true;
      header_line_ = record.line;
      header_ended_ = record.ended;
      names_.resize(filled_width(record));
      slots_.resize(names_.size());
      return;
    }
    const auto cells = filled_cells(record);
    const auto first = tidy(record.cells.front());
    if (cells > 0 && !first.starts_with("#TYPE") && !lower(first).starts_with("sep="))
      above_.push_back({record.line, cells});
  }
}

std::size_t Table::known_columns() const {
  return static_cast<std::size_t>(std::count(there_.begin(), there_.end(), Slots::State::text));
}

Error Table::no_header() const {
  if (broken_) return *broken_;
  const auto& told = rows_.source().header;
  const auto& plan = rows_.plan();
  std::vector<Slots::State> there(plan.slots(), Slots::State::absent);
  for (const auto& name : told.empty() ? widest_ : told)
    if (const auto slot = known_slot(plan, name)) there[*slot] = Slots::State::text;
  for (std::size_t column = 0; column < plan.columns().size(); ++column)
    if (plan.columns()[column].required && !plan.is_off(column) && !plan.way(column, there))
      return rows_.no_column(widest_line_, "the header has", column, told.empty() ? widest_ : told);
  return fault(Errc::protocol_error, widest_line_, "there is no header");
}

Result<void> Table::check_header() const {
  const auto& plan = rows_.plan();
  std::vector<std::optional<std::size_t>> column_of(plan.slots());
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (!slots_[i]) continue;
    auto& first = column_of[*slots_[i]];
    if (first)
      return fault(Errc::protocol_error, header_line_,
                   "two columns are called " + names_[*first] +
                       (names_[*first] == names_[i] ? "" : " and " + names_[i]));
    first = i;
  }
  for (std::size_t column = 0; column < plan.columns().size(); ++column)
    if (plan.is_needed(column) && !plan.way(column, there_))
      return rows_.no_column(header_line_, "the header has", column, names_);
  for (const auto& above : above_)
    if (above.cells >= 2 && above.cells >= names_.size())
      return fault(
          Errc::protocol_error, above.line,
          "looks like a row, and stands above the header on line " + std::to_string(header_line_));
  if (auto welcome = rows_.check_welcome(names_); !welcome) return welcome;
  if (!header_ended_)
    return fault(Errc::incomplete_scan, header_line_,
                 "the last line does not end; was the file cut off?");
  return {};
}

/// A row has as many cells as the header. Empty ones at its end may be left out, or be too many.
Result<void> Table::check_width(const Record& record) {
  const std::size_t width = names_.size();
  const auto wrong = [&](const std::string& why) {
    return fault(Errc::protocol_error, record.line,
                 "has " + std::to_string(record.cells.size()) + " cells, the header has " +
                     std::to_string(width) + why);
  };
  if (!record.ended) {
    if (record.cells.size() < width)
      return fault(Errc::incomplete_scan, record.line,
                   "the last line does not end; was the file cut off?");
    rows_.note("the last line does not end, but has all its cells");
  }
  if (filled_width(record) > width) return wrong("");
  if (record.cells.size() >= width) {
    last_short_ = {};
    return {};
  }
  // Without a header nothing else says that the columns are the expected ones.
  if (!rows_.source().header.empty()) return wrong("");
  // Two halves of a row that a line break without quotes has parted are no two machines.
  if (last_short_.cells > 0 && last_short_.cells + record.cells.size() - 1 == width)
    return wrong(", and seems to be the rest of line " + std::to_string(last_short_.line));
  last_short_ = {record.line, record.cells.size()};
  ++short_rows_;
  return {};
}

bool Table::is_header_again(const Record& record) const {
  if (record.cells.size() < names_.size()) return false;
  for (std::size_t i = 0; i < names_.size(); ++i)
    if (tidy(record.cells[i]) != names_[i]) return false;
  return true;
}

Result<void> Table::add(const Record& record) {
  cells_.clear();
  const std::size_t cells = std::min(record.cells.size(), slots_.size());
  for (std::size_t i = 0; i < cells; ++i)
    if (slots_[i]) cells_.values[*slots_[i]] = record.cells[i];
  const bool lone = record.cells.size() == 1 && names_.size() > 1;
  return rows_.add(record.line, cells_, there_, lone);
}

Result<void> Table::read_rows() {
  Record record;
  std::size_t empty = 0;
  while (true) {
    const auto read = reader_.next(record);
    if (!read) return read.error();
    if (!*read) break;
    const auto filled = filled_width(record);
    if (filled == 0 || is_ruler(record)) {
      ++empty;
      continue;
    }
    rows_.add_empty(std::exchange(empty, 0));
    if (filled == 2 && record.cells[0] == "#end") {
      if (auto ended = rows_.end_with(record.line, tidy(record.cells[1])); !ended) return ended;
      continue;
    }
    if (is_header_again(record)) {
      ++headers_again_;
      continue;
    }
    if (auto good = check_width(record); !good) return good;
    if (auto added = add(record); !added) return added;
  }
  if (!above_.empty())
    rows_.note(counted(above_.size(), "line", "lines") + " above the header passed over");
  if (headers_again_ > 0)
    rows_.note("the header stands there " + counted(headers_again_, "more time", "more times"));
  if (short_rows_ > 0)
    rows_.note(counted(short_rows_, "row", "rows") +
               " with fewer cells than the header; what is missing is taken for empty");
  static constexpr std::size_t page_rows_min = 1'000;
  rows_.note_if_one_page(page_rows_min);
  return rows_.finish(names_);
}

/// The separator by which the header has most of our columns; otherwise the one with most cells.
std::unique_ptr<Table> best_table(const Text& text, std::optional<char> told, Rows& rows) {
  static constexpr std::array separators{',', ';', '\t', '|'};
  std::vector<std::unique_ptr<Table>> tables;
  const auto add = [&](char separator) {
    tables.push_back(std::make_unique<Table>(text, separator, rows));
    tables.back()->find_header();
  };
  if (rows.source().separator)
    add(*rows.source().separator);
  else if (told)
    add(*told);
  else
    std::for_each(separators.begin(), separators.end(), add);
  const auto ended = std::find_if(tables.begin(), tables.end(),
                                  [](const auto& table) { return table->was_ended(); });
  if (ended != tables.end()) return std::move(*ended);
  const auto best =
      std::max_element(tables.begin(), tables.end(), [](const auto& a, const auto& b) {
        if (a->has_header() != b->has_header()) return b->has_header();
        const auto known = [](const Table& table) {
          return table.has_header() ? table.known_columns() : 0;
        };
        return std::pair{known(*a), a->width()} < std::pair{known(*b), b->width()};
      });
  return std::move(*best);
}

}  // namespace

Result<void> read_csv(const Text& text, Rows& rows) {
  const auto first = first_not_of(text, "\r\n");
  if (!first) return first.error();
  if (!*first)
    return Error{Errc::protocol_error, rows.source().name + ": is empty, without even a header"};
  static constexpr std::size_t separator_line_max = 16;
  const auto beginning = beginning_of(text, separator_line_max);
  if (!beginning) return beginning.error();
  const auto told = told_separator(*beginning);
  const auto table = best_table(text, told, rows);
  if (!table->has_header()) return table->no_header();
  if (auto good = table->check_header(); !good) return good;
  if (!rows.source().separator && !told && table->separator() != ',')
    rows.note("the separator is " + shown(table->separator()));
  return table->read_rows();
}

}  // namespace billbyagent::file_provider
