#include "app/billing/settlement.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "app/billing/batch_limit.hpp"
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

/// The services that are billed by counts that are too old.
std::vector<ServiceFreshness> stale_among(const Contract& contract,
                                          const std::vector<LineItem>& lines, const Deciding& how) {
  std::set<ServiceId> billed;
  for (const auto& line : lines) billed.insert(line.key.service);
  std::vector<ServiceFreshness> stale;
  for (const auto& id : billed) {
    const Service* service = contract.find_service(id);
    if (!service || !service->agent_scope()) continue;
    auto fresh = how.counts.of({contract.id(), id}, service->agent_scope()->rmm, how.today,
                               how.options.stale_days);
    if (fresh.stale) stale.push_back(std::move(fresh));
  }
  return stale;
}

Result<void> check_fresh(const std::vector<ServiceFreshness>& stale, StaleCounts what) {
  if (stale.empty() || what == StaleCounts::warned) return {};
  const auto& first = stale.front();
  return Error{Errc::stale_counts,
               "service " + first.key.service.text() + " was last counted " +
                   (first.counted_on ? "on " + to_string(*first.counted_on) : "never") +
                   (first.failure.empty() ? "" : "; since then: " + first.failure)};
}

/// What is to be billed at once is what a person would expect.
Result<void> check_believed(Transaction& transaction, const PostedContract& outcome,
                            const AutomationOptions& options) {
  const auto& limit = options.batch_limit;
  if (auto periods = check_periods(outcome.lines, limit.believed ? 0 : options.most_periods);
      !periods)
    return periods;
  if (auto amount = check_amount(transaction, outcome.contract, outcome.lines, limit); !amount)
    return amount;
  return check_fresh(outcome.stale, options.stale_counts);
}

Result<Decided> decide_alone(Transaction& transaction, const ContractId& id, const Deciding& how) {
  const AutomationOptions& options = how.options;
  Decided decided{.outcome = {.contract = id, .status = BatchStatus::posted}};
  auto contract = transaction.contract(id);
  if (!contract) return contract.error();
  decided.contract = *std::move(contract);
  // Its account may be another one since the sets were made.
  if (!options.filter.wants(*decided.contract)) return decided;
  auto found = find_open(transaction, *decided.contract, options.filter, how.through, how.looking);
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
  how.counts.note(*decided.contract, outcome.lines);
  how.counts.note(*decided.contract, outcome.withheld);
  outcome.stale = stale_among(*decided.contract, outcome.lines, how);
  if (auto believed = check_believed(transaction, outcome, options); !believed)
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
                                        const Deciding& how) {
  const AutomationOptions& options = how.options;
  std::vector<Decided> all;
  bool any_charge = false;
  bool any_settled = false;
  for (const auto& id : set) {
    auto decided = decide_alone(transaction, id, how);
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
  std::map<AccountAndCurrency, bool> goes_on_of;
  for (auto& one : owed) {
    if (one.charge_to_come) continue;
    const AccountAndCurrency account{one.account, one.amount.currency()};
    auto known = goes_on_of.find(account);
    if (known == goes_on_of.end())
      known = goes_on_of.emplace(account, any_goes_on(desk, *all, account)).first;
    one.charge_to_come = known->second;
  }
  return owed;
}

}  // namespace billbyagent::app
