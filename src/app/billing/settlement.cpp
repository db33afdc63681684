#include "app/billing/settlement.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "app/groups.hpp"
#include "billbyagent/domain/billed_life.hpp"
#include "billbyagent/domain/running_total.hpp"

namespace billbyagent::app {

namespace {

bool has_charge(const std::vector<LineItem>& lines) {
  return std::any_of(lines.begin(), lines.end(),
                     [](const LineItem& line) { return line.amount.minor() > 0; });
}

bool is_credit(const std::vector<LineItem>& lines) {
  return !has_charge(lines) && std::any_of(lines.begin(), lines.end(), [](const LineItem& line) {
    return line.amount.is_negative();
  });
}

/// The billing periods of a service that are billed for the first time.
Result<void> check_periods(const std::vector<LineItem>& lines, std::int32_t most) {
  std::map<ServiceId, std::set<Date>> periods;
  for (const auto& line : lines)
    if (line.kind == LineKind::recurring) periods[line.key.service].insert(line.key.period_begin);
  for (const auto& [service, begins] : periods)
    if (most > 0 && begins.size() > static_cast<std::size_t>(most))
      return Error{Errc::implausible_batch,
                   "service " + service.text() + ": " + std::to_string(begins.size()) +
                       " billing periods at once, from " + to_string(*begins.begin()) + " on"};
  return {};
}

Result<Decided> decide_alone(Transaction& transaction, const ContractId& id,
                             const AutomationOptions& options, Date through, Looking looking) {
  Decided decided{.outcome = {.contract = id, .status = BatchStatus::posted}};
  auto contract = transaction.contract(id);
  if (!contract) return contract.error();
  decided.contract = *std::move(contract);
  // Its account may be another one since the sets were made.
  if (!options.filter.wants(*decided.contract)) return decided;
  auto found = find_open(transaction, *decided.contract, options.filter, through, looking);
  if (!found) return found.error();
  decided.closed_end = found->closed_end;
  OpenLines& open = found->open;
  PostedContract& outcome = decided.outcome;
  outcome.lines = std::move(open.lines);
  outcome.units_unknown = std::move(open.units_unknown);
  outcome.withheld = std::move(open.withheld);
  outcome.above_maximum = std::move(open.above_maximum);
  if (options.zero_lines == ZeroLines::left)
    std::erase_if(outcome.lines,
                  [](const LineItem& line) { return exact_amount(line).numerator == 0; });
  if (auto believed = check_periods(outcome.lines, options.most_periods); !believed)
    return within("contract " + id.text(), believed.error());
  return decided;
}

/// Whether the contract will be charged after today.
Result<bool> goes_on(Transaction& transaction, const Contract& contract, Date today) {
  Date last = today;
  for (const auto& service : contract.terms().services) {
    const auto life = billed_life(contract, service);
    if (!life || life->end() <= today) continue;
    // Nobody knows its end: there is always another period.
    if (life->end() == detail::open_end()) return true;
    last = std::max(last, life->whole.last_day());
  }
  last = std::min(last, today.plus_days(limits::horizon_days_max));
  auto open = open_lines(transaction, contract, {}, last);
  if (!open) return open.error();
  return has_charge(open->lines);
}

using AccountAndCurrency = std::pair<AccountId, Currency>;

AccountAndCurrency account_of(const Contract& contract) {
  return {contract.terms().account, contract.terms().currency};
}

/// Nothing for a contract that can't be read.
using Accounts = std::vector<std::pair<ContractId, std::optional<AccountAndCurrency>>>;

Result<Accounts> accounts_of_all(const Desk& desk, std::size_t per_load) {
  auto ids = [&]() -> Result<std::vector<ContractId>> {
    auto transaction = desk.begin(Access::read);
    if (!transaction) return transaction.error();
    return (*transaction)->contract_ids();
  }();
  if (!ids) return ids.error();
  Accounts all;
  const auto load = [&](std::span<const ContractId> group) -> Result<Accounts> {
    auto transaction = desk.begin(Access::read);
    if (!transaction) return transaction.error();
    if (auto loaded = (*transaction)->load(group, Part::contract); !loaded) return loaded.error();
    Accounts accounts;
    for (const auto& id : group) {
      auto contract = (*transaction)->contract(id);
      if (!contract) return contract.error();
      accounts.emplace_back(id, account_of(*contract));
    }
    return accounts;
  };
  const auto unreadable = [](const ContractId& id, const Error&) -> Result<Accounts> {
    return Accounts{{id, std::nullopt}};
  };
  const auto take = [&](Accounts loaded, std::size_t) -> Result<void> {
    all.insert(all.end(), loaded.begin(), loaded.end());
    return {};
  };
  if (auto done = in_groups<ContractId>(*ids, per_load, desk, load, unreadable, take); !done)
    return done.error();
  return all;
}

/// Whether one of the account's contracts will be charged after today.
bool any_goes_on(const Desk& desk, const Accounts& all, const AccountAndCurrency& account) {
  return std::any_of(all.begin(), all.end(), [&](const auto& entry) {
    if (entry.second != account) return false;
    // One that can't be computed settles nothing; the run that would bill it tells why.
    auto transaction = desk.begin(Access::read);
    if (!transaction) return false;
    auto contract = (*transaction)->contract(entry.first);
    if (!contract) return false;
    const auto on = goes_on(**transaction, *contract, desk.clock.today());
    return on && *on;
  });
}

}  // namespace

Result<std::vector<ContractSet>> contract_sets(const Desk& desk, const BillingFilter& filter,
                                               Settlement settlement, std::size_t per_load) {
  if (filter.contract) {
    auto transaction = desk.begin(Access::read);
    if (!transaction) return transaction.error();
    auto contract = (*transaction)->contract(*filter.contract);
    if (!contract) return contract.error();
    return std::vector<ContractSet>{{contract->id()}};
  }
  if (settlement == Settlement::contract) {
    auto transaction = desk.begin(Access::read);
    if (!transaction) return transaction.error();
    auto ids = (*transaction)->contract_ids();
    if (!ids) return ids.error();
    std::vector<ContractSet> alone;
    for (const auto& id : *ids) alone.push_back({id});
    return alone;
  }
  auto all = accounts_of_all(desk, per_load);
  if (!all) return all.error();
  std::vector<ContractSet> sets;
  std::map<AccountAndCurrency, std::size_t> places;
  for (const auto& [id, account] : *all) {
    if (!account) {
      // It is a set of its own, and fails as such.
      sets.push_back({id});
      continue;
    }
    if (filter.account && *filter.account != account->first) continue;
    const auto [at, is_new] = places.try_emplace(*account, sets.size());
    if (is_new) sets.emplace_back();
    sets[at->second].push_back(id);
  }
  return sets;
}

Result<std::vector<Decided>> decide_set(Transaction& transaction, const ContractSet& set,
                                        const AutomationOptions& options, Date through,
                                        Looking looking) {
  std::vector<Decided> all;
  bool any_charge = false;
  bool any_settled = false;
  for (const auto& id : set) {
    auto decided = decide_alone(transaction, id, options, through, looking);
    if (!decided) return decided.error();
    any_charge = any_charge || has_charge(decided->outcome.lines);
    all.push_back(*std::move(decided));
  }
  const auto owes = [](const Decided& one) { return is_credit(one.outcome.lines); };
  for (auto& one : all) {
    if (options.credit_batches == CreditBatches::only && !owes(one)) one.outcome.lines.clear();
    if (options.credit_batches != CreditBatches::held || !owes(one)) continue;
    any_settled = any_settled || any_charge;
    if (!any_charge) one.outcome.status = BatchStatus::held;
  }
  if (any_settled)
    for (auto& one : all) one.settles = owes(one) || has_charge(one.outcome.lines);
  return all;
}

Result<std::vector<OwedCredit>> owed_of(const Desk& desk,
                                        const std::vector<PostedContract>& outcomes,
                                        Settlement settlement) {
  std::vector<OwedCredit> owed;
  for (const auto& outcome : outcomes) {
    if (outcome.status != BatchStatus::held) continue;
    auto transaction = desk.begin(Access::read);
    if (!transaction) return transaction.error();
    auto contract = (*transaction)->contract(outcome.contract);
    if (!contract) return contract.error();
    Money sum = Money::zero(contract->terms().currency);
    for (const auto& line : outcome.lines) {
      auto less = subtract(sum, line.amount);
      if (!less) return less.error();
      sum = *less;
    }
    auto on = goes_on(**transaction, *contract, desk.clock.today());
    if (!on) return on.error();
    owed.push_back({contract->terms().account, outcome.contract, sum, outcome.lines.size(), *on});
  }
  const auto waits = [](const OwedCredit& one) { return !one.charge_to_come; };
  if (settlement == Settlement::contract || std::none_of(owed.begin(), owed.end(), waits))
    return owed;
  auto all = accounts_of_all(desk, AutomationOptions{}.contracts_per_transaction);
  if (!all) return all.error();
  for (auto& one : owed)
    one.charge_to_come =
        one.charge_to_come || any_goes_on(desk, *all, {one.account, one.amount.currency()});
  return owed;
}

}  // namespace billbyagent::app
