#pragma once

/// The statements of all customers at once: what statement.hpp makes of one. Threads: all on the
/// calling one; several may work over one store at the same time.

#include <map>
#include <optional>

#include "billbyagent/app/statement.hpp"

namespace billbyagent {

/// Of every account for which something was posted on these days; nothing: the month of today.
Result<std::map<AccountId, Statement>> statements(const Desk& desk,
                                                  const std::optional<Period>& posted);

}  // namespace billbyagent
