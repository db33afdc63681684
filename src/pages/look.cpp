#include "pages/look.hpp"

namespace billbyagent::pages {
namespace {

std::string_view kind_of(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return "image/png";
  if (bytes.starts_with("\xff\xd8\xff"sv)) return "image/jpeg";
  if (bytes.starts_with("GIF87a"sv) || bytes.starts_with("GIF89a"sv)) return "image/gif";
  if (bytes.starts_with("RIFF"sv) && bytes.size() > 12 && bytes.substr(8, 4) == "WEBP"sv)
    return "image/webp";
  return {};
}

std::string base64(std::string_view bytes) {
  static constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const auto byte = [&](std::size_t i) -> unsigned {
      return at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U;
    };
    const unsigned three = (byte(0) << 16) | (byte(1) << 8) | byte(2);
    text += digits[three >> 18];
    text += digits[(three >> 12) & 63U];
    text += at + 1 < bytes.size() ? digits[(three >> 6) & 63U] : '=';
    text += at + 2 < bytes.size() ? digits[three & 63U] : '=';
  }
  return text;
}

}  // namespace

Result<std::string> logo_from(std::string_view bytes) {
  if (bytes.size() > logo_bytes_max)
    return Error{Errc::invalid_settings,
                 "the logo has more than " + std::to_string(logo_bytes_max / 1'024) + " KiB"};
  const auto kind = kind_of(bytes);
  if (kind.empty())
    return Error{Errc::invalid_settings, "the logo is no PNG, JPEG, GIF or WebP picture"};
  return "data:" + std::string{kind} + ";base64," + base64(bytes);
}

}  // namespace billbyagent::pages
