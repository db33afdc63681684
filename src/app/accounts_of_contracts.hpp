#pragma once

/// Which accounts pay for each contract.

#include <utility>
#include <vector>

#include "billbyagent/app/desk.hpp"

namespace billbyagent::app {

using AccountAndCurrency = std::pair<AccountId, Currency>;

/// By contract, those that ever pay for it, in their order; none for one that can't be read.
using AccountsOfContracts = std::vector<std::pair<ContractId, std::vector<AccountAndCurrency>>>;

Result<AccountsOfContracts> accounts_of_contracts(const Desk& desk, std::size_t per_load);

/// By id, of those of a contract that can be read.
AccountId first_account(const std::vector<AccountAndCurrency>& accounts);

}  // namespace billbyagent::app
