#pragma once

/// `Authorization: Basic ...`.

#include <string>

#include "billbyagent/base/secret.hpp"

namespace billbyagent::http {

/// The header's value for `text`, such as `user:password`.
Secret basic_auth(const std::string& text);

}  // namespace billbyagent::http
