#include "file_provider/text_file.hpp"

#include <algorithm>
#include <utility>

#include "file_provider/encoding.hpp"
#include "file_provider/file.hpp"
#include "file_provider/gunzip.hpp"
#include "file_provider/kind.hpp"
#include "file_provider/text_form.hpp"

namespace billbyagent::file_provider {
namespace {

constexpr std::string_view blanks = " \t\r\n";

/// What a reading of the whole text shows.
class Survey {
 public:
  void take(std::string_view piece) {
    static constexpr std::size_t enough = 65'536;
    if (beginning_.size() < enough) beginning_ += piece.substr(0, enough - beginning_.size());
    bytes_ += piece.size();
    shape_.take(piece);
    if (nul_line_) return;
    const auto nul = std::min(piece.find('\0'), piece.size());
    line_ += static_cast<std::size_t>(
        std::count(piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(nul), '\n'));
    if (nul < piece.size()) nul_line_ = line_;
  }
  const std::string& beginning() const noexcept { return beginning_; }
  std::size_t bytes() const noexcept { return bytes_; }
  const Shape& shape() const noexcept { return shape_; }
  /// The first line with a character NUL. No text has one: it is damaged, or another kind of file.
  std::optional<std::size_t> nul_line() const noexcept { return nul_line_; }

 private:
  std::string beginning_;
  std::size_t bytes_ = 0;
  Shape shape_;
  std::size_t line_ = 1;
  std::optional<std::size_t> nul_line_;
};

/// Pieces for as long as nobody wants to end.
class Cancellable final : public Pieces {
 public:
  Cancellable(std::unique_ptr<Pieces> pieces, std::function<bool()> cancelled, std::string path)
      : pieces_(std::move(pieces)), cancelled_(std::move(cancelled)), path_(std::move(path)) {}
  Result<std::string_view> next() override {
    if (cancelled_()) return Error{Errc::cancelled, path_};
    return pieces_->next();
  }

 private:
  std::unique_ptr<Pieces> pieces_;
  std::function<bool()> cancelled_;
  std::string path_;
};

/// The bytes of the file, unpacked.
Text plain(std::shared_ptr<const OpenFile> file, std::string path, const TextRules& rules,
           Deadline deadline) {
  return [=, bytes_max = rules.bytes_max, cancelled = rules.cancelled]() -> Reading {
    auto beginning = beginning_of(*file->read(deadline), 2);
    if (!beginning) return beginning.error();
    auto bytes = file->read(deadline);
    if (is_gzip(*beginning)) bytes = gunzip(std::move(bytes), path, bytes_max);
    if (cancelled) bytes = std::make_unique<Cancellable>(std::move(bytes), cancelled, path);
    return without_mark(std::move(bytes));
  };
}

Text decoded(Text bytes, std::string encoding, std::string path) {
  return [=]() -> Reading {
    auto reading = bytes();
    if (!reading) return reading;
    return to_utf8(*std::move(reading), encoding, path);
  };
}

Result<void> survey_text(const Text& text, const std::string& path, std::size_t bytes_max,
                         Survey& survey) {
  return each_piece(text, [&](std::string_view piece) -> Result<void> {
    survey.take(piece);
    if (survey.bytes() <= bytes_max) return {};
    return Error{Errc::out_of_range, path + ": more than " + std::to_string(bytes_max) + " bytes"};
  });
}

Result<void> check_kind(const std::string& path, const Survey& survey) {
  if (const auto kind = other_kind(survey.beginning()))
    return Error{Errc::protocol_error, path + ": seems to be " + *kind};
  return {};
}

}  // namespace

void Shape::take(std::string_view piece) {
  if (second_) return;
  if (!first_) {
    const auto begin = piece.find_first_not_of(blanks);
    if (begin == piece.npos) return;
    first_ = piece[begin];
    piece.remove_prefix(begin);
  }
  if (!first_line_ended_) {
    const auto line = piece.substr(0, piece.find('\n'));
    const auto last = line.find_last_not_of(blanks);
    if (last != line.npos) last_of_line_ = line[last];
    first_line_ended_ = line.size() < piece.size();
    piece.remove_prefix(line.size());
  }
  if (!first_line_ended_) return;
  const auto next = piece.find_first_not_of(blanks);
  if (next != piece.npos) second_ = piece[next];
}

FileFormat Shape::format(std::string path) const {
  path = lower(path);
  if (path.ends_with(".gz")) path.resize(path.size() - 3);
  const bool lines = path.ends_with(".jsonl") || path.ends_with(".ndjson");
  if (first_ == '[') return FileFormat::json;
  // Each line is an object of its own, and not a part of one.
  const bool objects = second_ == '{' && last_of_line_ == '}';
  if (first_ == '{') return lines || objects ? FileFormat::json_lines : FileFormat::json;
  if (lines) return FileFormat::json_lines;
  return path.ends_with(".json") ? FileFormat::json : FileFormat::csv;
}

Result<TextFile> open_text(const std::string& path, const TextRules& rules, Notes& notes,
                           Deadline deadline) {
  auto file = open_file(path, rules.bytes_max);
  if (!file) return file.error();
  Text text = plain(*file, path, rules, deadline);
  EncodingFinder finder;
  Survey survey;
  auto read = each_piece(text, [&](std::string_view piece) -> Result<void> {
    finder.take(piece);
    survey.take(piece);
    return {};
  });
  if (!read) return read.error();
  if (auto good = check_kind(path, survey); !good) return good.error();
  const auto found =
      rules.encoding.empty() ? finder.found() : Result<Encoding>{Encoding{rules.encoding, false}};
  if (!found) return Error{found.error().code, path + found.error().context};
  if (!rules.encoding.empty() || found->name != Encoding{}.name) {
    text = decoded(std::move(text), found->name, path);
    survey = {};
    if (auto whole = survey_text(text, path, rules.bytes_max, survey); !whole) return whole.error();
    if (auto good = check_kind(path, survey); !good) return good.error();
  }
  if (const auto line = survey.nul_line())
    return Error{Errc::protocol_error,
                 path + ", line " + std::to_string(*line) + ": has a character NUL"};
  if (found->guessed)
    notes.add(path + ": is no UTF-8, and is read as " + found->name);
  else if (rules.encoding.empty() && found->name != Encoding{}.name)
    notes.add(path + ": is " + found->name);
  const auto format =
      rules.format == FileFormat::by_name ? survey.shape().format(path) : rules.format;
  return TextFile{std::move(text), survey.bytes(), format, (*file)->written()};
}

}  // namespace billbyagent::file_provider
