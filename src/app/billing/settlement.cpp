#include "app/billing/settlement.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "app/accounts_of_contracts.hpp"
#include "app/billing/batch_limit.hpp"
#include "billbyagent/domain/billed_life.hpp"
#include "billbyagent/domain/running_total.hpp"

namespace billbyagent::app {

namespace {

/// Whether lines charge something, only credit, or come to nothing.
enum class Balance : std::uint8_t { nothing, credit, charge };

/// By what each service comes to in each billing period: the discount that a credit takes back is
/// no charge, nor is the minimum that is billed instead of machines that left.
Balance balance_of(const std::vector<LineItem>& lines) {
  std::map<std::tuple<ServiceId, Date, Date>, Int128> sums;
  for (const auto& line : lines)
    sums[{line.key.service, line.billing_period.begin(), line.billing_period.end()}] +=
        line.amount.minor();
  Balance balance = Balance::nothing;
  for (const auto& [of, sum] : sums) {
    if (sum > 0) return Balance::charge;
    if (sum < 0) balance = Balance::credit;
  }
  return balance;
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

/// Each account has its own; what concerns the contract as a whole stays with the first.
std::vector<Decided> by_account(Decided all) {
  auto lines = std::exchange(all.outcome.lines, {});
  std::vector<Decided> each{std::move(all)};
  for (auto& line : lines) {
    auto at = std::find_if(each.begin(), each.end(),
                           [&](const Decided& one) { return one.outcome.account == line.account; });
    if (at == each.end() && each.front().outcome.lines.empty()) {
      at = each.begin();
      at->outcome.account = line.account;
    } else if (at == each.end()) {
      each.push_back({.outcome = {.contract = each.front().outcome.contract,
                                  .account = line.account,
                                  .status = each.front().outcome.status},
                      .contract = each.front().contract});
      at = std::prev(each.end());
    }
    at->outcome.lines.push_back(std::move(line));
  }
  return each;
}

Result<Decided> decide_alone(Transaction& transaction, const ContractId& id, const Deciding& how) {
  const AutomationOptions& options = how.options;
  Decided decided{.outcome = {.contract = id, .status = BatchStatus::posted}};
  auto contract = transaction.contract(id);
  if (!contract) return contract.error();
  decided.contract = *std::move(contract);
  decided.outcome.account = decided.contract->account_on(how.through);
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

/// Whether the account will be charged for the contract after today.
Result<bool> goes_on(Transaction& transaction, const Contract& contract, const AccountId& account,
                     Date today) {
  Date last = today;
  for (const auto& service : contract.terms().services) {
    const auto life = billed_life(contract, service);
    if (!life || life->end() <= today) continue;
    // Nobody knows its end: there is always another period.
    if (life->end() == detail::open_end() && contract.accounts().back().account == account)
      return true;
    last = std::max(last, life->whole.last_day());
  }
  last = std::min(last, today.plus_days(limits::horizon_days_max));
  BillingFilter filter;
  filter.account = account;
  auto open = open_lines(transaction, contract, filter, last);
  if (!open) return open.error();
  return balance_of(open->lines) == Balance::charge;
}

/// Whether one of the account's contracts will be charged after today.
bool any_goes_on(const Desk& desk, const AccountsOfContracts& all,
                 const AccountAndCurrency& account) {
  return std::any_of(all.begin(), all.end(), [&](const auto& entry) {
    const auto& own = entry.second;
    if (std::find(own.begin(), own.end(), account) == own.end()) return false;
    // One that can't be computed settles nothing; the run that would bill it tells why.
    auto transaction = desk.begin(Access::read);
    if (!transaction) return false;
    auto contract = (*transaction)->contract(entry.first);
    if (!contract) return false;
    const auto on = goes_on(**transaction, *contract, account.first, desk.clock.today());
    return on && *on;
  });
}

/// Contracts that an account has in common, by itself or through others. A contract that moved
/// joins the accounts it moved between.
class Sets {
 public:
  void add(const ContractId& id, const std::vector<AccountAndCurrency>& accounts) {
    std::optional<std::size_t> own;
    for (const auto& account : accounts)
      if (const auto at = places_.find(account); at != places_.end()) {
        if (own) join(at->second, *own);
        own = places_.at(account);
      }
    if (!own) {
      own = sets_.size();
      sets_.emplace_back();
    }
    sets_[*own].push_back(id);
    for (const auto& account : accounts) places_[account] = *own;
  }
  /// By the id of their first contract, each with the first of its accounts.
  std::vector<AccountSet> take() {
    std::vector<AccountSet> sets(sets_.size());
    for (std::size_t i = 0; i < sets_.size(); ++i) {
      sets[i].contracts = std::move(sets_[i]);
      std::sort(sets[i].contracts.begin(), sets[i].contracts.end());
    }
    for (const auto& [account, place] : places_)
      if (!sets[place].account) sets[place].account = account.first;
    std::erase_if(sets, [](const AccountSet& set) { return set.contracts.empty(); });
    std::sort(sets.begin(), sets.end(),
              [](const auto& a, const auto& b) { return a.contracts < b.contracts; });
    return sets;
  }

 private:
  void join(std::size_t from, std::size_t into) {
    if (from == into) return;
    sets_[into].insert(sets_[into].end(), sets_[from].begin(), sets_[from].end());
    sets_[from].clear();
    for (auto& [account, place] : places_)
      if (place == from) place = into;
  }

  std::vector<ContractSet> sets_;
  std::map<AccountAndCurrency, std::size_t> places_;
};

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
  auto all = accounts_of_contracts(desk, per_load);
  if (!all) return all.error();
  Sets sets;
  for (const auto& [id, accounts] : *all) {
    if (!filter.account || accounts.empty()) {
      // One that can't be read is a set of its own, and fails as such.
      sets.add(id, accounts);
      continue;
    }
    // Of a contract that moved, the lines of the others are left out.
    const auto wanted = std::find_if(accounts.begin(), accounts.end(), [&](const auto& each) {
      return each.first == *filter.account;
    });
    if (wanted != accounts.end()) sets.add(id, {*wanted});
  }
  std::vector<ContractSet> contracts;
  for (auto& set : sets.take()) contracts.push_back(std::move(set.contracts));
  return contracts;
}

Result<std::vector<AccountSet>> account_sets(const Desk& desk, Settlement settlement,
                                             std::size_t per_load) {
  auto all = accounts_of_contracts(desk, per_load);
  if (!all) return all.error();
  Sets sets;
  std::vector<AccountSet> alone;
  for (const auto& [id, accounts] : *all) {
    if (settlement == Settlement::account)
      sets.add(id, accounts);
    else if (accounts.empty())
      alone.push_back({std::nullopt, {id}});
    else
      alone.push_back({first_account(accounts), {id}});
  }
  return settlement == Settlement::account ? sets.take() : alone;
}

Result<std::vector<Decided>> decide_set(Transaction& transaction, const ContractSet& set,
                                        const Deciding& how) {
  const AutomationOptions& options = how.options;
  std::vector<Decided> all;
  std::vector<Balance> balances;
  std::set<AccountId> charged;
  std::set<AccountId> settled;
  for (const auto& id : set) {
    auto decided = decide_alone(transaction, id, how);
    if (!decided) return decided.error();
    for (auto& one : by_account(*std::move(decided))) {
      balances.push_back(balance_of(one.outcome.lines));
      if (balances.back() == Balance::charge) charged.insert(one.outcome.account);
      all.push_back(std::move(one));
    }
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    PostedContract& outcome = all[i].outcome;
    const bool owes = balances[i] == Balance::credit;
    if (options.credit_batches == CreditBatches::only && !owes) outcome.lines.clear();
    if (options.credit_batches != CreditBatches::held || !owes) continue;
    if (charged.contains(outcome.account))
      settled.insert(outcome.account);
    else
      outcome.status = BatchStatus::held;
  }
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i].settles = settled.contains(all[i].outcome.account) && balances[i] != Balance::nothing;
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
    auto on = goes_on(**transaction, *contract, outcome.account, desk.clock.today());
    if (!on) return on.error();
    owed.push_back({outcome.account, outcome.contract, sum, outcome.lines.size(), *on});
  }
  const auto waits = [](const OwedCredit& one) { return !one.charge_to_come; };
  if (settlement == Settlement::contract || std::none_of(owed.begin(), owed.end(), waits))
    return owed;
  auto all = accounts_of_contracts(desk, AutomationOptions{}.contracts_per_transaction);
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
