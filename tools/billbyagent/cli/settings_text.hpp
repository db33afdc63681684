#pragma once

/// Settings as the text of a settings file.

#include <string>

#include "billbyagent/base/result.hpp"
#include "cli/settings.hpp"

namespace billbyagent::cli {

/// Which database, tenant, zone and RMMs: what a run was told on the command line and in the
/// environment, so that the next one need not be. Secrets are never among them, only where they
/// stand. Paths are as they have to stand in `file`. `invalid_settings` for a value that such a
/// file can't hold.
Result<std::string> settings_text(const Settings& settings, const std::string& file);

}  // namespace billbyagent::cli
