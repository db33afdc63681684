#include "http/proxy.hpp"

#include <string_view>

#include "http/credentials.hpp"
#include "http/settings.hpp"

namespace billbyagent::http {
namespace {

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
  std::string made;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool coded = text[at] == '%' && at + 2 < text.size() && digit(text[at + 1]) >= 0 &&
                       digit(text[at + 2]) >= 0;
    made += coded ? static_cast<char>(digit(text[at + 1]) * 16 + digit(text[at + 2])) : text[at];
    if (coded) at += 2;
  }
  return made;
}

}  // namespace

Result<std::optional<Proxy>> parse_proxy(const Secret& text) {
  std::string address = text.reveal();
  if (address.empty()) return std::optional<Proxy>{};
  if (address.find("://") == std::string::npos) address = "http://" + address;
  const auto host = address.find("://") + 3;
  Proxy proxy;
  if (const auto at = address.rfind('@'); at != std::string::npos && at >= host) {
    proxy.authorization = basic_auth(percent_decoded(address.substr(host, at - host)));
    address.erase(host, at + 1 - host);
  }
  const auto url = parse_url(address);
  if (!url) return refused("proxy", url.error().context);
  if (url->origin.scheme != Scheme::http) return refused("proxy", "must begin with http://");
  if (!url->target.empty() && url->target != "/") return refused("proxy", "must not hold a path");
  proxy.origin = url->origin;
  return std::optional{std::move(proxy)};
}

}  // namespace billbyagent::http
