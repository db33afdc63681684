#pragma once

/// Questions in VSA's filter language.

#include <optional>
#include <string>

#include "billbyagent/domain/agent_scope.hpp"

namespace billbyagent::kaseya_vsa {

/// The `$filter` that holds for exactly the agents of `scope` that count, its view left aside.
/// Nothing when the language cannot say it safely, or only in a text longer than servers take; an
/// empty organization has none either.
///
/// An organization is named by its machine groups, because servers disagree on whether `OrgId` can
/// be filtered.
std::optional<std::string> filter_of(const AgentScope& scope, const GroupTree& groups);

/// Longest filter, percent-encoded: web servers commonly refuse a query beyond 2048 characters.
inline constexpr std::size_t filter_length_max = 1'800;

}  // namespace billbyagent::kaseya_vsa
