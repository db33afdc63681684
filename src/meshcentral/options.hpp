#pragma once

/// The options, checked and taken apart.

#include <string>

#include "billbyagent/adapters/meshcentral.hpp"
#include "http/proxy.hpp"
#include "http/retry.hpp"
#include "http/url.hpp"

namespace billbyagent::meshcentral {

struct Settings {
  MeshCentralOptions options;  ///< With `now` and `seed` filled in.
  http::Origin origin;
  std::optional<http::Proxy> proxy;
  std::string target;  ///< Path and query of the WebSocket; a secret when there is a login key.
  http::RetryPolicy retry;
};

/// `invalid_settings` naming the field.
Result<Settings> checked(MeshCentralOptions options);

}  // namespace billbyagent::meshcentral
