#pragma once

/// From text to a JSON value, with the bounds and the strictness that an import needs.

#include <boost/json/value.hpp>
#include <string_view>

#include "billbyagent/base/result.hpp"

namespace billbyagent::documents {

/// `malformed_document` with line and column; `out_of_range` for a text that is too long. Refuses a
/// key that stands twice in one object: one of the two would be lost without a word.
Result<boost::json::value> parse_document(std::string_view text);

}  // namespace billbyagent::documents
