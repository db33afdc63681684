#pragma once

/// A list of errors in the place of a result.

#include <string_view>
#include <vector>

#include "cli/session.hpp"

namespace billbyagent::cli {

/// Every reason why nothing was taken. `closing`: a last row for people; may be empty.
Exit show_refused(Session& session, const std::vector<Error>& refused,
                  std::string_view closing = {});

}  // namespace billbyagent::cli
