#pragma once

/// Stands for the terms of a contract that amounts follow from.

#include <string>

#include "billbyagent/domain/contract.hpp"

namespace billbyagent::app {

/// Names, recipients and what a night may do with counts make no difference.
std::string terms_digest(const Contract& contract);

}  // namespace billbyagent::app
