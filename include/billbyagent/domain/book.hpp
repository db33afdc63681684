#pragma once

/// A book of accounts and contracts, as it is imported. Threads: plain values.

#include <vector>

#include "billbyagent/domain/contract.hpp"

namespace billbyagent {

/// Units that a person counted, for a service with manual units. Taken only while the service has
/// none: later changes are decisions of their own (app/record_units.hpp).
struct FirstUnits {
  ServiceKey key{};
  Units units = 0;
};

struct Book {
  std::vector<Account> accounts{};
  std::vector<Contract> contracts{};
  std::vector<FirstUnits> first_units{};
};

}  // namespace billbyagent
