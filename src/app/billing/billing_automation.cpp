#include "billbyagent/app/billing_automation.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "app/groups.hpp"
#include "app/run_log.hpp"
#include "billbyagent/domain/running_total.hpp"

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

 private:
  Result<std::vector<ContractId>> contracts();
  Result<std::vector<PostedContract>> post_group(std::span<const ContractId> ids);
  Result<PostedContract> post_contract(Transaction& transaction, const ContractId& id);
  Result<void> write_batch(Transaction& transaction, const Contract& contract,
                           PostedContract& outcome);
  bool credits_only(const std::vector<LineItem>& lines) const;

  const Desk& desk_;
  const AutomationOptions& options_;
  Date today_;
  Date through_;
};

Result<std::vector<ContractId>> BillingAutomation::contracts() {
  auto transaction = desk_.begin(Access::read);
  if (!transaction) return transaction.error();
  if (!options_.filter.contract) return (*transaction)->contract_ids();
  auto contract = (*transaction)->contract(*options_.filter.contract);
  if (!contract) return contract.error();
  return std::vector{contract->id()};
}

bool BillingAutomation::credits_only(const std::vector<LineItem>& lines) const {
  return std::none_of(lines.begin(), lines.end(),
                      [](const LineItem& line) { return line.amount.minor() > 0; }) &&
         std::any_of(lines.begin(), lines.end(),
                     [](const LineItem& line) { return line.amount.is_negative(); });
}

Result<void> BillingAutomation::write_batch(Transaction& transaction, const Contract& contract,
                                            PostedContract& outcome) {
  auto totals = totals_of(outcome.lines);
  if (!totals) return totals.error();
  ensure(totals->size() == 1, "a batch mixes currencies");
  auto number = transaction.batch_count(contract.id());
  if (!number) return number.error();
  const Batch batch{.id = batch_id(contract.id(), *number + 1),
                    .contract = contract.id(),
                    .account = contract.terms().account,
                    .posted_on = today_,
                    .total = totals->begin()->second.amount,
                    .posted = desk_.clock.now(),
                    .author = options_.author,
                    .state = LineState::posted,
                    .invoice_number = {},
                    .through = through_};
  auto written = transaction.append_batch(batch, outcome.lines);
  if (!written) return written.error();
  // Both were read in this very transaction: nobody else can have taken the keys.
  ensure(*written == PostingOutcome::created, "a batch was already there");
  outcome.batch = batch;
  return {};
}

Result<PostedContract> BillingAutomation::post_contract(Transaction& transaction,
                                                        const ContractId& id) {
  PostedContract outcome{.contract = id, .status = BatchStatus::posted};
  auto contract = transaction.contract(id);
  if (!contract) return contract.error();
  if (!options_.filter.wants(*contract)) return outcome;
  auto open = open_lines(transaction, *contract, options_.filter, through_);
  if (!open) return open.error();
  outcome.lines = std::move(open->lines);
  outcome.units_unknown = std::move(open->units_unknown);
  outcome.withheld = std::move(open->withheld);
  outcome.above_maximum = std::move(open->above_maximum);
  if (options_.zero_lines == ZeroLines::left)
    std::erase_if(outcome.lines,
                  [](const LineItem& line) { return exact_amount(line).numerator == 0; });
  if (outcome.lines.empty()) return outcome;
  if (options_.credit_batches == CreditBatches::held && credits_only(outcome.lines)) {
    outcome.status = BatchStatus::held;
    return outcome;
  }
  if (auto written = write_batch(transaction, *contract, outcome); !written) return written.error();
  return outcome;
}

Result<std::vector<PostedContract>> BillingAutomation::post_group(std::span<const ContractId> ids) {
  auto transaction = desk_.begin(Access::write);
  if (!transaction) return transaction.error();
  if (auto loaded = (*transaction)->load(ids, Wanted::for_posting()); !loaded)
    return loaded.error();
  std::vector<PostedContract> outcomes;
  for (const auto& id : ids) {
    auto outcome = post_contract(**transaction, id);
    if (!outcome) return outcome.error();
    if (!outcome->lines.empty() || !outcome->units_unknown.empty() || !outcome->withheld.empty() ||
        !outcome->above_maximum.empty())
      outcomes.push_back(*std::move(outcome));
  }
  if (!options_.dry_run)
    if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  return outcomes;
}

Result<PostReport> BillingAutomation::run() {
  if (auto checked = check(options_.filter, today_); !checked) return checked.error();
  PostReport report{.day = today_,
                    .through = through_,
                    .zone = desk_.clock.zone(),
                    .started = desk_.clock.now(),
                    .ended = {},
                    .dry_run = options_.dry_run,
                    .contracts = {},
                    .totals = {}};
  auto ids = contracts();
  if (!ids) return ids.error();
  const auto post = [&](std::span<const ContractId> group) { return post_group(group); };
  const auto failed = [](const ContractId& id,
                         const Error& error) -> Result<std::vector<PostedContract>> {
    return std::vector<PostedContract>{
        {.contract = id, .status = BatchStatus::failed, .error = error}};
  };
  const auto take = [&](std::vector<PostedContract> outcomes, std::size_t done) -> Result<void> {
    for (auto& outcome : outcomes) {
      if (outcome.batch)
        for (const auto& line : outcome.lines)
          if (auto added = add_line(report.totals, line); !added) return added.error();
      report.contracts.push_back(std::move(outcome));
    }
    desk_.progress("posting", done, ids->size());
    return {};
  };
  if (auto done = app::in_groups<ContractId>(*ids, options_.contracts_per_transaction, desk_, post,
                                             failed, take);
      !done)
    return done.error();
  report.ended = desk_.clock.now();
  if (!options_.dry_run)
    if (auto recorded = app::record_run(
            desk_, app::run_record(options_.author, report, report.count(BatchStatus::failed)));
        !recorded)
      return recorded.error();
  return report;
}

}  // namespace

std::string summary(const PostReport& report) {
  std::size_t lines = 0;
  for (const auto& [currency, totals] : report.totals) lines += totals.lines;
  return std::to_string(report.count(BatchStatus::posted)) + " batches, " + std::to_string(lines) +
         " lines, " + std::to_string(report.count(BatchStatus::held)) + " held, " +
         std::to_string(report.count(BatchStatus::failed)) + " failed";
}

Result<PostReport> post_available(const Desk& desk, const AutomationOptions& options) {
  return BillingAutomation{desk, options}.run();
}

}  // namespace billbyagent
