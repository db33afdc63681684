#pragma once

/// Which files a name with `*` or `?` stands for.

#include <string>
#include <vector>

#include "billbyagent/adapters/file_provider.hpp"
#include "file_provider/notes.hpp"

namespace billbyagent::file_provider {

/// The paths to read, in the order of their names. A name without such characters, or one that a
/// file bears as it is, is that file. `unreachable` when there is none.
Result<std::vector<std::string>> choose_files(const std::string& name, FileChoice choice,
                                              Notes& notes);

}  // namespace billbyagent::file_provider
