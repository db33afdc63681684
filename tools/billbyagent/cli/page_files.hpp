#pragma once

/// Pages as files: what the settings say of them, and where they go.

#include <string>

#include "cli/session.hpp"
#include "pages/pages.hpp"

namespace billbyagent::cli {

/// Reads the logo, when there is one.
Result<pages::Look> look_of(const Settings& settings);

/// Writes the page, if a file was named, and says so.
Result<void> write_page(Session& session, const std::string& file, const std::string& page);

}  // namespace billbyagent::cli
