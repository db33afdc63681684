// CSV by RFC 4180, strictly: what a spreadsheet would guess at is an error here.

#include "file_provider/rows.hpp"

namespace billbyagent::file_provider {
namespace {

struct Record {
  std::size_t line = 0;
  std::vector<std::string> cells;
};

class CsvReader {
 public:
  CsvReader(std::string_view text, const RowList& rows)
      : text_(text), separator_(rows.source().separator), rows_(rows) {}

  bool at_end() const noexcept { return at_ == text_.size(); }
  Result<Record> next();

 private:
  Result<std::string> cell();
  Result<std::string> quoted_cell();
  Error fault(Errc code, const std::string& what) const { return rows_.fault(code, line_, what); }
  /// `\n`, or `\r\n` as one; 0 when there is none here.
  std::size_t line_break() const {
    if (text_.substr(at_).starts_with("\r\n")) return 2;
    return !at_end() && text_[at_] == '\n' ? 1 : 0;
  }

  std::string_view text_;
  char separator_;
  const RowList& rows_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

Result<std::string> CsvReader::quoted_cell() {
  const std::size_t began = line_;
  std::string cell;
  for (++at_; !at_end(); ++at_) {
    const char c = text_[at_];
    if (c == '\n') ++line_;
    if (c != '"') {
      cell += c;
    } else if (text_.substr(at_).starts_with("\"\"")) {
      cell += text_[++at_];
    } else {
      ++at_;
      if (at_end() || text_[at_] == separator_ || line_break() > 0) return cell;
      return fault(Errc::protocol_error, "something follows a closing quote in the same cell");
    }
  }
  return rows_.fault(Errc::incomplete_scan, began,
                     "a quote is never closed; was the file cut off?");
}

Result<std::string> CsvReader::cell() {
  if (!at_end() && text_[at_] == '"') return quoted_cell();
  std::string cell;
  for (; !at_end() && text_[at_] != separator_ && line_break() == 0; ++at_) {
    if (text_[at_] == '"') return fault(Errc::protocol_error, "a quote inside an unquoted cell");
    if (text_[at_] == '\r') return fault(Errc::protocol_error, "a lone carriage return");
    cell += text_[at_];
  }
  return cell;
}

Result<Record> CsvReader::next() {
  Record record{line_, {}};
  while (true) {
    auto read = cell();
    if (!read) return read.error();
    record.cells.push_back(*std::move(read));
    if (at_end())
      return rows_.fault(Errc::incomplete_scan, record.line,
                         "the last line does not end; was the file cut off?");
    if (const auto length = line_break()) {
      at_ += length;
      ++line_;
      return record;
    }
    ++at_;
  }
}

/// For each column of the file, ours.
using Header = std::vector<std::optional<std::size_t>>;

Result<Header> read_header(const Record& record, const RowList& rows,
                           std::span<const Column> columns) {
  Header header;
  std::vector<bool> found(columns.size());
  for (const auto& name : record.cells) {
    const auto column = rows.column_named(name);
    header.push_back(column);
    if (!column) continue;
    if (found[*column])
      return rows.fault(Errc::protocol_error, record.line, "two columns are called " + name);
    found[*column] = true;
  }
  for (std::size_t column = 0; column < columns.size(); ++column) {
    const bool named = rows.source().columns.contains(std::string{columns[column].name});
    if (!found[column] && (columns[column].required || named))
      return rows.fault(Errc::protocol_error, record.line,
                        "the header has no column " + rows.name_of(column));
  }
  return header;
}

}  // namespace

Result<void> read_csv(std::string_view text, RowList& rows) {
  CsvReader reader{text, rows};
  if (reader.at_end())
    return Error{Errc::protocol_error, rows.source().name + ": is empty, without even a header"};
  auto first = reader.next();
  if (!first) return first.error();
  auto header = read_header(*first, rows, rows.columns());
  if (!header) return header.error();
  while (!reader.at_end()) {
    auto record = reader.next();
    if (!record) return record.error();
    auto& cells = record->cells;
    if (cells.size() == 2 && cells[0] == "#end") {
      if (auto ended = rows.end_with(record->line, cells[1]); !ended) return ended;
      continue;
    }
    if (cells.size() != header->size())
      return rows.fault(Errc::protocol_error, record->line,
                        "has " + std::to_string(cells.size()) + " cells, the header has " +
                            std::to_string(header->size()));
    Row row{record->line, std::vector<std::string>(rows.columns().size())};
    for (std::size_t i = 0; i < cells.size(); ++i)
      if ((*header)[i]) row.cells[*(*header)[i]] = std::move(cells[i]);
    if (auto added = rows.add(std::move(row)); !added) return added;
  }
  return {};
}

}  // namespace billbyagent::file_provider
