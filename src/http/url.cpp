#include "http/url.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/grammar/alnum_chars.hpp>
#include <boost/url/grammar/lut_chars.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace billbyagent::http {
namespace {

namespace urls = boost::urls;

constexpr std::size_t url_length_max = 2'000;

std::uint16_t default_port(Scheme scheme) { return scheme == Scheme::https ? 443 : 80; }

Error refused(const char* why) { return {Errc::invalid_settings, why}; }

/// RFC 3986 and Boost.URL let a host's name hold almost anything.
constexpr urls::grammar::lut_chars host_characters =
    urls::grammar::alnum_chars + urls::grammar::lut_chars("-._");

Result<Origin> parse_authority(Scheme scheme, std::string_view text) {
  if (text.find('@') != std::string_view::npos)
    return refused("user name and password do not belong in the address");
  // Boost.URL 1.81 refuses a name that begins like an IPv4 address, such as 10.0.0.1.example.com,
  // so it is shown every name with a letter before it.
  const bool in_brackets = text.starts_with('[');
  const std::string shown = (in_brackets ? "" : "x") + std::string{text};
  const auto parsed = urls::parse_authority(shown);
  if (!parsed) return refused("the host, or the port behind it, is not one");
  std::string_view host = parsed->encoded_host_address();
  if (!in_brackets) host.remove_prefix(1);
  if (host.empty()) return refused("the host is missing");
  if (in_brackets && parsed->host_type() != urls::host_type::ipv6)
    return refused("not an IPv6 address in the brackets");
  if (!in_brackets && !std::all_of(host.begin(), host.end(), host_characters))
    return refused("the host holds a character that no host name has");
  if (!parsed->has_port()) return Origin{scheme, std::string{host}, default_port(scheme)};
  if (parsed->port_number() == 0) return refused("the port is not a number from 1 to 65535");
  return Origin{scheme, std::string{host}, parsed->port_number()};
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
  // The form that makes the text itself is noexcept, although it needs memory.
  std::string encoded(urls::encoded_size(text, urls::unreserved_chars), '\0');
  urls::encode(encoded.data(), encoded.size(), text, urls::unreserved_chars);
  return encoded;
}

}  // namespace billbyagent::http
