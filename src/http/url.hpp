#pragma once

/// Addresses: where a client connects to and what it asks for there.

#include <cstdint>
#include <string>
#include <string_view>

#include "billbyagent/base/result.hpp"

namespace billbyagent::http {

enum class Scheme : std::uint8_t { http, https };

/// A server. Requests never leave it: redirections are not followed.
struct Origin {
  Scheme scheme = Scheme::https;
  std::string host;  ///< A name or an address, without brackets.
  std::uint16_t port = 443;

  friend bool operator==(const Origin&, const Origin&) = default;
};

struct Url {
  Origin origin;
  std::string target;  ///< Path and query; empty or beginning with a slash.
};

/// `https://host[:port][/path[?query]]`. Refuses user information (a secret in the wrong place),
/// fragments, spaces and control characters; the error never repeats the address.
Result<Url> parse_url(std::string_view text);

/// Whether the host is this machine: `localhost` or a loopback address.
bool is_loopback(std::string_view host);

/// `host:port`, for errors and the Host header; the scheme's own port is left out.
std::string to_string(const Origin& origin);

/// All but letters, digits and `-._~` as `%XX`.
std::string percent_encoded(std::string_view text);

}  // namespace billbyagent::http
