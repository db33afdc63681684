#pragma once

/// A proxy that carries connections to servers: asked with CONNECT, it sees neither requests nor
/// answers, since TLS is spoken through it.

#include <optional>
#include <string>

#include "billbyagent/base/secret.hpp"
#include "http/url.hpp"

namespace billbyagent::http {

struct Proxy {
  Origin origin;
  Secret authorization;  ///< The value of `Proxy-Authorization`; empty: none.
};

/// `http://[user:password@]host[:port]`, also without the scheme; nothing when it is empty.
/// `invalid_settings` that never repeats it.
Result<std::optional<Proxy>> parse_proxy(const Secret& text);

}  // namespace billbyagent::http
