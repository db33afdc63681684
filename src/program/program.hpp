#pragma once

/// The command line program as a function: what its main() and `python -m billbyagent` have in
/// common, so that neither has to know the other. The body is in tools/billbyagent, in the target
/// billbyagent_cli.

#include <string>
#include <vector>

namespace billbyagent {

/// Runs the program on the standard streams; `arguments` are without its name. Takes SIGINT and
/// SIGTERM for itself. Returns the exit code. Threads: one call at a time in a process.
int run_program(const std::vector<std::string>& arguments);

}  // namespace billbyagent
