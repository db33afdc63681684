// Lines are posted, and the posting is closed.

#include <iterator>

#include "billbyagent/app/owed_credits.hpp"
#include "cli/run_options.hpp"
#include "cli/worker_at_work.hpp"

namespace billbyagent::cli {
namespace {

documents::KeptPosting kept_of(const PostReport& report, std::vector<ContractId> contracts) {
  documents::KeptPosting kept{.contracts = std::move(contracts), .figures = figures_of(report)};
  for (const auto& contract : report.contracts) {
    if (contract.error) kept.errors.push_back(*contract.error);
    kept.units_unknown += contract.units_unknown.size();
    kept.stale += contract.stale.size();
  }
  return kept;
}

void add(documents::KeptPosting& to, documents::KeptPosting part) {
  to.figures.batches += part.figures.batches;
  to.figures.lines += part.figures.lines;
  to.figures.held += part.figures.held;
  to.figures.failed += part.figures.failed;
  to.units_unknown += part.units_unknown;
  to.stale += part.stale;
  std::move(part.contracts.begin(), part.contracts.end(), std::back_inserter(to.contracts));
  std::move(part.errors.begin(), part.errors.end(), std::back_inserter(to.errors));
}

}  // namespace

Result<std::string> WorkerSteps::post(AtWork& at, const WorkClaim& claim) {
  if (auto good = at.check(); !good) return good.error();
  auto night = prepared(claim.night, at.tenant.tenant());
  auto posting = night->posting(store_);
  if (!posting) return posting.error();
  auto report = (*posting)->post(*at.desk, accounts_of(claim.item));
  if (!report) return report.error();
  if (auto done = at.record(); !done) return done.error();
  counts_.lines += static_cast<std::int64_t>(figures_of(*report).lines);
  return documents::kept_posting(
      kept_of(*report, (*posting)->contracts_of(accounts_of(claim.item))));
}

Result<void> WorkerSteps::post_rest(AtWork& at, const WorkClaim& claim,
                                    documents::KeptPosting& all) {
  if (auto good = at.check(); !good) return good;
  PreparedNight night{claim.night, at.tenant.tenant()};
  auto posting = night.posting(store_);
  if (!posting) return posting.error();
  auto report = (*posting)->post_rest(*at.desk, {all.contracts.begin(), all.contracts.end()});
  if (!report) return report.error();
  counts_.lines += static_cast<std::int64_t>(figures_of(*report).lines);
  add(all, kept_of(*report, {}));
  return at.record();
}

Result<std::string> WorkerSteps::close_posting(AtWork& at, const WorkClaim& claim) {
  const Desk& desk = *at.desk;
  auto done = queue_.done(claim.night);
  if (!done) return done.error();
  PostingRun run{.day = claim.night.day,
                 .zone = desk.clock.zone(),
                 .started = claim.planned,
                 .ended = last_of(*done, claim.planned)};
  documents::KeptPosting all;
  for (const auto& one : *done) {
    if (one.item.step != WorkStep::do_part) continue;
    auto part = documents::read_kept_posting(one.result);
    if (!part) return part.error();
    // What came to nothing is done here.
    if (part->contracts.empty()) continue;
    add(all, *std::move(part));
  }
  if (auto rest = post_rest(at, claim, all); !rest) {
    if (passes(rest.error())) return rest.error();
    add(all, {.figures = {.failed = 1}, .errors = {rest.error()}});
  }
  run.figures = all.figures;
  const auto options = automation_options(at.session());
  // Only what is held can be owed.
  auto owed = run.figures.held > 0 ? owed_credits(desk, {}, options.settlement)
                                   : Result<std::vector<OwedCredit>>{std::vector<OwedCredit>{}};
  if (!owed) return owed.error();
  const auto to_pay_out = count_to_pay_out(*owed);
  if (auto recorded = record_posting(desk, run, options); !recorded) return recorded.error();
  const bool good = all.errors.empty() && all.units_unknown == 0 && to_pay_out == 0;
  if (!good) counts_.needs_a_person = true;
  boost::json::object said{{"summary", summary(run)}};
  boost::json::array errors;
  for (const auto& error : all.errors) errors.push_back(boost::json::value(to_string(error)));
  if (!errors.empty()) said["errors"] = std::move(errors);
  if (all.units_unknown > 0) said["services_without_units"] = all.units_unknown;
  if (all.stale > 0) said["services_with_stale_counts"] = all.stale;
  if (to_pay_out > 0) said["credits_to_pay_out"] = to_pay_out;
  log_.write(good && all.stale == 0 ? LogLevel::info : LogLevel::warning, "posting done",
             claim.night, std::move(said));
  return std::string{};
}

}  // namespace billbyagent::cli
