#pragma once

/// A file as rows of the columns that are asked for, whatever its format.

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/adapters/file_provider.hpp"

namespace billbyagent::file_provider {

struct Column {
  std::string_view name;
  bool required = false;  ///< in the header, and never empty
};

struct Row {
  std::size_t line = 0;            ///< where it begins in the file, from 1
  std::vector<std::string> cells;  ///< one for each column asked for; empty where it is not there
};

/// What a file is, and how it is to be read.
struct Source {
  std::string name;  ///< as the settings have it, for errors
  FileFormat format = FileFormat::csv;
  char separator = ',';
  Trailer trailer = Trailer::optional;
  std::map<std::string, std::string> columns;  ///< what the file calls them, by our names
};

/// Rows as their reader hands them in, with what all formats have in common checked.
class RowList {
 public:
  RowList(const Source& source, std::span<const Column> columns)
      : source_(source), columns_(columns) {}

  const Source& source() const noexcept { return source_; }
  std::span<const Column> columns() const noexcept { return columns_; }
  /// What the file calls the column.
  std::string name_of(std::size_t column) const;
  /// The column that the file calls so.
  std::optional<std::size_t> column_named(std::string_view name) const;

  Error fault(Errc code, std::size_t line, const std::string& what) const;
  Result<void> add(Row row);
  /// The row that says how many there were. Nothing may follow it.
  Result<void> end_with(std::size_t line, std::string_view count);
  Result<std::vector<Row>> finish();

 private:
  const Source& source_;
  std::span<const Column> columns_;
  std::vector<Row> rows_;
  std::optional<std::size_t> ended_on_;
};

/// `protocol_error` or `incomplete_scan`, naming the file and the line.
Result<std::vector<Row>> read_rows(std::string_view text, const Source& source,
                                   std::span<const Column> columns);

// The formats.
Result<void> read_csv(std::string_view text, RowList& rows);
Result<void> read_json_lines(std::string_view text, RowList& rows);

/// Where the text is no UTF-8 begins, or nothing.
std::optional<std::size_t> find_bad_utf8(std::string_view text);

}  // namespace billbyagent::file_provider
