#pragma once

/// One account's story, told by the program itself against a simulated RMM. The body is in demo.cpp
/// or, where the program comes without the simulator, in no_demo.cpp.

#include <string>

#include "cli/session.hpp"

namespace billbyagent::cli {

struct DemoArguments {
  std::string folder;  ///< new, and kept; empty: one that is removed at the end
};

Result<Exit> run_demo(Session& session, const DemoArguments& arguments);

}  // namespace billbyagent::cli
