#include "file_provider/encoding.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "text/characters.hpp"

namespace billbyagent::file_provider {
namespace {

using namespace std::string_view_literals;

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

  /// Appends what becomes of the bytes. Otherwise: how many of them could be read.
  std::optional<std::size_t> append(std::string_view bytes, std::string& text,
                                    std::size_t bytes_max) {
    std::array<char, 65'536> made;
    char* in = const_cast<char*>(bytes.data());
    std::size_t left = bytes.size();
    while (left > 0 && text.size() <= bytes_max) {
      char* out = made.data();
      std::size_t room = made.size();
      const auto said = ::iconv(handle_, &in, &left, &out, &room);
      text.append(made.data(), made.size() - room);
      if (said == static_cast<std::size_t>(-1) && errno != E2BIG) return bytes.size() - left;
    }
    return std::nullopt;
  }

 private:
  iconv_t handle_;
};

struct Mark {
  std::string_view bytes;
  std::string_view encoding;
};
// The longer of those that begin alike comes first.
constexpr std::array marks{Mark{"\xEF\xBB\xBF"sv, "UTF-8"}, Mark{"\xFF\xFE\0\0"sv, "UTF-32LE"},
                           Mark{"\0\0\xFE\xFF"sv, "UTF-32BE"}, Mark{"\xFF\xFE"sv, "UTF-16LE"},
                           Mark{"\xFE\xFF"sv, "UTF-16BE"}};

/// UTF-16 without a mark: every other byte of its first characters is zero, as of Latin letters.
std::string_view unmarked_utf16(std::string_view bytes) {
  if (bytes.size() < 4 || bytes.size() % 2 != 0) return {};
  if (bytes[0] != '\0' && bytes[1] == '\0' && bytes[2] != '\0' && bytes[3] == '\0')
    return "UTF-16LE";
  if (bytes[0] == '\0' && bytes[1] != '\0' && bytes[2] == '\0' && bytes[3] != '\0')
    return "UTF-16BE";
  return {};
}

/// Whether there is text in UTF-8 beside what is none: then the file is damaged, or put together
/// from several.
bool is_mixed(std::string_view text) {
  bool utf8 = false;
  bool other = false;
  while (!text.empty() && !(utf8 && other)) {
    const auto found = text::first_character(text);
    if (!found) other = true;
    if (found && found->bytes > 1) utf8 = true;
    text.remove_prefix(found ? found->bytes : 1);
  }
  return utf8 && other;
}

Error bad_at(std::string_view bytes, std::size_t at, const std::string& what) {
  const auto line = 1 + std::count(bytes.begin(), bytes.begin() + static_cast<long>(at), '\n');
  return {Errc::protocol_error, ", line " + std::to_string(line) + ": " + what};
}

Result<Decoded> converted(std::string_view bytes, const std::string& encoding, bool guessed,
                          std::size_t bytes_max) {
  Converter converter{encoding};
  if (!converter.good())
    return Error{Errc::invalid_settings, ": this system can't read " + encoding};
  Decoded decoded{{}, encoding, guessed};
  if (const auto bad = converter.append(bytes, decoded.text, bytes_max))
    return bad_at(bytes, *bad, "is no " + encoding);
  if (decoded.text.size() > bytes_max)
    return Error{Errc::out_of_range, ": more than " + std::to_string(bytes_max) + " bytes"};
  static constexpr std::string_view mark = marks[0].bytes;
  if (decoded.text.starts_with(mark)) decoded.text.erase(0, mark.size());
  return decoded;
}

}  // namespace

std::optional<std::size_t> find_bad_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto found = text::first_character(text.substr(at));
    if (!found) return at;
    at += found->bytes;
  }
  return std::nullopt;
}

bool is_encoding(const std::string& name) { return Converter{name}.good(); }

namespace {

Result<Decoded> decoded(std::string bytes, const std::string& encoding, std::size_t bytes_max) {
  if (!encoding.empty()) return converted(bytes, encoding, false, bytes_max);
  for (const auto& mark : marks)
    if (bytes.starts_with(mark.bytes) && mark.encoding != "UTF-8")
      return converted(bytes, std::string{mark.encoding}, false, bytes_max);
  if (const auto utf16 = unmarked_utf16(bytes); !utf16.empty())
    return converted(bytes, std::string{utf16}, true, bytes_max);
  if (bytes.starts_with(marks[0].bytes)) bytes.erase(0, marks[0].bytes.size());
  const auto bad = find_bad_utf8(bytes);
  if (!bad) return Decoded{std::move(bytes), "UTF-8", false};
  if (bytes.find('\0') == std::string::npos && !is_mixed(bytes))
    if (auto windows = converted(bytes, "WINDOWS-1252", true, bytes_max)) return windows;
  return bad_at(bytes, *bad, "is no UTF-8");
}

}  // namespace

Result<Decoded> to_utf8(std::string bytes, const std::string& encoding, std::size_t bytes_max) {
  auto text = decoded(std::move(bytes), encoding, bytes_max);
  if (!text) return text;
  // No text has one: it is damaged, or another kind of file.
  if (const auto at = text->text.find('\0'); at != std::string::npos)
    return bad_at(text->text, at, "has a character NUL");
  return text;
}

}  // namespace billbyagent::file_provider
