#pragma once

/// Counting by the server: the total of a filtered list, with one row of it as a sample.

#include <optional>

#include "billbyagent/ports/rmm_provider.hpp"
#include "http/message.hpp"

namespace billbyagent::kaseya_vsa {

/// The number of agents in the answer to a filtered list of at most one row. Nothing when the
/// server did not accept the filter, or when the sample shows that it did not obey it: then the
/// agents must be scanned. Errors are those of `read_answer` and of decoding.
Result<std::optional<AgentCount>> read_count(const http::Response& response,
                                             const AgentScope& scope, const GroupTree& groups);

}  // namespace billbyagent::kaseya_vsa
