#pragma once

/// What is wrong with settings, said without what could be a secret in the wrong place.

#include <CLI/Error.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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

/// Of a settings file that says one thing twice.
class SettingTwice final : public CLI::ParseError {
 public:
  static constexpr const char* name = "SettingTwice";
  explicit SettingTwice(std::string what)
      : ParseError(name, std::move(what), CLI::ExitCodes::ConfigError) {}
};

/// `'database' twice, on lines 2 and 9`, where the text of a settings file says one thing twice:
/// the parser would take the last of them, or both. Nothing when it does not.
std::optional<std::string> said_twice(std::string_view text);

}  // namespace billbyagent::cli
