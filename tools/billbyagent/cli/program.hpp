#pragma once

/// The program as a function, for main() and for tests.

#include <iosfwd>
#include <string>
#include <vector>

#include "cli/watch.hpp"

namespace billbyagent::cli {

/// `arguments` without the program's name. Returns the exit code.
int run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err,
        ProgressStyle progress);

}  // namespace billbyagent::cli
