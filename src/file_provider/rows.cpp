#include "file_provider/rows.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "file_provider/spreadsheet.hpp"
#include "file_provider/text_form.hpp"

namespace billbyagent::file_provider {

Rows::Rows(const Source& source, const ColumnPlan& plan, Notes& notes, Take take)
    : source_(source),
      plan_(plan),
      notes_(notes),
      take_(std::move(take)),
      told_(plan.columns().size()),
      long_numbers_(plan.columns().size()) {
  row_.cells.resize(plan.columns().size());
}

Error Rows::fault(Errc code, std::size_t line, const std::string& what) const {
  return {code, source_.name + ", line " + std::to_string(line) + ": " + what};
}

Error Rows::no_column(std::size_t line, const std::string& where, std::size_t column,
                      const std::vector<std::string>& found) const {
  return fault(Errc::protocol_error, line,
               where + " no column " + plan_.name_of(column) + "; it has " + listed(found));
}

Result<void> Rows::check_welcome(const std::vector<std::string>& found) const {
  for (const auto& [name, why] : source_.unwelcome)
    for (const auto& there : found)
      if (there == name || (source_.any_form && column_form(there) == column_form(name)))
        return Error{Errc::protocol_error, source_.name + ": there is a column " + there + why};
  return {};
}

void Rows::tidy_up(Slots& slots) {
  for (auto& value : slots.values) {
    if (value.empty()) continue;
    // Longer ones are refused, or nobody asks for them; no need to look through them.
    if (value.size() <= 2 * limits::text_length_max) value = tidy(value);
    if (unwrap(value)) ++unwrapped_;
  }
}

Result<void> Rows::fill(std::size_t line, const Slots& slots, std::span<const Slots::State> there) {
  row_.line = line;
  for (std::size_t column = 0; column < told_.size(); ++column) {
    std::string& cell = row_.cells[column];
    cell.clear();
    const auto way = plan_.way(column, there);
    if (!way) continue;
    told_[column] = true;
    const auto state = plan_.state(column, *way, slots);
    const bool text = state <= Slots::State::text ||
                      (state == Slots::State::number && plan_.columns()[column].number);
    if (!text)
      return fault(Errc::protocol_error, line, "column " + plan_.name_of(column) + " is no text");
    cell = plan_.text(column, *way, slots);
    if (cell.size() > limits::text_length_max)
      return fault(Errc::protocol_error, line,
                   "column " + plan_.name_of(column) + " has " + std::to_string(cell.size()) +
                       " characters");
  }
  return {};
}

Result<bool> Rows::is_totals_row() {
  if (source_.totals_rows == TotalsRows::taken) return false;
  for (std::size_t column = 0; column < told_.size(); ++column) {
    if (!plan_.columns()[column].label || !is_total(row_.cells[column])) continue;
    if (source_.totals_rows == TotalsRows::left_out) return true;
    return fault(Errc::protocol_error, row_.line,
                 "'" + row_.cells[column] +
                     "' looks like a row of totals and no machine; totals_rows says whether such "
                     "rows are left out or taken");
  }
  return false;
}

void Rows::leave_out(const std::string& why) {
  static constexpr std::size_t named_max = 10;
  if (incomplete_.size() < named_max) incomplete_.push_back({row_.line, why});
  ++incomplete_rows_;
}

bool Rows::is_incomplete(std::span<const Slots::State> there) {
  for (std::size_t column = 0; column < told_.size(); ++column) {
    const std::string& cell = row_.cells[column];
    if (!plan_.columns()[column].required || plan_.is_off(column)) continue;
    if (!cell.empty() && !is_no_value(cell)) continue;
    const std::string found = !cell.empty()              ? " says '" + cell + "'"
                              : plan_.way(column, there) ? " is empty"
                                                         : " is missing";
    leave_out("column " + plan_.name_of(column) + found);
    return true;
  }
  return false;
}

void Rows::watch_numbers() {
  for (std::size_t column = 0; column < told_.size(); ++column) {
    if (!plan_.columns()[column].required || !is_long_number(row_.cells[column])) continue;
    ++long_numbers_[column].seen;
    if (is_cut_number(row_.cells[column])) ++long_numbers_[column].cut;
  }
}

/// Where most long numbers end in zeros, what they were has been lost.
Result<void> Rows::check_numbers() const {
  for (std::size_t column = 0; column < told_.size(); ++column) {
    const auto& [seen, cut] = long_numbers_[column];
    if (cut < 2 || cut * 2 <= seen) continue;
    return Error{Errc::protocol_error,
                 source_.name + ": column " + plan_.name_of(column) + ": " + std::to_string(cut) +
                     " of " + std::to_string(seen) +
                     " long numbers end in zeros behind the fifteenth digit, which is what a "
                     "spreadsheet leaves of them; export them as text"};
  }
  return {};
}

Result<void> Rows::add(std::size_t line, Slots& slots, std::span<const Slots::State> there,
                       bool lone) {
  if (ended_on_)
    return fault(Errc::protocol_error, line,
                 "comes after the end that line " + std::to_string(*ended_on_) + " tells of");
  tidy_up(slots);
  if (auto filled = fill(line, slots, there); !filled) return filled;
  const auto totals = is_totals_row();
  if (!totals) return totals.error();
  if (*totals) {
    ++totals_;
    return {};
  }
  if (++seen_ > source_.rows_max)
    return fault(Errc::out_of_range, line,
                 "more than " + std::to_string(source_.rows_max) + " rows");
  if (is_incomplete(there)) return {};
  if (lone) {
    // A title between the rows, or a remark below them.
    leave_out("there is one cell alone, '" + shortened(row_.cells[0]) + "'");
    return {};
  }
  watch_numbers();
  return take_(row_);
}

Result<void> Rows::end_with(std::size_t line, std::string_view count) {
  if (ended_on_) return fault(Errc::protocol_error, line, "is a second end");
  std::uint64_t declared = 0;
  const auto* end = count.data() + count.size();
  const auto parsed = std::from_chars(count.data(), end, declared);
  if (count.empty() || parsed.ec != std::errc{} || parsed.ptr != end)
    return fault(Errc::protocol_error, line,
                 "the end has no number of rows but '" + shortened(count) + "'");
  if (declared != seen_)
    return fault(Errc::incomplete_scan, line,
                 "there should be " + std::to_string(declared) + " rows, and there are " +
                     std::to_string(seen_));
  ended_on_ = line;
  return {};
}

Error Rows::incomplete() const {
  std::string rest;
  for (std::size_t i = 1; i < incomplete_.size(); ++i)
    rest += "; line " + std::to_string(incomplete_[i].line) + ": " + incomplete_[i].what;
  if (incomplete_rows_ > incomplete_.size())
    rest += "; and " + std::to_string(incomplete_rows_ - incomplete_.size()) + " more";
  return fault(Errc::protocol_error, incomplete_[0].line, incomplete_[0].what + rest);
}

void Rows::note_if_one_page(std::size_t rows_min) {
  static constexpr std::array<std::size_t, 15> ends{50,     100,    200,    250,    500,
                                                    1'000,  2'000,  2'500,  5'000,  10'000,
                                                    20'000, 25'000, 50'000, 65'535, 100'000};
  if (!ended_on_ && seen_ >= rows_min && std::find(ends.begin(), ends.end(), seen_) != ends.end())
    note("there are exactly " + std::to_string(seen_) +
         " rows, at which many servers end a page; is that the whole list?");
}

void Rows::note_what_was_left_out() {
  if (incomplete_rows_ > 0) {
    std::string lines;
    for (const auto& each : incomplete_)
      lines += (lines.empty() ? "" : ", ") + std::to_string(each.line);
    if (incomplete_rows_ > incomplete_.size()) lines += ", ...";
    note(counted(incomplete_rows_, "row", "rows") + " without id or organization left out (" +
         (incomplete_rows_ == 1 ? "line " : "lines ") + lines + ")");
  }
  if (totals_ > 0) note(counted(totals_, "row", "rows") + " of totals left out");
  if (empty_ > 0) note(counted(empty_, "empty row", "empty rows") + " passed over");
  if (unwrapped_ > 0)
    note(counted(unwrapped_, "cell", "cells") + " written as =\"...\" taken for the text in it");
}

Result<void> Rows::finish(const std::vector<std::string>& found) {
  if (auto welcome = check_welcome(found); !welcome) return welcome;
  for (std::size_t column = 0; seen_ > 0 && column < told_.size(); ++column) {
    if (told_[column]) continue;
    if (plan_.is_needed(column))
      return Error{Errc::protocol_error, source_.name + ": no row has the column " +
                                             plan_.name_of(column) + "; they have " +
                                             listed(found)};
    if (plan_.is_placed(column) && !plan_.is_off(column))
      note("there is no column " + plan_.name_of(column) + " for " +
           std::string{plan_.columns()[column].name});
  }
  if (!incomplete_.empty() && source_.incomplete_rows == IncompleteRows::refused)
    return incomplete();
  if (incomplete_rows_ > 0 && incomplete_rows_ == seen_)
    return Error{Errc::protocol_error,
                 source_.name + ": no row is of a machine; " + incomplete().context};
  if (auto good = check_numbers(); !good) return good;
  if (!ended_on_ && source_.trailer == Trailer::required)
    return Error{Errc::incomplete_scan,
                 source_.name + ": the last row does not say how many rows there are"};
  if (seen_ < source_.rows_min)
    return Error{Errc::incomplete_scan,
                 source_.name + ": there are " + counted(seen_, "row", "rows") +
                     ", and there should be at least " + std::to_string(source_.rows_min)};
  note_what_was_left_out();
  return {};
}

Result<void> read_rows(const Text& text, const Source& source, std::span<const Column> columns,
                       Notes& notes, Rows::Take take) {
  const ColumnPlan plan{columns, source.places, source.any_form};
  Rows rows{source, plan, notes, std::move(take)};
  switch (source.format) {
    case FileFormat::json:
      return read_json(text, rows);
    case FileFormat::json_lines:
      return read_json_lines(text, rows);
    case FileFormat::by_name:
    case FileFormat::csv:
      break;
  }
  return read_csv(text, rows);
}

}  // namespace billbyagent::file_provider
