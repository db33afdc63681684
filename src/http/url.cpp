#include "http/url.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <charconv>

namespace billbyagent::http {
namespace {

constexpr std::size_t url_length_max = 2'000;

std::uint16_t default_port(Scheme scheme) { return scheme == Scheme::https ? 443 : 80; }

Error refused(const char* why) { return {Errc::invalid_settings, why}; }

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_';
}

Result<std::string> parse_host(std::string_view text) {
  if (!text.empty() && text.front() == '[') {
    if (text.back() != ']') return refused("the address in brackets has no end");
    const std::string inner{text.substr(1, text.size() - 2)};
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(inner, error);
    if (error || !address.is_v6()) return refused("not an IPv6 address in the brackets");
    return inner;
  }
  if (text.empty()) return refused("the host is missing");
  if (!std::all_of(text.begin(), text.end(), is_host_character))
    return refused("the host holds a character that no host name has");
  return std::string{text};
}

Result<Origin> parse_authority(Scheme scheme, std::string_view text) {
  if (text.find('@') != std::string_view::npos)
    return refused("user name and password do not belong in the address");
  Origin origin{scheme, {}, default_port(scheme)};
  const auto after_host = text.starts_with('[') ? text.find(']') : 0;
  const auto colon = text.find(':', after_host == std::string_view::npos ? 0 : after_host);
  auto host = parse_host(text.substr(0, colon));
  if (!host) return host.error();
  origin.host = *std::move(host);
  if (colon != std::string_view::npos) {
    const auto digits = text.substr(colon + 1);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), origin.port);
    if (error != std::errc{} || end != digits.data() + digits.size() || origin.port == 0)
      return refused("the port is not a number from 1 to 65535");
  }
  return origin;
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  if (text.size() > url_length_max) return refused("the address is too long");
  const auto is_bad = [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; };
  if (std::any_of(text.begin(), text.end(), is_bad))
    return refused("the address holds a space or a control character");
  if (text.find('#') != std::string_view::npos) return refused("the address holds a fragment");
  Scheme scheme = Scheme::https;
  if (text.starts_with("https://")) {
    text.remove_prefix(8);
  } else if (text.starts_with("http://")) {
    scheme = Scheme::http;
    text.remove_prefix(7);
  } else {
    return refused("the address does not begin with https:// or http://");
  }
  const auto authority_end = std::min(text.find_first_of("/?"), text.size());
  auto origin = parse_authority(scheme, text.substr(0, authority_end));
  if (!origin) return origin.error();
  std::string target{text.substr(authority_end)};
  if (target.starts_with('?')) target.insert(0, "/");
  return Url{*std::move(origin), std::move(target)};
}

bool is_loopback(std::string_view host) {
  if (host == "localhost") return true;
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  return !error && address.is_loopback();
}

std::string to_string(const Origin& origin) {
  const bool is_v6 = origin.host.find(':') != std::string::npos;
  std::string text = is_v6 ? "[" + origin.host + "]" : origin.host;
  if (origin.port != default_port(origin.scheme)) text += ":" + std::to_string(origin.port);
  return text;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = is_host_character(c) || c == '~';
    if (plain) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

}  // namespace billbyagent::http
