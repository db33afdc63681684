#include "billbyagent/app/owed_credits.hpp"

#include <algorithm>
#include <iterator>

#include "app/billing/settlement.hpp"
#include "app/groups.hpp"

namespace billbyagent {

namespace {

using Held = std::vector<PostedContract>;

Result<Held> held_of(const Desk& desk, std::span<const app::ContractSet> sets,
                     const AutomationOptions& options) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  const auto counts = app::CountsOnRecord::read(**transaction);
  if (!counts) return counts.error();
  const Date today = desk.clock.today();
  Held held;
  for (const auto& set : sets) {
    if (auto loaded = (*transaction)->load(set, Wanted::for_posting()); !loaded)
      return loaded.error();
    auto decided = app::decide_set(**transaction, set, {options, today, today, *counts});
    if (!decided) return decided.error();
    for (auto& one : *decided)
      if (one.outcome.status == BatchStatus::held) held.push_back(std::move(one.outcome));
  }
  return held;
}

}  // namespace

std::size_t count_to_pay_out(const std::vector<OwedCredit>& owed) {
  return static_cast<std::size_t>(std::count_if(
      owed.begin(), owed.end(), [](const OwedCredit& one) { return !one.charge_to_come; }));
}

Result<std::vector<OwedCredit>> owed_credits(const Desk& desk, const BillingFilter& filter,
                                             Settlement settlement) {
  AutomationOptions options;
  options.filter.account = filter.account;
  options.filter.contract = filter.contract;
  options.filter.service = filter.service;
  options.settlement = settlement;
  // What is not believed is owed all the same.
  options.batch_limit.believed = true;
  options.stale_days = 0;
  const std::size_t size = options.contracts_per_transaction;
  auto sets = app::contract_sets(desk, options.filter, settlement, size);
  // Of a contract that is not there nothing is owed.
  if (!sets && sets.error().code == Errc::not_found) return std::vector<OwedCredit>{};
  if (!sets) return sets.error();
  const auto read = [&](std::span<const app::ContractSet> some) {
    return held_of(desk, some, options);
  };
  // A contract that can't be computed hides no other; posting and review tell why.
  const auto one_by_one = [&](const app::ContractSet& set, const Error&) -> Result<Held> {
    Held held;
    for (const auto& id : set) {
      const app::ContractSet alone{id};
      auto found = held_of(desk, std::span{&alone, 1}, options);
      if (found) held.insert(held.end(), found->begin(), found->end());
    }
    return held;
  };
  Held held;
  const auto take = [&](Held found, std::size_t) -> Result<void> {
    held.insert(held.end(), std::make_move_iterator(found.begin()),
                std::make_move_iterator(found.end()));
    return {};
  };
  if (auto done = app::in_groups<app::ContractSet>(*sets, size, desk, read, one_by_one, take);
      !done)
    return done.error();
  return app::owed_of(desk, held, settlement);
}

}  // namespace billbyagent
