#pragma once

/// When a billing period can be billed. An amendment of the timing cuts it into parts, each with a
/// day of its own. Threads: pure functions.

#include <optional>
#include <span>
#include <vector>

#include "billbyagent/domain/billed_units.hpp"
#include "billbyagent/domain/posting.hpp"

namespace billbyagent {

/// The first day on which a period can be billed of which nothing stands: in advance its first
/// billed day, in arrears its last day or, where the service ends before it, the last billed one.
/// Nothing when no day of it is billed.
std::optional<Date> available_from(const Contract& contract, const Service& service,
                                   const Period& billing_period);

}  // namespace billbyagent

// Compiled already for whoever links the library.
#ifndef BILLBYAGENT_LINKED
#include "billbyagent/domain/detail/billed_parts.hpp"
#endif
