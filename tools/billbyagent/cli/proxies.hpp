#pragma once

/// The proxy that the environment names, as other programs read it.

#include <string_view>

#include "billbyagent/base/secret.hpp"

namespace billbyagent::cli {

/// The first of HTTPS_PROXY, https_proxy and http_proxy that is set (HTTP_PROXY is what a web
/// server sets for a header, so nobody reads it); empty when none is, when NO_PROXY or no_proxy
/// lists the host of `url`, or when that is this machine, which no proxy can reach.
Secret proxy_for(std::string_view url);

}  // namespace billbyagent::cli
