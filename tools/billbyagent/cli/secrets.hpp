#pragma once

/// Secrets come from the environment or from a file that nobody else can read: never from an
/// argument, which every process of the machine can see.

#include <string>

#include "billbyagent/base/result.hpp"
#include "billbyagent/base/secret.hpp"

namespace billbyagent::cli {

/// The environment wins over the file; empty when neither is there. `invalid_settings` for a file
/// that its group or others may read.
Result<Secret> read_secret(const std::string& environment_name, const std::string& file);

}  // namespace billbyagent::cli
