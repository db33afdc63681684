#pragma once

/// What the options of such a server have in common, checked. Errors are `invalid_settings` naming
/// the field.

#include <string>
#include <string_view>

#include "billbyagent/adapters/rmm_server_options.hpp"
#include "billbyagent/base/result.hpp"
#include "http/client.hpp"
#include "http/settings.hpp"

namespace billbyagent::odata {

using http::check_time;
using http::has_control_character;
using http::parse_server;
using http::refused;
using http::within_range;

Result<void> check_transport(const RmmHttpOptions& options);

/// Fills in the seed when there is none.
http::ClientOptions client_options(RmmHttpOptions& options, const http::Origin& origin);

}  // namespace billbyagent::odata
