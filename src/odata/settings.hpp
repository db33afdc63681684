#pragma once

/// What the options of such a server have in common, checked. Errors are `invalid_settings` naming
/// the field.

#include <initializer_list>
#include <string>
#include <string_view>

#include "billbyagent/adapters/rmm_server_options.hpp"
#include "billbyagent/base/result.hpp"
#include "billbyagent/base/secret.hpp"
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

/// `text` with `***` for each of `secrets`: some servers repeat in their errors what they were
/// sent.
std::string without(std::initializer_list<const Secret*> secrets, std::string text);

}  // namespace billbyagent::odata
