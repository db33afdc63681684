#pragma once

/// The services that derive their units from an RMM, and the scopes that they ask it about.

#include <map>
#include <vector>

#include "billbyagent/app/rmm_reading.hpp"
#include "billbyagent/domain/contract.hpp"

namespace billbyagent::app {

struct DerivedService : AskedScope {
  const Service* service = nullptr;  ///< of the contract
};

/// Those of the contract that are in force on the day, in their order; none when it is not active.
/// A scope that can't be asked about, as its account is not linked, is an error.
std::vector<DerivedService> derived_in_force(const Contract& contract,
                                             const std::map<AccountId, Account>& accounts,
                                             Date day);

}  // namespace billbyagent::app
