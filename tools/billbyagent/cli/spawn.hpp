#pragma once

/// This program once more, as a process of its own.

#include <string>
#include <vector>

#include "billbyagent/base/result.hpp"

namespace billbyagent::cli {

/// Runs it in `folder`, without input and without any setting of the environment, on the same
/// output, and waits for its end. Answers the exit code. Errors: `internal`.
Result<int> run_this_program(const std::vector<std::string>& arguments, const std::string& folder);

}  // namespace billbyagent::cli
