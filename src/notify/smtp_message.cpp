#include "notify/smtp_message.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "http/credentials.hpp"
#include "text/characters.hpp"

namespace billbyagent::smtp {
namespace {

constexpr std::size_t header_line_max = 76;
/// Of the bytes in one encoded word: 75 characters less `=?UTF-8?B??=`, in Base64.
constexpr std::size_t word_bytes_max = 45;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

/// Characters one by one; what is none, or would turn the text that follows, becomes the sign for
/// that. ASCII controls are left to the caller.
std::vector<std::string> characters_of(std::string_view text) {
  std::vector<std::string> characters;
  while (!text.empty()) {
    const auto found = text::first_character(text);
    const std::size_t bytes = found ? found->bytes : 1;
    const bool shown = found && (bytes == 1 || !text::is_unseen(found->code));
    characters.emplace_back(shown ? text.substr(0, bytes) : text::replacement);
    text.remove_prefix(bytes);
  }
  return characters;
}

std::string encoded_words(std::string_view text) {
  std::string made;
  std::string word;
  const auto end_word = [&] {
    made += (made.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + http::base64(word) + "?=";
    word.clear();
  };
  for (const auto& character : characters_of(text)) {
    if (word.size() + character.size() > word_bytes_max) end_word();
    word += is_control(character.front()) ? " " : character;
  }
  end_word();
  return made;
}

bool is_atom_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view{"!#$%&'*+-/=?^_`{|}~"}.find(c) != std::string_view::npos;
}

bool is_mailbox(std::string_view text) {
  constexpr std::size_t local_max = 64;
  constexpr std::size_t domain_max = 253;
  const auto at = text.find('@');
  if (at == std::string_view::npos) return false;
  const auto local = text.substr(0, at);
  const auto domain = text.substr(at + 1);
  // Atoms between dots.
  const auto is_dotted = [](std::string_view part, bool host) {
    if (part.empty() || part.front() == '.' || part.back() == '.') return false;
    if (part.find("..") != std::string_view::npos) return false;
    return std::all_of(part.begin(), part.end(), [&](char c) {
      const bool fits = c == '.' || is_atom_character(c);
      return host ? fits &&
                        (c == '.' || c == '-' ||
                         std::string_view{"!#$%&'*+/=?^_`{|}~"}.find(c) == std::string_view::npos)
                  : fits;
    });
  };
  return local.size() <= local_max && domain.size() <= domain_max && is_dotted(local, false) &&
         is_dotted(domain, true);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::string clean(std::string_view line) {
  std::string made;
  for (const auto& character : characters_of(line))
    made += is_control(character.front()) && character != "\t" ? "?" : character;
  return made;
}

std::vector<std::string> lines_of(std::string_view body) {
  std::vector<std::string> lines;
  while (!body.empty()) {
    const auto end = std::min(body.find('\n'), body.size());
    auto line = body.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(clean(line));
    body.remove_prefix(std::min(end + 1, body.size()));
  }
  return lines;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  text = trimmed(text);
  Address address;
  if (text.ends_with('>')) {
    const auto open = text.rfind('<');
    if (open == std::string_view::npos) return std::nullopt;
    auto name = trimmed(text.substr(0, open));
    if (name.size() >= 2 && name.starts_with('"') && name.ends_with('"'))
      name = name.substr(1, name.size() - 2);
    address.name = name;
    text = text.substr(open + 1, text.size() - open - 2);
  }
  if (!is_mailbox(text)) return std::nullopt;
  address.mailbox = text;
  return address;
}

std::string header_text(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return !is_control(c) && static_cast<unsigned char>(c) < 0x80;
  });
  const bool looks_encoded = text.find("=?") != std::string_view::npos;
  const bool edges = text != trimmed(text);
  if (plain && !looks_encoded && !edges && text.size() <= header_line_max) return std::string{text};
  return encoded_words(text);
}

std::string header_text(const Address& address) {
  const std::string mailbox = "<" + address.mailbox + ">";
  if (address.name.empty()) return address.mailbox;
  const bool atoms = std::all_of(address.name.begin(), address.name.end(),
                                 [](char c) { return c == ' ' || is_atom_character(c); });
  if (atoms && address.name.size() + mailbox.size() < header_line_max)
    return header_text(std::string_view{address.name}) + " " + mailbox;
  return encoded_words(address.name) + "\r\n " + mailbox;
}

std::string header_text(Instant instant) {
  static constexpr std::array days{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::int64_t rest = ((instant.ms % day_ms) + day_ms) % day_ms;
  const std::int64_t day = (instant.ms - rest) / day_ms;
  const auto date = Date::from_epoch_days(day);
  if (!date) return header_text(Instant{0});
  // 1970-01-01 was a Thursday.
  const auto weekday = static_cast<std::size_t>(((day + 3) % 7 + 7) % 7);
  return std::string{days[weekday]} + ", " + detail::padded(date->day(), 2) + " " +
         months[static_cast<std::size_t>(date->month() - 1)] + " " +
         detail::padded(date->year(), 4) + " " + detail::padded(rest / 3'600'000, 2) + ":" +
         detail::padded(rest / 60'000 % 60, 2) + ":" + detail::padded(rest / 1'000 % 60, 2) +
         " +0000";
}

std::string text_part(std::string_view body) {
  std::string made;
  for (const auto& line : lines_of(body)) made += line + "\r\n";
  return made;
}

std::string html_escaped(std::string_view text) {
  std::string made;
  for (const auto& character : characters_of(text)) {
    const auto escape = text::html_escape(static_cast<unsigned char>(character.front()));
    made += escape.empty() ? character : escape;
  }
  return made;
}

std::string html_part(std::string_view subject, std::string_view body, bool as_table) {
  const std::string title = html_escaped(clean(subject));
  std::string made = "<!doctype html>\r\n<html><head><meta charset=\"utf-8\"><title>" + title +
                     "</title></head>\r\n<body style=\"font-family:sans-serif\">\r\n<h1 "
                     "style=\"font-size:1.2em\">" +
                     title + "</h1>\r\n";
  if (as_table)
    return made + "<pre>" + html_escaped(text_part(body)) + "</pre>\r\n</body></html>\r\n";
  bool in_list = false;
  for (const auto& line : lines_of(body)) {
    const bool indented = line.starts_with("  ");
    if (indented != in_list) made += indented ? "<ul>\r\n" : "</ul>\r\n";
    in_list = indented;
    const std::string text = html_escaped(trimmed(line));
    if (!text.empty()) made += indented ? "<li>" + text + "</li>\r\n" : "<p>" + text + "</p>\r\n";
  }
  if (in_list) made += "</ul>\r\n";
  return made + "</body></html>\r\n";
}

}  // namespace billbyagent::smtp
