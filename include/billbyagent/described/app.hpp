#pragma once

/// The fields of all structs that the use cases are asked with and tell. Threads: constants.

#include "billbyagent/described/billing.hpp"
#include "billbyagent/described/coverage.hpp"
#include "billbyagent/described/decisions.hpp"
#include "billbyagent/described/nights.hpp"
#include "billbyagent/described/previews.hpp"
#include "billbyagent/described/statements.hpp"
