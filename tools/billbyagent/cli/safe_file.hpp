#pragma once

/// Files that others must neither plant, read half nor change under us.

#include <string>

#include "billbyagent/base/result.hpp"

namespace billbyagent::cli {

/// Writes a file that is there as a whole or not at all, readable by its owner alone. Refuses what
/// is no regular file (a link, a device, a pipe, a folder), and to replace a database, a ledger or
/// a settings file; `file_failed`.
Result<void> write_whole_file(const std::string& path, const std::string& text);

/// Whether a settings file may be believed: a regular file (or none) that nobody can write but its
/// owner, who is this user or root. `invalid_settings` names it.
Result<void> check_settings_file(const std::string& path);

/// All of a file or pipe of at most `most` bytes, `-`: of standard input; devices and folders are
/// refused. `what` names it in `invalid_settings`; `cancelled` when the program is told to end
/// meanwhile.
Result<std::string> read_bounded(const std::string& path, std::size_t most,
                                 const std::string& what);

}  // namespace billbyagent::cli
