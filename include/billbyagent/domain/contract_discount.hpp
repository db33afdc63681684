#pragma once

/// A discount in money of a contract is taken off its services together: in their order, by each as
/// far as it reaches. So what one of them owes follows from the units of those before it. Threads:
/// pure functions.

#include <functional>
#include <optional>
#include <vector>

#include "billbyagent/domain/proration.hpp"

namespace billbyagent {

/// The unit histories of a contract's services, by which they share its discount in money. Null for
/// one that was never counted.
using FindUnits = std::function<const UnitHistory*(const ServiceId&)>;

}  // namespace billbyagent

// Compiled already for whoever links the library.
#ifndef BILLBYAGENT_LINKED
#include "billbyagent/domain/detail/contract_discount.hpp"
#endif
