#include "billbyagent/app/billing_automation.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "app/billing/batch_limit.hpp"
#include "app/billing/settlement.hpp"
#include "app/billing/write_batch.hpp"
#include "app/groups.hpp"
#include "app/run_log.hpp"
#include "billbyagent/app/shared_posting.hpp"

namespace billbyagent {

namespace {

class BillingAutomation {
 public:
  BillingAutomation(const Desk& desk, const AutomationOptions& options)
      : desk_(desk),
        options_(options),
        today_(desk.clock.today()),
        through_(options.filter.through.value_or(today_)) {}

  Result<PostReport> run();
  Result<void> check_all() const;
  /// Posts these, and leaves no record of a run.
  Result<PostReport> post(const std::vector<app::ContractSet>& sets);

 private:
  Result<std::vector<PostedContract>> post_group(std::span<const app::ContractSet> sets);
  Result<std::vector<PostedContract>> post_one_by_one(const app::ContractSet& set,
                                                      const Error& error);
  Result<void> post_set(Transaction& transaction, const app::ContractSet& set,
                        std::vector<PostedContract>& outcomes);
  app::BatchHead head() const { return {today_, through_, desk_.clock.now(), options_.author}; }
  Result<TotalsByCurrency> totals_with(const std::vector<PostedContract>& outcomes) const;
  Result<void> read_counts();
  PostReport empty_report() const;
  Result<void> post_all(const std::vector<app::ContractSet>& sets, PostReport& report);
  Result<void> finish(PostReport& report) const;
  void choose_sample(const std::vector<app::ContractSet>& sets);

  const Desk& desk_;
  const AutomationOptions& options_;
  Date today_;
  Date through_;
  app::CountsOnRecord counts_{};
  TotalsByCurrency totals_{};  ///< of what was committed
  /// The first contracts of the sets that are looked at everywhere, closed periods included.
  std::set<ContractId> sample_{};
};

/// Each day others, so that in the end every line is read and compared now and then.
void BillingAutomation::choose_sample(const std::vector<app::ContractSet>& sets) {
  constexpr std::size_t size = 8;
  if (sets.empty()) return;
  const auto day = static_cast<std::size_t>(today_.epoch_days() + 1'000'000);
  for (std::size_t i = 0; i < std::min(size, sets.size()); ++i)
    sample_.insert(sets[(day * size + i) % sets.size()].front());
}

bool has_news(const PostedContract& outcome) {
  return !outcome.lines.empty() || !outcome.units_unknown.empty() || !outcome.withheld.empty() ||
         !outcome.above_maximum.empty();
}

Result<void> BillingAutomation::post_set(Transaction& transaction, const app::ContractSet& set,
                                         std::vector<PostedContract>& outcomes) {
  const auto looking =
      sample_.contains(set.front()) ? app::Looking::everywhere : app::Looking::past_closed;
  auto decided = app::decide_set(transaction, set, {options_, today_, through_, counts_, looking});
  if (!decided) return decided.error();
  std::map<AccountId, BatchId> settlements;
  for (auto& one : *decided) {
    auto& outcome = one.outcome;
    if (one.closed_end)
      if (auto closed = transaction.close_periods(outcome.contract, *one.closed_end); !closed)
        return closed;
    if (!has_news(outcome)) continue;
    // What is owed is summed in the end.
    if (outcome.status == BatchStatus::held)
      if (auto summed = totals_of(outcome.lines); !summed) return summed.error();
    if (outcome.status == BatchStatus::posted && !outcome.lines.empty()) {
      std::optional<BatchId> settlement;
      if (one.settles) {
        auto first = app::next_batch(transaction, outcome.contract);
        if (!first) return first.error();
        settlement = settlements.try_emplace(outcome.account, *std::move(first)).first->second;
      }
      if (auto written = app::write_batch(transaction, *one.contract, outcome, settlement, head());
          !written)
        return written;
    }
    outcomes.push_back(std::move(outcome));
  }
  return {};
}

Result<std::vector<PostedContract>> BillingAutomation::post_group(
    std::span<const app::ContractSet> sets) {
  auto transaction = desk_.begin(Access::write);
  if (!transaction) return transaction.error();
  std::vector<ContractId> ids;
  for (const auto& set : sets) ids.insert(ids.end(), set.begin(), set.end());
  if (auto loaded = (*transaction)->load(ids, Wanted::for_posting()); !loaded)
    return loaded.error();
  std::vector<PostedContract> outcomes;
  for (const auto& set : sets)
    if (auto posted = post_set(**transaction, set, outcomes); !posted) return posted.error();
  // Whatever can fail does so before the commit: what stands has to be told.
  auto totals = totals_with(outcomes);
  if (!totals) return totals.error();
  if (!options_.dry_run)
    if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  totals_ = *std::move(totals);
  return outcomes;
}

/// Empty for a contract that can't be read.
AccountId payer_of(const Desk& desk, const ContractId& id) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return {};
  const auto contract = (*transaction)->contract(id);
  return contract ? contract->account_on(desk.clock.today()) : AccountId{};
}

/// A set that can't be posted together: one contract must not stop the others, and what can't be
/// settled with it waits.
Result<std::vector<PostedContract>> BillingAutomation::post_one_by_one(const app::ContractSet& set,
                                                                       const Error& error) {
  if (set.size() == 1)
    return std::vector<PostedContract>{{.contract = set.front(),
                                        .account = payer_of(desk_, set.front()),
                                        .status = BatchStatus::failed,
                                        .error = error}};
  std::vector<PostedContract> outcomes;
  for (const auto& id : set) {
    const app::ContractSet alone{id};
    auto posted = post_group(std::span{&alone, 1});
    if (!posted && app::is_of_waiting(posted.error())) return posted;
    if (!posted) posted = post_one_by_one(alone, posted.error());
    std::move(posted->begin(), posted->end(), std::back_inserter(outcomes));
  }
  return outcomes;
}

Result<TotalsByCurrency> BillingAutomation::totals_with(
    const std::vector<PostedContract>& outcomes) const {
  TotalsByCurrency totals = totals_;
  for (const auto& outcome : outcomes)
    if (outcome.batch)
      for (const auto& line : outcome.lines)
        if (auto added = add_line(totals, line); !added)
          return within("the total of the run", added.error());
  return totals;
}

Result<void> BillingAutomation::check_all() const {
  if (auto checked = check(options_.filter, today_); !checked) return checked;
  if (auto limit = check(options_.batch_limit); !limit) return limit;
  return options_.dry_run ? Result<void>{} : check_day(desk_, options_.day_limit);
}

Result<void> BillingAutomation::read_counts() {
  auto transaction = desk_.begin(Access::read);
  if (!transaction) return transaction.error();
  auto counts = app::CountsOnRecord::read(**transaction);
  if (!counts) return counts.error();
  counts_ = *std::move(counts);
  return {};
}

PostReport BillingAutomation::empty_report() const {
  return {.day = today_,
          .through = through_,
          .zone = desk_.clock.zone(),
          .started = desk_.clock.now(),
          .ended = {},
          .dry_run = options_.dry_run,
          .contracts = {},
          .totals = {},
          .owed = {},
          .stopped = {}};
}

/// What was posted before an error is in the report.
Result<void> BillingAutomation::post_all(const std::vector<app::ContractSet>& sets,
                                         PostReport& report) {
  choose_sample(sets);
  std::size_t contracts = 0;
  for (const auto& set : sets) contracts += set.size();
  const auto post = [&](std::span<const app::ContractSet> group) { return post_group(group); };
  const auto failed = [&](const app::ContractSet& set, const Error& error) {
    return post_one_by_one(set, error);
  };
  std::size_t seen = 0;
  std::size_t posted = 0;
  const auto taken = [&](std::vector<PostedContract> outcomes, std::size_t done) -> Result<void> {
    for (; seen < done; ++seen) posted += sets[seen].size();
    std::move(outcomes.begin(), outcomes.end(), std::back_inserter(report.contracts));
    desk_.progress("posting", posted, contracts);
    return {};
  };
  auto done = app::in_groups<app::ContractSet>(sets, options_.contracts_per_transaction, desk_,
                                               post, failed, taken);
  report.totals = totals_;
  std::stable_sort(report.contracts.begin(), report.contracts.end(),
                   [](const auto& a, const auto& b) { return a.contract < b.contract; });
  return done;
}

Result<PostReport> BillingAutomation::post(const std::vector<app::ContractSet>& sets) {
  if (auto counts = read_counts(); !counts) return counts.error();
  PostReport report = empty_report();
  // Whoever does it again finds what stands, and posts the rest.
  if (auto posted = post_all(sets, report); !posted) return posted.error();
  report.ended = desk_.clock.now();
  return report;
}

/// What follows the last batch.
Result<void> BillingAutomation::finish(PostReport& report) const {
  auto owed = app::owed_of(desk_, report.contracts, options_.settlement);
  if (owed) report.owed = *std::move(owed);
  report.ended = desk_.clock.now();
  if (!options_.dry_run) {
    auto record = app::run_record(options_.author, report, report.count(BatchStatus::failed));
    record.lifted = app::lifted_limits(options_);
    if (auto recorded = app::record_run(desk_, std::move(record)); !recorded) return recorded;
  }
  return owed ? Result<void>{} : owed.error();
}

Result<PostReport> BillingAutomation::run() {
  if (auto good = check_all(); !good) return good.error();
  if (auto counts = read_counts(); !counts) return counts.error();
  PostReport report = empty_report();
  auto sets = app::contract_sets(desk_, options_.filter, options_.settlement,
                                 options_.contracts_per_transaction);
  if (!sets) return sets.error();
  const auto posted = post_all(*sets, report);
  if (!posted && (posted.error().code == Errc::cancelled || totals_.empty())) return posted.error();
  const auto finished = finish(report);
  // From here on an error would hide what stands.
  if (!posted)
    report.stopped = posted.error();
  else if (!finished)
    report.stopped = finished.error();
  return report;
}

}  // namespace

PostingFigures figures_of(const PostReport& report) {
  PostingFigures figures{.batches = report.count(BatchStatus::posted),
                         .held = report.count(BatchStatus::held),
                         .failed = report.count(BatchStatus::failed)};
  for (const auto& [currency, totals] : report.totals) figures.lines += totals.lines;
  return figures;
}

namespace {

std::string text_of(const PostingFigures& figures) {
  return std::to_string(figures.batches) + " batches, " + std::to_string(figures.lines) +
         " lines, " + std::to_string(figures.held) + " held, " + std::to_string(figures.failed) +
         " failed";
}

}  // namespace

std::string summary(const PostReport& report) { return text_of(figures_of(report)); }
std::string summary(const PostingRun& run) { return text_of(run.figures); }

Result<PostReport> post_available(const Desk& desk, const AutomationOptions& options) {
  return BillingAutomation{desk, options}.run();
}

// Shared.

struct SharedPosting::Inside {
  AutomationOptions options;
  std::vector<app::AccountSet> sets;
};

SharedPosting::SharedPosting(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
SharedPosting::~SharedPosting() = default;

Result<std::unique_ptr<SharedPosting>> SharedPosting::prepare(const Desk& desk,
                                                              const AutomationOptions& options) {
  if (auto checked = BillingAutomation{desk, options}.check_all(); !checked) return checked.error();
  auto sets = app::account_sets(desk, options.settlement, options.contracts_per_transaction);
  if (!sets) return sets.error();
  return std::unique_ptr<SharedPosting>{
      new SharedPosting{std::make_unique<Inside>(Inside{options, *std::move(sets)})}};
}

namespace {

std::vector<app::ContractSet> sets_of(const std::vector<app::AccountSet>& all,
                                      const AccountRange& accounts) {
  std::vector<app::ContractSet> sets;
  for (const auto& set : all)
    if (set.account ? accounts.contains(*set.account) : accounts.contains_unknown())
      sets.push_back(set.contracts);
  return sets;
}

}  // namespace

Result<PostReport> SharedPosting::post(const Desk& desk, const AccountRange& accounts) const {
  return BillingAutomation{desk, inside_->options}.post(sets_of(inside_->sets, accounts));
}

std::vector<ContractId> SharedPosting::contracts_of(const AccountRange& accounts) const {
  std::vector<ContractId> contracts;
  for (const auto& set : sets_of(inside_->sets, accounts))
    contracts.insert(contracts.end(), set.begin(), set.end());
  return contracts;
}

Result<PostReport> SharedPosting::post_rest(const Desk& desk,
                                            const std::set<ContractId>& done) const {
  std::vector<app::ContractSet> rest;
  for (const auto& set : inside_->sets)
    if (std::any_of(set.contracts.begin(), set.contracts.end(),
                    [&](const ContractId& id) { return !done.contains(id); }))
      rest.push_back(set.contracts);
  return BillingAutomation{desk, inside_->options}.post(rest);
}

Result<void> record_posting(const Desk& desk, const PostingRun& run,
                            const AutomationOptions& options) {
  auto record = app::run_record(options.author, run, run.figures.failed);
  record.lifted = app::lifted_limits(options);
  return app::record_run(desk, std::move(record));
}

}  // namespace billbyagent
