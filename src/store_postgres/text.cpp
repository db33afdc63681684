#include "store_postgres/text.hpp"

#include <boost/nowide/utf/utf.hpp>
#include <charconv>

namespace billbyagent::postgres {
namespace {

using Utf8 = boost::nowide::utf::utf_traits<char>;

bool is_plain(char c) { return static_cast<unsigned char>(c) < 0x80 && c != '\0' && c != '\1'; }

/// The length of the character there; 0 for what PostgreSQL would refuse.
std::size_t character(const char* at, const char* end) {
  if (is_plain(*at)) return 1;
  const char* next = at;
  const auto point = Utf8::decode(next, end);
  if (point <= 1 || !boost::nowide::utf::is_valid_codepoint(point)) return 0;
  return static_cast<std::size_t>(next - at);
}

}  // namespace

std::string encoded(std::string_view text) {
  std::string made;
  made.reserve(text.size());
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    if (const auto length = character(at, end); length > 0) {
      made.append(at, length);
      at += length;
      continue;
    }
    const auto byte = static_cast<unsigned char>(*at++);
    made += '\1';
    made += "0123456789abcdef"[byte >> 4];
    made += "0123456789abcdef"[byte & 0xf];
  }
  return made;
}

std::string decoded(std::string_view text) {
  std::string made;
  made.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    unsigned byte = 0;
    if (text[at] == '\1' && at + 2 < text.size()) {
      const auto digits = text.substr(at + 1, 2);
      std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
      made += static_cast<char>(byte);
      at += 2;
    } else {
      made += text[at];
    }
  }
  return made;
}

}  // namespace billbyagent::postgres
