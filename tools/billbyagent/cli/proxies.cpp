#include "cli/proxies.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace billbyagent::cli {
namespace {

std::string small(std::string_view text) {
  std::string made{text};
  std::transform(made.begin(), made.end(), made.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return made;
}

/// The first of the variables that says something.
std::string variable(std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const char* value = std::getenv(name); value && *value != '\0') return value;
  return {};
}

/// `vsa.example.com` of `vsa+https://vsa.example.com:8443/x`, without brackets.
std::string host_of(std::string_view url) {
  const auto begin = url.find("://");
  if (begin != url.npos) url.remove_prefix(begin + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (url.starts_with('[')) return small(url.substr(1, url.find(']') - 1));
  return small(url.substr(0, url.find(':')));
}

bool is_this_machine(const std::string& host) {
  return host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") ||
         host == "::1";
}

/// `*`, a host, or a domain with all in it, with or without a dot before it.
bool is_listed(std::string_view list, const std::string& host) {
  while (!list.empty()) {
    const auto comma = std::min(list.find_first_of(", "), list.size());
    std::string entry = small(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
    if (entry == "*") return true;
    if (std::count(entry.begin(), entry.end(), ':') == 1) entry.resize(entry.find(':'));
    while (entry.starts_with('.') || entry.starts_with('*')) entry.erase(0, 1);
    if (entry.empty()) continue;
    if (host == entry || host.ends_with("." + entry)) return true;
  }
  return false;
}

}  // namespace

Secret proxy_for(std::string_view url) {
  const std::string host = host_of(url);
  if (is_this_machine(host) || is_listed(variable({"NO_PROXY", "no_proxy"}), host)) return {};
  return Secret{variable({"HTTPS_PROXY", "https_proxy", "http_proxy"})};
}

}  // namespace billbyagent::cli
