#pragma once

/// Variables of the environment that look like settings and are none.

#include <string>
#include <vector>

#include "billbyagent/base/result.hpp"
#include "cli/settings.hpp"

namespace billbyagent::cli {

/// `invalid_settings` for a variable that is a setting mistyped; others that begin with
/// `BILLBYAGENT_` and say nothing to this program are handed back, to be told of.
Result<std::vector<std::string>> check_environment(const char* const* environment,
                                                   const std::vector<SettingName>& names);

}  // namespace billbyagent::cli
