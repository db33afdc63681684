#pragma once

/// What a person meant who typed something else.

#include <string>
#include <string_view>
#include <vector>

namespace billbyagent::cli {

/// The nearest of `known`, however it is written, or the only one that begins with `typed`; empty
/// when none is near. A name that is known is not mistyped: empty too.
std::string nearest(std::string_view typed, const std::vector<std::string>& known);

/// `; did you mean 'review'?`, or nothing.
std::string did_you_mean(std::string_view typed, const std::vector<std::string>& known);

}  // namespace billbyagent::cli
