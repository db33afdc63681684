#pragma once

/// What is wrong with settings, said without what could be a secret in the wrong place.

#include <CLI/Error.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/settings.hpp"

namespace billbyagent::cli {

/// What a name of this program looks like; a secret seldom does.
bool looks_like_name(std::string_view word);

/// What the parser says, without the value of an argument.
std::string without_values(std::string text);

/// Of a file that holds what is no setting: the parser only says that it "was not able to parse"
/// the name.
std::string no_setting(const std::string& file, const CLI::ParseError& fault,
                       const std::vector<SettingName>& names);

}  // namespace billbyagent::cli
