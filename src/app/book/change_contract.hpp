#pragma once

/// One act that changes a saved contract.

#include <utility>

#include "app/book/name_organizations.hpp"
#include "billbyagent/app/desk.hpp"
#include "billbyagent/domain/contract.hpp"

namespace billbyagent::app {

inline constexpr auto nothing_to_check = [](Transaction&) { return Result<void>{}; };

/// Saves the contract as `change` makes it, if `check` has nothing against what it changes.
template <class Change, class Check = decltype(nothing_to_check)>
Result<Contract> change_contract(const Desk& desk, const ContractId& id, Change change,
                                 Check check = nothing_to_check) {
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  auto saved = (*transaction)->contract(id);
  if (!saved) return saved.error();
  Contract::Terms terms = saved->terms();
  if (auto changed = change(*saved, terms); !changed) return changed.error();
  auto wanted = Contract::create(std::move(terms));
  if (wanted)
    wanted = with_named_organizations(*wanted, &*saved, [&](const AccountId& account) {
      return (*transaction)->account(account);
    });
  if (!wanted) return wanted.error();
  if (auto good = check(**transaction); !good) return good.error();
  auto outcome = (*transaction)->save_contract(*wanted);
  if (!outcome) return outcome.error();
  if (*outcome == SaveOutcome::unchanged)
    return Error{Errc::nothing_to_do, "contract " + id.text() + " is so already"};
  if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  return *std::move(wanted);
}

}  // namespace billbyagent::app
