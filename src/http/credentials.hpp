#pragma once

/// How credentials are written in a header.

#include <string>
#include <string_view>

#include "billbyagent/base/secret.hpp"

namespace billbyagent::http {

/// The standard alphabet, padded, in one line.
std::string base64(std::string_view text);

/// The value of `Authorization: Basic ...` for `text`, such as `user:password`.
Secret basic_auth(std::string_view text);

}  // namespace billbyagent::http
