#include "file_provider/rows.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace billbyagent::file_provider {
namespace {

/// The length of the character that the text begins with, or 0 when it begins with none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  // Longer than need be, halves of UTF-16 pairs, beyond the last character.
  const unsigned char second = byte(1);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
      (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F))
    return 0;
  return length;
}

}  // namespace

std::optional<std::size_t> find_bad_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = utf8_length(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

std::string RowList::name_of(std::size_t column) const {
  const std::string ours{columns_[column].name};
  const auto theirs = source_.columns.find(ours);
  return theirs == source_.columns.end() ? ours : theirs->second;
}

std::optional<std::size_t> RowList::column_named(std::string_view name) const {
  for (std::size_t column = 0; column < columns_.size(); ++column)
    if (name_of(column) == name) return column;
  return std::nullopt;
}

Error RowList::fault(Errc code, std::size_t line, const std::string& what) const {
  return {code, source_.name + ", line " + std::to_string(line) + ": " + what};
}

Result<void> RowList::add(Row row) {
  if (ended_on_)
    return fault(Errc::protocol_error, row.line,
                 "comes after the end that line " + std::to_string(*ended_on_) + " tells of");
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    const std::string& cell = row.cells[column];
    if (cell.empty() && columns_[column].required)
      return fault(Errc::protocol_error, row.line, "column " + name_of(column) + " is empty");
    if (cell.size() > limits::text_length_max)
      return fault(
          Errc::protocol_error, row.line,
          "column " + name_of(column) + " has " + std::to_string(cell.size()) + " characters");
  }
  if (rows_.size() >= limits::agents_per_scan_max)
    return fault(Errc::out_of_range, row.line,
                 "more than " + std::to_string(limits::agents_per_scan_max) + " rows");
  rows_.push_back(std::move(row));
  return {};
}

Result<void> RowList::end_with(std::size_t line, std::string_view count) {
  if (ended_on_) return fault(Errc::protocol_error, line, "is a second end");
  std::uint64_t declared = 0;
  const auto* end = count.data() + count.size();
  const auto parsed = std::from_chars(count.data(), end, declared);
  if (count.empty() || parsed.ec != std::errc{} || parsed.ptr != end)
    return fault(Errc::protocol_error, line,
                 "the end has no number of rows but '" + std::string{count} + "'");
  if (declared != rows_.size())
    return fault(Errc::incomplete_scan, line,
                 "there should be " + std::to_string(declared) + " rows, and there are " +
                     std::to_string(rows_.size()));
  ended_on_ = line;
  return {};
}

Result<std::vector<Row>> RowList::finish() {
  if (!ended_on_ && source_.trailer == Trailer::required)
    return Error{Errc::incomplete_scan,
                 source_.name + ": the last row does not say how many rows there are"};
  return std::move(rows_);
}

Result<std::vector<Row>> read_rows(std::string_view text, const Source& source,
                                   std::span<const Column> columns) {
  static constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  RowList rows{source, columns};
  if (const auto bad = find_bad_utf8(text)) {
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<long>(*bad), '\n');
    return rows.fault(Errc::protocol_error, static_cast<std::size_t>(line), "is no UTF-8");
  }
  const auto read =
      source.format == FileFormat::json_lines ? read_json_lines(text, rows) : read_csv(text, rows);
  if (!read) return read.error();
  return rows.finish();
}

}  // namespace billbyagent::file_provider
