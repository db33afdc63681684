// review, post.

#include <map>
#include <ostream>
#include <sstream>

#include "billbyagent/app/observed_units.hpp"
#include "cli/believed.hpp"
#include "cli/commands.hpp"
#include "cli/dates.hpp"
#include "cli/decisions.hpp"
#include "cli/known_names.hpp"
#include "cli/ledger_stop.hpp"
#include "cli/page_files.hpp"
#include "cli/reports_human.hpp"
#include "cli/run_options.hpp"
#include "cli/safe_file.hpp"
#include "cli/tables.hpp"
#include "documents/decisions.hpp"
#include "documents/observed.hpp"
#include "documents/reports.hpp"

namespace billbyagent::cli {
namespace {

struct FilterArguments {
  std::string from;
  std::string through;
  std::string account;
  std::string contract;
  std::string service;
};

struct ReviewArguments {
  FilterArguments filter;
  std::string html;
  std::string decisions;
  bool coverage = false;
};

struct PostArguments {
  FilterArguments filter;
  bool dry_run = false;
  bool lines = false;
  Believed believed;
};

struct PayOutArguments {
  std::string account;
  std::string contract;
  bool dry_run = false;
};

void add_filter(CLI::App& sub, FilterArguments& arguments, const std::string& through) {
  sub.add_option("--from", arguments.from, "Lines effective on this day or later");
  sub.add_option("--through", arguments.through,
                 "Lines available by this day (default: " + through + ")");
  sub.add_option("--account", arguments.account, "Of this account");
  sub.add_option("--contract", arguments.contract, "Of this contract");
  sub.add_option("--service", arguments.service, "Of this service, in whichever contract");
}

template <class Id>
Result<void> read_id(std::string_view text, std::optional<Id>& id) {
  if (text.empty()) return {};
  auto parsed = Id::parse(text);
  if (!parsed) return parsed.error();
  id = *parsed;
  return {};
}

Result<BillingFilter> filter_from(const FilterArguments& arguments) {
  BillingFilter filter;
  auto from = parse_optional_date("--from", arguments.from);
  if (!from) return from.error();
  auto through = parse_optional_date("--through", arguments.through);
  if (!through) return through.error();
  filter.from = *from;
  filter.through = *through;
  if (auto read = read_id(arguments.account, filter.account); !read) return read.error();
  if (auto read = read_id(arguments.contract, filter.contract); !read) return read.error();
  if (auto read = read_id(arguments.service, filter.service); !read) return read.error();
  return filter;
}

AskedFor asked_for(const FilterArguments& arguments) {
  return {arguments.account, arguments.contract, arguments.service};
}

/// The review with all that a page shows; `coverage` is filled when it was asked for.
Result<ReviewSheet> make_sheet(Session& session, const Desk& desk, const BillingFilter& filter,
                               bool with_coverage, std::optional<CoverageReport>& coverage) {
  if (with_coverage) {
    auto rmms = session.rmms();
    if (!rmms) return rmms.error();
    auto report = coverage_report(desk, **rmms, session.reading_time(**rmms));
    if (!report) return report.error();
    session.watch().finish();
    coverage = *std::move(report);
  }
  return review_sheet(desk, {.filter = filter, .stale_days = session.settings().stale_days});
}

void print_observed(std::ostream& out, const std::vector<ObservedUnits>& observed) {
  std::map<Currency, Money> sums;
  if (!observed.empty()) out << '\n';
  for (const auto& seen : observed) {
    out << "  observed, not billable: " << printable(seen.contract.text()) << '/'
        << printable(seen.service.text()) << ", " << seen.units
        << (seen.units == 1 ? " unit" : " units") << " since " << to_string(seen.seen)
        << " would be " << to_string(seen.amount) << " for "
        << to_string(seen.billing_period.begin()) << " to "
        << to_string(seen.billing_period.last_day()) << '\n';
    const auto currency = seen.amount.currency();
    Money& sum = sums.try_emplace(currency, Money::zero(currency)).first->second;
    // The sum is for reading; what does not fit is told by its parts.
    if (const auto more = add(sum, seen.amount)) sum = *more;
  }
  for (const auto& [currency, sum] : sums)
    out << "Observed contracts would bring " << to_string(sum)
        << "; none of it is billed before their trust is propose or automatic.\n";
}

Result<Exit> show_review(Session& session, const Desk& desk, const BillingReview& review,
                         const OpenDecisions& open, const std::vector<ObservedUnits>& observed) {
  session.show(
      [&] {
        auto document = documents::of(review, documents::hint_for);
        if (!observed.empty()) document["observed"] = documents::of(observed);
        return document;
      },
      [&](std::ostream& out) {
        Waiting waiting;
        for (const auto& row : open.rows)
          if (!row.readings.empty()) waiting.insert(row.key);
        print(out, review, waiting, Names::read(desk),
              {key_column(session.verbose()), review.today, BilledUnits::read(desk, review)});
        print_open(out, open, key_column(session.verbose()));
        print_observed(out, observed);
      });
  for (const auto& reviewed : review.contracts)
    if (reviewed.error) return Exit::needs_a_person;
  const bool waits = !open.rows.empty() || count_to_pay_out(review.owed) > 0;
  return waits ? Exit::needs_a_person : Exit::done;
}

Result<Exit> review_as_page(Session& session, const Desk& desk, const BillingFilter& filter,
                            const ReviewArguments& arguments) {
  const auto look = look_of(session.settings());
  if (!look) return look.error();
  std::optional<CoverageReport> coverage;
  const auto sheet = make_sheet(session, desk, filter, arguments.coverage, coverage);
  if (!sheet) return sheet.error();
  const auto page = pages::review_page(*sheet, coverage ? &*coverage : nullptr, *look);
  if (auto written = write_page(session, arguments.html, page); !written) return written.error();
  const auto observed = observed_units(desk, filter);
  if (!observed) return observed.error();
  const auto exit = show_review(session, desk, sheet->review, sheet->open, *observed);
  const bool waits = sheet->needs_a_person() || (coverage && coverage->needs_a_person());
  return exit && waits ? Exit::needs_a_person : exit;
}

Result<void> write_decisions(Session& session, const Desk& desk, const std::string& file) {
  if (file.empty()) return {};
  const auto open = open_decisions(desk);
  if (!open) return open.error();
  const auto text = documents::decisions_text(desk.tenant, desk.clock.today(), *open);
  if (auto written = write_whole_file(file, text); !written) return written;
  session.err() << "decisions to fill in: " << printable(file) << '\n';
  return {};
}

Result<Exit> run_review(Session& session, const ReviewArguments& arguments) {
  if (arguments.coverage && arguments.html.empty())
    return Error{Errc::invalid_argument,
                 "--coverage goes with --html; 'billbyagent coverage' shows it alone"};
  auto filter = filter_from(arguments.filter);
  if (!filter) return filter.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  if (auto known = check_known(*desk, asked_for(arguments.filter)); !known) return known.error();
  if (auto written = write_decisions(session, *desk, arguments.decisions); !written)
    return written.error();
  if (!arguments.html.empty()) return review_as_page(session, *desk, *filter, arguments);
  auto review = billing_review(*desk, *filter);
  if (!review) return review.error();
  const auto open = open_decisions(*desk);
  if (!open) return open.error();
  const auto observed = observed_units(*desk, *filter);
  if (!observed) return observed.error();
  return show_review(session, *desk, *review, *open, *observed);
}

/// Says so on standard error, or refuses, as the settings want it.
Result<void> look_at_freshness(Session& session, const Desk& desk) {
  const Settings& settings = session.settings();
  const auto rmms = stale_rmms(desk, settings.stale_days);
  if (!rmms) return rmms.error();
  if (rmms->empty()) return {};
  std::ostringstream text;
  print_stale(text, *rmms);
  if (settings.stale_counts == "refused") return Error{Errc::stale_counts, "\n" + text.str()};
  session.err() << text.str();
  return {};
}

/// What stands does not hang on it: without it the hints are only more general.
Waiting services_that_wait(const Desk& desk) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return {};
  const auto services = (*transaction)->services_with_held_readings();
  return services ? Waiting{services->begin(), services->end()} : Waiting{};
}

Result<Exit> post_and_show(Session& session, const AutomationOptions& options,
                           const AskedFor& asked, bool lines) {
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  if (auto known = check_known(*desk, asked); !known) return known.error();
  if (auto fresh = look_at_freshness(session, *desk); !fresh) return fresh.error();
  if (!options.dry_run)
    if (auto good = check_ledger(session, *desk); !good) return good.error();
  auto report = post_available(*desk, options);
  if (!options.dry_run)
    if (auto done = record_in_ledger(session, *desk); !done) return done.error();
  if (!report) return report.error();
  session.watch().finish();
  session.show([&] { return documents::of(*report, documents::hint_for); },
               [&](std::ostream& out) {
                 std::vector<ContractId> contracts;
                 for (const auto& each : report->contracts) contracts.push_back(each.contract);
                 print(out, *report, lines || session.verbose(), services_that_wait(*desk),
                       Names::read(*desk, contracts), {key_column(session.verbose()), report->day});
               });
  if (report->stopped) return exit_for(report->stopped->code);
  for (const auto& posted : report->contracts)
    if (posted.error || !posted.units_unknown.empty()) return Exit::needs_a_person;
  return count_to_pay_out(report->owed) > 0 ? Exit::needs_a_person : Exit::done;
}

Result<Exit> run_post(Session& session, const PostArguments& arguments) {
  auto filter = filter_from(arguments.filter);
  if (!filter) return filter.error();
  AutomationOptions options = automation_options(session);
  options.filter = *filter;
  options.dry_run = arguments.dry_run;
  options.day_limit.believed = arguments.believed.day;
  options.batch_limit.believed = arguments.believed.batch;
  options.why_lifted = why_lifted(arguments.believed, session.author());
  return post_and_show(session, options, asked_for(arguments.filter),
                       arguments.lines || arguments.dry_run);
}

/// What is owed and nothing settles, as a credit note.
Result<Exit> run_pay_out(Session& session, const PayOutArguments& arguments) {
  if (arguments.account.empty() == arguments.contract.empty())
    return Error{Errc::invalid_argument, "name one of --account and --contract"};
  AutomationOptions options = automation_options(session);
  if (auto read = read_id(arguments.account, options.filter.account); !read) return read.error();
  if (auto read = read_id(arguments.contract, options.filter.contract); !read) return read.error();
  options.credit_batches = CreditBatches::only;
  options.dry_run = arguments.dry_run;
  options.author = session.author();
  return post_and_show(session, options, {arguments.account, arguments.contract, {}}, true);
}

}  // namespace

void add_billing_commands(Commands& commands) {
  commands.add<ReviewArguments>(
      "review", "Show what can be billed and was not (billing review)",
      [](CLI::App& sub, ReviewArguments& arguments) {
        add_filter(sub, arguments.filter, "three months ahead");
        sub.add_option("--html", arguments.html, "Write it as a page into this file, too");
        sub.add_option("--decisions", arguments.decisions,
                       "Write what waits into this file, to be filled in for 'decide'");
        sub.add_flag("--coverage", arguments.coverage,
                     "Read the RMMs for the page: what no contract bills, what is billed twice");
      },
      run_review);
  commands.add<PostArguments>(
      "post", "Post whatever is available, once (billing automation)",
      [](CLI::App& sub, PostArguments& arguments) {
        add_filter(sub, arguments.filter, "today");
        sub.add_flag("--dry-run", arguments.dry_run, "Show all, write nothing");
        sub.add_flag("--lines", arguments.lines, "Show each line, not only the batches");
        add_believed_batch(sub, arguments.believed);
      },
      run_post);
  commands.add<PayOutArguments>(
      "pay-out", "Post what is owed, and nothing else, as a credit note",
      [](CLI::App& sub, PayOutArguments& arguments) {
        sub.add_option("--account", arguments.account, "All that is owed to this account");
        sub.add_option("--contract", arguments.contract, "What this contract owes");
        sub.add_flag("--dry-run", arguments.dry_run, "Show all, write nothing");
      },
      run_pay_out);
}

}  // namespace billbyagent::cli
