#pragma once

/// Questions in VSA X's filter language, OData 4.

#include <optional>
#include <string>

#include "billbyagent/adapters/kaseya_vsax.hpp"

namespace billbyagent::kaseya_vsax {

/// The `$filter` that holds for exactly the devices of `scope` that are agents, its view left
/// aside. Nothing when the language cannot say it: listed machines, operating systems, ids of
/// another kind.
std::optional<std::string> filter_of(const AgentScope& scope, VsaxDevices devices);

}  // namespace billbyagent::kaseya_vsax
