#pragma once

#include <string>
#include <string_view>

namespace billbyagent::http {

/// The standard alphabet, padded, in one line: what credentials in a header are written in.
std::string base64(std::string_view text);

}  // namespace billbyagent::http
