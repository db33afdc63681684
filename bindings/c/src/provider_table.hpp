#pragma once

#include <memory>

#include "billbyagent/ports/rmm_provider.hpp"
#include "billbyagent_provider.h"

namespace billbyagent::capi {

/// Checks the version and the functions of a table and copies it, without taking it over.
bba_provider_table checked_table(const bba_provider_table* table);

/// A provider over a checked table; calls `release` at its end, and already when this throws.
std::shared_ptr<RmmProvider> provider_over(const bba_provider_table& table);

}  // namespace billbyagent::capi
