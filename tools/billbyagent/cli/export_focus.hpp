#pragma once

/// `export --format focus`.

#include <string>
#include <vector>

#include "cli/session.hpp"
#include "documents/exports.hpp"

namespace billbyagent::cli {

struct FocusArguments {
  std::string provider;  ///< empty: as on pages
  /// `CATEGORY` of all services, or `SERVICE=CATEGORY` of those with this id.
  std::vector<std::string> categories;
};

/// `invalid_argument` for a category that FOCUS does not have, and when nothing says who bills.
Result<std::string> focus_text(const Session& session, const Desk& desk,
                               const std::vector<PostedLine>& lines,
                               const documents::LineOwners& owners,
                               const FocusArguments& arguments);

}  // namespace billbyagent::cli
