#pragma once

/// What waits for a person, as `status` says it.

#include <iosfwd>

#include "cli/session.hpp"

namespace billbyagent::cli {

/// A row or more for each; `nothing` when nothing waits.
Result<void> print_what_waits(Session& session, const Desk& desk, std::ostream& out);

}  // namespace billbyagent::cli
