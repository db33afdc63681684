#pragma once

/// Help: short for the program as a whole, in pages by topic for the rest.

#include <CLI/App.hpp>
#include <iosfwd>
#include <string>

#include "billbyagent/base/result.hpp"

namespace billbyagent::cli {

/// Makes `--help` of the program and of its commands.
void use_help(CLI::App& app);

/// `help TOPIC`: a command, or `settings`, `rmms`, `exit-codes`. Errors: `invalid_argument` with
/// what may have been meant.
Result<std::string> help_about(const CLI::App& app, const std::string& topic);

}  // namespace billbyagent::cli
