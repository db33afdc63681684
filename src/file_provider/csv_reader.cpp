#include "file_provider/csv_reader.hpp"
namespace billbyagent::file_provider {

std::size_t CsvReader::opening_quote() const {
  std::size_t at = at_;
  while (is_blank(at)) ++at;
  if (at < text_.size() && text_[at] == '=') ++at;
  return at < text_.size() && text_[at] == '"' ? at : std::string_view::npos;
}

Result<std::string_view> CsvReader::quoted_cell() {
  const std::size_t began = line_;
  const std::size_t first = at_ + 1;
  bool escaped = false;
  for (++at_;; ++at_) {
    at_ = text_.find_first_of("\"\n", at_);
    if (at_ == text_.npos) {
      at_ = text_.size();
      return fault(Errc::incomplete_scan, began, "a quote is never closed; was the file cut off?");
    }
    if (text_[at_] == '\n') {
      ++line_;
    } else if (text_.substr(at_).starts_with("\"\"")) {
      escaped = true;
      ++at_;
    } else {
      break;
    }
  }
  const auto inner = text_.substr(first, at_ - first);
  ++at_;
  while (is_blank(at_)) ++at_;
  if (!at_end() && text_[at_] != separator_ && line_break() == 0)
    return fault(Errc::protocol_error, line_, "something follows a closing quote in the same cell");
  if (!escaped) return inner;
  std::string& plain = unescaped_.emplace_back();
  for (std::size_t i = 0; i < inner.size(); ++i) {
    plain += inner[i];
    if (inner[i] == '"') ++i;
  }
  return std::string_view{plain};
}

Result<std::string_view> CsvReader::cell() {
  if (const auto quote = opening_quote(); quote != text_.npos) {
    const bool wrapped = quote > 0 && text_[quote - 1] == '=' && quote > at_;
    at_ = quote;
    auto inner = quoted_cell();
    if (!inner || !wrapped) return inner;
    return std::string_view{unescaped_.emplace_back("=\"" + std::string{*inner} + "\"")};
  }
  const std::size_t first = at_;
  while (!at_end() && !stops_[static_cast<unsigned char>(text_[at_])]) ++at_;
  if (!at_end() && text_[at_] == '"')
    return fault(Errc::protocol_error, line_, "a quote inside an unquoted cell");
  if (!at_end() && text_[at_] == '\r' && line_break() == 0)
    return fault(Errc::protocol_error, line_, "a lone carriage return");
  return text_.substr(first, at_ - first);
}

Result<void> CsvReader::read_record(Record& record) {
  record.line = line_;
  record.cells.clear();
  record.ended = false;
  unescaped_.clear();
  while (true) {
    auto read = cell();
    if (!read) return read.error();
    record.cells.push_back(*read);
    if (record.cells.size() > limits_.cells)
      return fault(Errc::out_of_range, record.line,
                   "more than " + std::to_string(limits_.cells) + " cells");
    if (at_end()) return {};
    if (const auto length = line_break()) {
      at_ += length;
      ++line_;
      record.ended = true;
      return {};
    }
    ++at_;
  }
}

Result<void> CsvReader::read_on(std::size_t kept) {
  if (!pieces_) {
    auto reading = source_();
    if (!reading) return reading.error();
    pieces_ = *std::move(reading);
  }
  read_.erase(0, kept);
  at_ -= kept;
  // Twice as much as there is, so that long records are not begun again for each piece.
  for (const std::size_t enough = 2 * read_.size() + 1; read_.size() < enough && !has_all_;) {
    const auto piece = pieces_->next();
    if (!piece) return piece.error();
    read_ += *piece;
    has_all_ = piece->empty();
  }
  text_ = read_;
  return {};
}

Result<bool> CsvReader::next(Record& record) {
  if (at_end() && !has_all_)
    if (auto more = read_on(at_); !more) return more.error();
  if (at_end()) return false;
  const std::size_t line = line_;
  for (std::size_t first = at_;; first = 0) {
    auto read = read_record(record);
    // What comes next decides what the last characters mean.
    const bool open = !has_all_ && !(read && record.ended) && at_ + 1 >= text_.size();
    if (at_ - first > limits_.bytes)
      return fault(Errc::out_of_range, line,
                   "a row of more than " + std::to_string(limits_.bytes) +
                       " bytes; is a quote never closed?");
    if (!open) return read ? Result<bool>{true} : read.error();
    at_ = first;
    line_ = line;
    if (auto more = read_on(first); !more) return more.error();
  }
}

}  // namespace billbyagent::file_provider
