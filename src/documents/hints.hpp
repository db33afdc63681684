#pragma once

/// What a person does next about an error, as the program and the documents of the C interface say
/// it: both work on the same database.

#include <string_view>

#include "billbyagent/base/errc.hpp"

namespace billbyagent::documents {

/// Empty when the error says all there is.
std::string_view hint_for(Errc code);

}  // namespace billbyagent::documents
