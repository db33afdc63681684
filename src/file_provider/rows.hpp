#pragma once

/// A file as rows of the columns that are asked for, whatever its format.

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/adapters/file_provider.hpp"
#include "file_provider/columns.hpp"
#include "file_provider/notes.hpp"
#include "file_provider/pieces.hpp"

namespace billbyagent::file_provider {

struct Row {
  std::size_t line = 0;            ///< where it begins in the file, from 1
  std::vector<std::string> cells;  ///< one for each column asked for; empty where it is not there
};

/// What a file is, and how it is to be read.
struct Source {
  std::string name;  ///< as the settings have it, for errors
  FileFormat format = FileFormat::csv;
  std::optional<char> separator{};    ///< nothing: it is found
  std::vector<std::string> header{};  ///< of CSV that has none
  Trailer trailer = Trailer::optional;
  Places places{};
  std::string rows_at{};  ///< where a JSON document has its list; empty: it is found
  ToldTotals told_totals = ToldTotals::checked;
  IncompleteRows incomplete_rows = IncompleteRows::refused;
  TotalsRows totals_rows = TotalsRows::taken;
  bool any_form = true;  ///< our own names of columns in any form: `Last Seen`
  std::size_t rows_min = 0;
  /// Columns that the file must not have, and why.
  std::map<std::string, std::string> unwelcome{};

  std::size_t cells_max = 16'384;  ///< of one row: as many as a spreadsheet can have
  std::size_t row_bytes_max = std::size_t{32} << 20;  ///< of one text or number in JSON too
  std::size_t lines_above_max = 50;                   ///< before the header
  std::size_t rows_max = limits::agents_per_scan_max;
};

/// Rows as their reader hands them in, with what all formats have in common checked.
class Rows {
 public:
  using Take = std::function<Result<void>(Row& row)>;
  Rows(const Source& source, const ColumnPlan& plan, Notes& notes, Take take);

  const Source& source() const noexcept { return source_; }
  const ColumnPlan& plan() const noexcept { return plan_; }
  void note(const std::string& what) { notes_.add(source_.name + ": " + what); }

  Error fault(Errc code, std::size_t line, const std::string& what) const;
  /// For a column of ours that is not where it should be, with those that were found.
  Error no_column(std::size_t line, const std::string& where, std::size_t column,
                  const std::vector<std::string>& found) const;
  /// For a file that has a column which contradicts the settings.
  Result<void> check_welcome(const std::vector<std::string>& found) const;

  /// `there`: which columns of the file the row has. `lone`: all there is of a row is one cell.
  Result<void> add(std::size_t line, Slots& slots, std::span<const Slots::State> there,
                   bool lone = false);
  /// The row that says how many there were. Nothing may follow it.
  Result<void> end_with(std::size_t line, std::string_view count);
  /// Notes a number of rows, `rows_min` or more, at which servers end a page.
  void note_if_one_page(std::size_t rows_min);
  /// Rows without anything in them, of which others follow.
  void add_empty(std::size_t rows) { empty_ += rows; }
  /// All rows but those of totals.
  std::size_t seen() const noexcept { return seen_; }
  /// `found`: the columns of the file.
  Result<void> finish(const std::vector<std::string>& found);

 private:
  struct Fault {
    std::size_t line;
    std::string what;
  };
  void tidy_up(Slots& slots);
  Result<void> fill(std::size_t line, const Slots& slots, std::span<const Slots::State> there);
  Result<bool> is_totals_row();
  bool is_incomplete(std::span<const Slots::State> there);
  void leave_out(const std::string& why);
  void watch_numbers();
  Result<void> check_numbers() const;
  Error incomplete() const;
  void note_what_was_left_out();

  const Source& source_;
  const ColumnPlan& plan_;
  Notes& notes_;
  Take take_;
  Row row_;
  std::vector<bool> told_;  ///< for each column: some row has it
  std::size_t seen_ = 0;
  std::size_t empty_ = 0;
  std::size_t totals_ = 0;
  std::size_t unwrapped_ = 0;
  std::size_t incomplete_rows_ = 0;
  std::vector<Fault> incomplete_;  ///< the first of them
  struct LongNumbers {
    std::size_t seen = 0;
    std::size_t cut = 0;
  };
  std::vector<LongNumbers> long_numbers_;  ///< of each column
  std::optional<std::size_t> ended_on_;
};

/// `protocol_error` or `incomplete_scan`, naming the file and the line.
Result<void> read_rows(const Text& text, const Source& source, std::span<const Column> columns,
                       Notes& notes, Rows::Take take);

// The formats.
Result<void> read_csv(const Text& text, Rows& rows);
Result<void> read_json(const Text& text, Rows& rows);
Result<void> read_json_lines(const Text& text, Rows& rows);

}  // namespace billbyagent::file_provider
