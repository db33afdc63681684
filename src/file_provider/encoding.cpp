#include "file_provider/encoding.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "text/characters.hpp"

namespace billbyagent::file_provider {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

struct Mark {
  std::string_view bytes;
  std::string_view encoding;
};
// The longer of those that begin alike comes first.
constexpr std::array marks{Mark{"\xFF\xFE\0\0"sv, "UTF-32LE"}, Mark{"\0\0\xFE\xFF"sv, "UTF-32BE"},
                           Mark{"\xFF\xFE"sv, "UTF-16LE"}, Mark{"\xFE\xFF"sv, "UTF-16BE"}};
constexpr std::size_t first_bytes = 4;
constexpr std::size_t character_bytes_max = 4;  // of UTF-8

/// Bytes that are no characters of Windows-1252.
bool is_windows_1252(char c) { return "\x81\x8D\x8F\x90\x9D"sv.find(c) == std::string_view::npos; }

/// UTF-16 without a mark: every other byte of its first characters is zero, as of Latin letters.
std::string_view unmarked_utf16(std::string_view first, std::size_t bytes) {
  if (bytes < first_bytes || bytes % 2 != 0) return {};
  if (first[0] != '\0' && first[1] == '\0' && first[2] != '\0' && first[3] == '\0')
    return "UTF-16LE";
  if (first[0] == '\0' && first[1] != '\0' && first[2] == '\0' && first[3] != '\0')
    return "UTF-16BE";
  return {};
}

class Converter {
 public:
  explicit Converter(const std::string& encoding)
      : handle_(::iconv_open("UTF-8", encoding.c_str())) {}
  ~Converter() {
    if (good()) ::iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  bool good() const noexcept { return handle_ != reinterpret_cast<iconv_t>(-1); }

  enum class End : unsigned char { of_bytes, within_character, of_room, bad };
  /// Appends what becomes of the bytes, and takes them from what is left.
  End append(std::string_view& left, std::string& text) {
    std::array<char, 65'536> made;
    char* in = const_cast<char*>(left.data());
    std::size_t in_size = left.size();
    char* out = made.data();
    std::size_t room = made.size();
    const auto said = ::iconv(handle_, &in, &in_size, &out, &room);
    text.append(made.data(), made.size() - room);
    left.remove_prefix(left.size() - in_size);
    if (said != static_cast<std::size_t>(-1)) return End::of_bytes;
    return errno == E2BIG ? End::of_room : errno == EINVAL ? End::within_character : End::bad;
  }

 private:
  iconv_t handle_;
};

class Converted final : public Pieces {
 public:
  Converted(std::unique_ptr<Pieces> bytes, std::string encoding, std::string name)
      : bytes_(std::move(bytes)),
        encoding_(std::move(encoding)),
        name_(std::move(name)),
        converter_(encoding_) {}

  Result<std::string_view> next() override {
    if (!converter_.good())
      return Error{Errc::invalid_settings, name_ + ": this system can't read " + encoding_};
    text_.clear();
    while (text_.empty()) {
      const auto piece = bytes_->next();
      if (!piece) return piece.error();
      if (piece->empty() && !open_.empty()) return bad();
      if (piece->empty()) break;
      if (auto converted = convert(*piece); !converted) return converted.error();
    }
    return std::string_view{text_};
  }

 private:
  Result<void> convert(std::string_view piece) {
    // The character that the pieces before left open takes some of this piece's bytes.
    while (!open_.empty() && !piece.empty()) {
      open_ += piece.front();
      piece.remove_prefix(1);
      const std::string bytes = std::exchange(open_, {});
      if (auto good = append(bytes); !good) return good;
    }
    return append(piece);
  }
  Result<void> append(std::string_view bytes) {
    using End = Converter::End;
    while (!bytes.empty()) {
      std::string_view left = bytes;
      const auto end = converter_.append(left, text_);
      const auto* read_to = bytes.end() - left.size();
      line_ += static_cast<std::size_t>(std::count(bytes.begin(), read_to, '\n'));
      if (end == End::bad) return bad();
      if (end == End::within_character) {
        open_ = left;
        return {};
      }
      bytes = left;
    }
    return {};
  }
  Error bad() const {
    return {Errc::protocol_error,
            name_ + ", line " + std::to_string(line_) + ": is no " + encoding_};
  }

  std::unique_ptr<Pieces> bytes_;
  std::string encoding_;
  std::string name_;
  Converter converter_;
  std::string open_;
  std::string text_;
  std::size_t line_ = 1;
};

class Unmarked final : public Pieces {
 public:
  explicit Unmarked(std::unique_ptr<Pieces> bytes) : bytes_(std::move(bytes)) {}

  Result<std::string_view> next() override {
    if (begun_) return bytes_->next();
    begun_ = true;
    while (first_.size() < utf8_mark.size()) {
      const auto piece = bytes_->next();
      if (!piece) return piece;
      if (piece->empty()) break;
      first_ += *piece;
    }
    std::string_view text = first_;
    if (text.starts_with(utf8_mark)) text.remove_prefix(utf8_mark.size());
    // An empty piece would be the end.
    return text.empty() ? bytes_->next() : Result<std::string_view>{text};
  }

 private:
  std::unique_ptr<Pieces> bytes_;
  bool begun_ = false;
  std::string first_;
};

}  // namespace

void EncodingFinder::take(std::string_view piece) {
  if (first_.size() < first_bytes) first_ += piece.substr(0, first_bytes - first_.size());
  bytes_ += piece.size();
  has_nul_ = has_nul_ || piece.find('\0') != piece.npos;
  while (!open_.empty() && !piece.empty()) {
    open_ += piece.front();
    piece.remove_prefix(1);
    const std::string bytes = std::exchange(open_, {});
    look_at(bytes, true);
  }
  look_at(piece, true);
}

/// `more`: the last character may go on behind the bytes.
void EncodingFinder::look_at(std::string_view bytes, bool more) {
  while (!bytes.empty()) {
    const auto* ascii_end = std::find_if(bytes.begin(), bytes.end(), [](char c) { return c < 0; });
    if (!bad_line_) line_ += static_cast<std::size_t>(std::count(bytes.begin(), ascii_end, '\n'));
    bytes.remove_prefix(static_cast<std::size_t>(ascii_end - bytes.begin()));
    if (bytes.empty()) return;
    const auto character = text::first_character(bytes);
    if (!character && more && bytes.size() < character_bytes_max) {
      open_ = bytes;
      return;
    }
    if (!character && !bad_line_) bad_line_ = line_;
    if (!character && !is_windows_1252(bytes.front())) no_windows_1252_ = true;
    if (character) has_utf8_ = true;
    bytes.remove_prefix(character ? character->bytes : 1);
  }
}

Result<Encoding> EncodingFinder::found() const {
  for (const auto& mark : marks)
    if (first_.starts_with(mark.bytes)) return Encoding{std::string{mark.encoding}, false};
  if (const auto utf16 = unmarked_utf16(first_, bytes_); !utf16.empty())
    return Encoding{std::string{utf16}, true};
  EncodingFinder ended = *this;
  ended.look_at(std::exchange(ended.open_, {}), false);
  if (!ended.bad_line_) return Encoding{};
  if (!has_nul_ && !ended.has_utf8_ && !ended.no_windows_1252_)
    return Encoding{"WINDOWS-1252", true};
  return Error{Errc::protocol_error,
               ", line " + std::to_string(*ended.bad_line_) + ": is no UTF-8"};
}

std::unique_ptr<Pieces> to_utf8(std::unique_ptr<Pieces> bytes, const std::string& encoding,
                                std::string name) {
  return without_mark(std::make_unique<Converted>(std::move(bytes), encoding, std::move(name)));
}

std::unique_ptr<Pieces> without_mark(std::unique_ptr<Pieces> bytes) {
  return std::make_unique<Unmarked>(std::move(bytes));
}

bool is_encoding(const std::string& name) { return Converter{name}.good(); }

}  // namespace billbyagent::file_provider
