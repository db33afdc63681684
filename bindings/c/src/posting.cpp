// Billing automation.

#include "billbyagent/app/billing_automation.hpp"
#include "documents/reports.hpp"
#include "lines.hpp"
#include "reports.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

struct bba_post_report {
  PostReport report;
  bba_lines lines;
  std::vector<LentError> errors;  ///< of the contracts, in their order
  LentError stopped{};
  mutable std::string json{};
};

template <>
inline constexpr std::uint32_t billbyagent::capi::first_size<bba_posting_options> =
    offsetof(bba_posting_options, settle_by_account);
template <>
inline constexpr std::uint32_t billbyagent::capi::first_size<bba_post_summary> =
    offsetof(bba_post_summary, owed);

namespace {

static_assert(static_cast<int>(BatchStatus::posted) == BBA_BATCH_POSTED &&
              static_cast<int>(BatchStatus::held) == BBA_BATCH_HELD &&
              static_cast<int>(BatchStatus::failed) == BBA_BATCH_FAILED);

/// What the caller gave. Where his header did not have a field yet, the library does what it did
/// then.
bba_posting_options given_options(const bba_posting_options* options) {
  bba_posting_options defaults = BBA_POSTING_OPTIONS_INIT;
  if (options) {
    defaults.settle_by_account = 0;
    defaults.most_days_ahead = 0;
    defaults.most_periods = 0;
    defaults.believe_batch = 1;
    defaults.stale_days = 0;
  }
  return read_struct(options, defaults, "options");
}

CreditBatches credit_batches(std::int32_t given) {
  if (given == 2) return CreditBatches::only;
  return given == 0 ? CreditBatches::held : CreditBatches::allowed;
}

AutomationOptions options_from(const bba_posting_options& given) {
  AutomationOptions options;
  options.filter = filter_from(given.filter);
  options.credit_batches = credit_batches(given.credit_batches);
  options.settlement = given.settle_by_account != 0 ? Settlement::account : Settlement::contract;
  if (given.leave_zero_lines != 0) options.zero_lines = ZeroLines::left;
  options.most_periods = given.most_periods;
  options.batch_limit = {.max_rise_percent = given.max_batch_rise_percent,
                         .small_minor = given.small_batch_minor,
                         .believed = given.believe_batch != 0};
  options.day_limit = day_limit_from(given.most_days_ahead);
  options.stale_days = given.stale_days;
  if (given.refuse_stale != 0) options.stale_counts = StaleCounts::refused;
  options.why_lifted = text_or(given.why_lifted, "", "why_lifted");
  options.dry_run = given.dry_run != 0;
  options.author = text_or(given.author, "post", "author");
  options.contracts_per_transaction =
      at_least_one(given.contracts_per_transaction, "contracts_per_transaction");
  return options;
}

void add_lines(bba_lines& lines, const PostedContract& contract) {
  if (contract.status != BatchStatus::posted) return;
  for (const auto& line : contract.lines) {
    std::optional<bba_lines::Posted> posted;
    if (contract.batch)
      posted = bba_lines::Posted{.batch = contract.batch->id, .when = contract.batch->posted};
    append_line(lines, line, std::move(posted));
  }
}

/// Nothing for a contract that only has something to tell.
std::string news_of(const PostedContract& contract) {
  if (contract.status == BatchStatus::posted && contract.lines.empty()) return {};
  std::string text = contract.contract.text() + ": " + std::string{to_string(contract.status)} +
                     ", " + std::to_string(contract.lines.size()) + " lines";
  if (contract.batch) text += ", " + to_string(contract.batch->total);
  if (contract.error) text += ", " + to_string(*contract.error);
  return text;
}

/// After the work is committed: a log that fails must not make it look undone.
void tell(const HostObserver& observer, const PostReport& report) noexcept {
  guard(nullptr, [&] {
    if (!observer.logs()) return;
    for (const auto& contract : report.contracts)
      if (const auto news = news_of(contract); !news.empty())
        observer.log(contract.status == BatchStatus::posted ? BBA_LOG_INFO : BBA_LOG_WARNING, news);
    observer.log(BBA_LOG_INFO, summary(report));
  });
}

}  // namespace

bba_status bba_post_available(bba_post_report** out, bba_desk* desk,
                              const bba_posting_options* options, bba_error** error) {
  return give_handle(error, out, [&] {
    const bba_desk& at = required(desk, "desk");
    const auto given = given_options(options);
    const AutomationOptions posting = options_from(given);
    HostObserver observer{given.observer};
    auto made = std::make_unique<bba_post_report>(
        bba_post_report{post_available(at.desk(&observer), posting).value(), {}, {}});
    for (const auto& contract : made->report.contracts) {
      add_lines(made->lines, contract);
      made->errors.push_back(lent(contract.error));
    }
    made->stopped = lent(made->report.stopped);
    tell(observer, made->report);
    return made;
  });
}

bba_status bba_post_report_get(bba_post_summary* out, const bba_post_report* report,
                               bba_error** error) {
  return give_struct(error, out, bba_post_summary BBA_POST_SUMMARY_INIT,
                     [&](bba_post_summary& sums) {
                       const bba_post_report& of = required(report, "report");
                       sums.day = epoch_days(of.report.day);
                       sums.through = epoch_days(of.report.through);
                       sums.contracts = of.report.contracts.size();
                       sums.posted = of.report.count(BatchStatus::posted);
                       sums.held = of.report.count(BatchStatus::held);
                       sums.failed = of.report.count(BatchStatus::failed);
                       sums.lines = of.lines.items.size();
                       sums.owed = of.report.owed.size();
                       sums.owed_to_pay_out = count_to_pay_out(of.report.owed);
                       for (const auto& contract : of.report.contracts)
                         sums.stale += contract.stale.size();
                       sums.stopped = of.stopped.get();
                     });
}

bba_status bba_post_report_contract(bba_posted_contract* out, const bba_post_report* report,
                                    size_t index, bba_error** error) {
  return give_struct(error, out, bba_posted_contract BBA_POSTED_CONTRACT_INIT,
                     [&](bba_posted_contract& made) {
                       const bba_post_report& of = required(report, "report");
                       const auto& contract = item_of(of.report.contracts, index, "contract");
                       made.status = code_of(contract.status, BatchStatus::failed);
                       made.contract = contract.contract.text().c_str();
                       made.batch = contract.batch ? contract.batch->id.text().c_str() : "";
                       made.lines = contract.lines.size();
                       made.error = of.errors[index].get();
                     });
}

const bba_lines* bba_post_report_lines(const bba_post_report* report) {
  return report ? &report->lines : nullptr;
}

bba_status bba_post_report_json(const char** out, const bba_post_report* report,
                                bba_error** error) {
  return give_json(error, out, report, [](const bba_post_report& made) {
    return documents::of(made.report, documents::hint_for);
  });
}

void bba_post_report_free(bba_post_report** report) { free_handle(report); }
