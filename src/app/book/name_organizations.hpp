#pragma once

/// A contract that moves to another account goes on counting the machines it counted so far.

#include <functional>

#include "billbyagent/domain/contract.hpp"

namespace billbyagent::app {

/// Writes into the scopes that name no organization the one that they mean, where several accounts
/// pay for the contract. `saved` is null for a new contract. `organization_not_linked` when the
/// account has none in the RMM of a scope; errors of `find_account`.
Result<Contract> with_named_organizations(
    const Contract& wanted, const Contract* saved,
    const std::function<Result<Account>(const AccountId&)>& find_account);

}  // namespace billbyagent::app
