#include "billbyagent/app/billing_automation.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "app/run_log.hpp"
#include "billbyagent/domain/running_total.hpp"

namespace billbyagent {

namespace {

class BillingAutomation {
 public:
  BillingAutomation(Store& store, const Clock& clock, const TenantId& tenant,
                    const AutomationOptions& options, Observer& observer)
      : store_(store),
        clock_(clock),
        tenant_(tenant),
        options_(options),
        observer_(observer),
        today_(clock.today()),
        through_(options.filter.through.value_or(today_)) {}

  Result<PostReport> run();

 private:
  Result<std::vector<ContractId>> contracts();
  Result<std::vector<PostedContract>> post_group(const std::vector<ContractId>& ids,
                                                 std::size_t begin, std::size_t end);
  /// As a group; when that fails, one by one, so that one contract can't stop the others. An error
  /// only when the store is busy: that is no contract's fault, and each would wait as long.
  Result<std::vector<PostedContract>> post_isolated(const std::vector<ContractId>& ids,
                                                    std::size_t begin, std::size_t end);
  Result<PostedContract> post_contract(Transaction& transaction, const ContractId& id);
  Result<void> write_batch(Transaction& transaction, const Contract& contract,
                           PostedContract& outcome);
  bool credits_only(const std::vector<LineItem>& lines) const;

  Store& store_;
  const Clock& clock_;
  const TenantId& tenant_;
  const AutomationOptions& options_;
  Observer& observer_;
  Date today_;
  Date through_;
};

Result<std::vector<ContractId>> BillingAutomation::contracts() {
  auto transaction = store_.begin(tenant_, Access::read);
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
                    .posted = clock_.now(),
                    .author = options_.author,
                    .state = LineState::posted,
                    .invoice_number = {}};
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
  if (contract->terms().status != ContractStatus::active || !options_.filter.wants(*contract))
    return outcome;
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

Result<std::vector<PostedContract>> BillingAutomation::post_group(
    const std::vector<ContractId>& ids, std::size_t begin, std::size_t end) {
  auto transaction = store_.begin(tenant_, Access::write);
  if (!transaction) return transaction.error();
  std::vector<PostedContract> outcomes;
  for (std::size_t at = begin; at < end; ++at) {
    auto outcome = post_contract(**transaction, ids[at]);
    if (!outcome) return outcome.error();
    if (!outcome->lines.empty() || !outcome->units_unknown.empty() || !outcome->withheld.empty() ||
        !outcome->above_maximum.empty())
      outcomes.push_back(*std::move(outcome));
  }
  if (!options_.dry_run)
    if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  return outcomes;
}

Result<std::vector<PostedContract>> BillingAutomation::post_isolated(
    const std::vector<ContractId>& ids, std::size_t begin, std::size_t end) {
  auto together = post_group(ids, begin, end);
  if (together || together.error().code == Errc::store_busy) return together;
  std::vector<PostedContract> outcomes;
  if (end - begin == 1) {
    outcomes.push_back(
        {.contract = ids[begin], .status = BatchStatus::failed, .error = together.error()});
    return outcomes;
  }
  for (std::size_t at = begin; at < end; ++at) {
    auto alone = post_isolated(ids, at, at + 1);
    if (!alone) return alone;
    std::move(alone->begin(), alone->end(), std::back_inserter(outcomes));
  }
  return outcomes;
}

Result<PostReport> BillingAutomation::run() {
  if (auto checked = check(options_.filter, today_); !checked) return checked.error();
  PostReport report{.day = today_,
                    .through = through_,
                    .zone = clock_.zone(),
                    .started = clock_.now(),
                    .ended = {},
                    .dry_run = options_.dry_run,
                    .contracts = {},
                    .totals = {}};
  auto ids = contracts();
  if (!ids) return ids.error();
  for (std::size_t begin = 0; begin < ids->size();) {
    if (observer_.cancelled()) return Error{Errc::cancelled, "between contracts"};
    const std::size_t group = std::max<std::size_t>(options_.contracts_per_transaction, 1);
    const std::size_t end = std::min(ids->size(), begin + group);
    auto outcomes = post_isolated(*ids, begin, end);
    if (!outcomes) return outcomes.error();
    for (auto& outcome : *outcomes) {
      if (outcome.batch)
        for (const auto& line : outcome.lines)
          if (auto added = add_line(report.totals, line); !added) return added.error();
      report.contracts.push_back(std::move(outcome));
    }
    begin = end;
    observer_.progress("posting", end, ids->size());
  }
  report.ended = clock_.now();
  if (!options_.dry_run)
    if (auto recorded = app::record_run(
            store_, tenant_,
            app::run_record(options_.author, report, report.count(BatchStatus::failed)));
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

Result<PostReport> post_available(Store& store, const Clock& clock, const TenantId& tenant,
                                  const AutomationOptions& options, Observer& observer) {
  return BillingAutomation{store, clock, tenant, options, observer}.run();
}

}  // namespace billbyagent
