#pragma once

/// CSV by RFC 4180, record by record: what a spreadsheet would guess at is an error here.

#include <array>
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "billbyagent/base/result.hpp"
#include "file_provider/pieces.hpp"

namespace billbyagent::file_provider {

struct Record {
  std::size_t line = 0;
  std::vector<std::string_view> cells;  ///< good until the next record is read
  bool ended = false;                   ///< by a line break, and not by the end of the file
};

/// What a record may come to; a larger one is `out_of_range`.
struct RecordLimits {
  std::size_t cells = 0;
  std::size_t bytes = 0;
};

class CsvReader {
 public:
  /// `name`: of the file, for errors.
  CsvReader(Text text, char separator, const std::string& name, RecordLimits limits)
      : source_(std::move(text)), separator_(separator), name_(name), limits_(limits) {
    for (const char c : {separator, '\n', '\r', '"'}) stops_[static_cast<unsigned char>(c)] = true;
  }

  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;

  char separator() const noexcept { return separator_; }
  /// False: there is no further record.
  Result<bool> next(Record& record);

 private:
  /// Adds to the text from `kept` on as much as it has, at least one piece.
  Result<void> read_on(std::size_t kept);
  /// One record of the text, as if it ended there.
  Result<void> read_record(Record& record);
  bool at_end() const noexcept { return at_ == text_.size(); }
  Result<std::string_view> cell();
  Result<std::string_view> quoted_cell();
  Error fault(Errc code, std::size_t line, const std::string& what) const {
    return {code, name_ + ", line " + std::to_string(line) + ": " + what};
  }
  /// `\n`, or `\r\n` as one; 0 when there is none here.
  std::size_t line_break() const {
    if (text_.substr(at_).starts_with("\r\n")) return 2;
    return !at_end() && text_[at_] == '\n' ? 1 : 0;
  }
  bool is_blank(std::size_t at) const {
    return at < text_.size() && (text_[at] == ' ' || text_[at] == '\t') && text_[at] != separator_;
  }
  /// Where a quote begins the cell, behind blanks or an equals sign; otherwise npos.
  std::size_t opening_quote() const;

  Text source_;
  std::unique_ptr<Pieces> pieces_;
  bool has_all_ = false;  ///< the text goes to the end of the file
  std::string read_;
  std::string_view text_;  ///< what of it has been read
  char separator_;
  const std::string& name_;
  RecordLimits limits_;
  std::array<bool, 256> stops_{};  ///< what ends a cell, or may not be in it
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::deque<std::string> unescaped_;  ///< cells of this record that are not in the text as such
};

}  // namespace billbyagent::file_provider
