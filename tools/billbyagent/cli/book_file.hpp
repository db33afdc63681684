#pragma once

/// The text of a book that an argument names.

#include <string>

#include "billbyagent/base/result.hpp"

namespace billbyagent::cli {

/// Of a file, or of standard input for `-`; `invalid_settings` when it can't be read.
Result<std::string> read_book_file(const std::string& path);

}  // namespace billbyagent::cli
