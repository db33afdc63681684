#pragma once

/// What a run posts and what it holds, decided for the contracts of an account together: credits
/// go out with a charge that settles them. Decides only; billing_automation.cpp writes.

#include <optional>
#include <span>
#include <vector>

#include "app/billing/find_open.hpp"
#include "app/nightly/counts_on_record.hpp"
#include "billbyagent/app/billing_automation.hpp"

namespace billbyagent::app {

/// Contracts that stand or fall together: of one account and currency, and those that moved between
/// such accounts, or one alone.
using ContractSet = std::vector<ContractId>;

/// The sets of the contracts that the filter wants, by the id of their first contract. `not_found`
/// for a contract that it names and that is not saved.
Result<std::vector<ContractSet>> contract_sets(const Desk& desk, const BillingFilter& filter,
                                               Settlement settlement, std::size_t per_load);

/// A set and the first of all accounts that ever pay for its contracts; nothing for a contract that
/// can't be read, which is a set of its own.
struct AccountSet {
  std::optional<AccountId> account{};
  ContractSet contracts{};
};

/// All sets, by the id of their first contract.
Result<std::vector<AccountSet>> account_sets(const Desk& desk, Settlement settlement,
                                             std::size_t per_load);

struct Decided {
  PostedContract outcome{};
  std::optional<Contract> contract{};
  bool settles = false;              ///< with the others of its set that do
  std::optional<Date> closed_end{};  ///< the periods that can be closed, whatever is posted now
};

/// How it is decided.
struct Deciding {
  const AutomationOptions& options;
  Date today;
  Date through;
  const CountsOnRecord& counts;
  Looking looking = Looking::past_closed;
};

/// What becomes of each contract of the set, in their order, for each account with lines. What it
/// takes is loaded.
Result<std::vector<Decided>> decide_set(Transaction& transaction, const ContractSet& set,
                                        const Deciding& how);

/// What is owed by the contracts whose lines are held.
Result<std::vector<OwedCredit>> owed_of(const Desk& desk,
                                        const std::vector<PostedContract>& outcomes,
                                        Settlement settlement);

}  // namespace billbyagent::app
