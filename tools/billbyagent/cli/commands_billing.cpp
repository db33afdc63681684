// review, post.

#include <ostream>
#include <sstream>

#include "cli/commands.hpp"
#include "cli/dates.hpp"
#include "cli/ledger_stop.hpp"
#include "cli/reports_human.hpp"
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

struct PostArguments {
  FilterArguments filter;
  bool dry_run = false;
  bool lines = false;
  bool believe_day = false;
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

Result<Exit> run_review(Session& session, const FilterArguments& arguments) {
  auto filter = filter_from(arguments);
  if (!filter) return filter.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto review = billing_review(*desk, *filter);
  if (!review) return review.error();
  session.show([&] { return documents::of(*review, documents::hint_for); },
               [&](std::ostream& out) { print(out, *review); });
  for (const auto& reviewed : review->contracts)
    if (reviewed.error) return Exit::needs_a_person;
  return count_to_pay_out(review->owed) > 0 ? Exit::needs_a_person : Exit::done;
}

AutomationOptions automation_options(const Session& session) {
  const Settings& settings = session.settings();
  AutomationOptions options;
  if (settings.credit_batches == "allowed") options.credit_batches = CreditBatches::allowed;
  if (settings.settlement == "contract") options.settlement = Settlement::contract;
  if (settings.zero_lines == "left") options.zero_lines = ZeroLines::left;
  options.most_periods = settings.guard_periods;
  options.day_limit.most_days_ahead = settings.guard_days_ahead;
  return options;
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

Result<Exit> post_and_show(Session& session, const AutomationOptions& options, bool lines) {
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  if (auto fresh = look_at_freshness(session, *desk); !fresh) return fresh.error();
  if (!options.dry_run)
    if (auto good = check_ledger(session, *desk); !good) return good.error();
  auto report = post_available(*desk, options);
  if (!options.dry_run)
    if (auto done = record_in_ledger(session, *desk); !done) return done.error();
  if (!report) return report.error();
  session.watch().finish();
  session.show([&] { return documents::of(*report, documents::hint_for); },
               [&](std::ostream& out) { print(out, *report, lines || session.verbose()); });
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
  options.day_limit.believed = arguments.believe_day;
  return post_and_show(session, options, arguments.lines || arguments.dry_run);
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
  return post_and_show(session, options, true);
}

}  // namespace

void add_billing_commands(Commands& commands) {
  commands.add<FilterArguments>(
      "review", "Show what can be billed and was not (billing review)",
      [](CLI::App& sub, FilterArguments& arguments) {
        add_filter(sub, arguments, "three months ahead");
      },
      run_review);
  commands.add<PostArguments>(
      "post", "Post whatever is available, once (billing automation)",
      [](CLI::App& sub, PostArguments& arguments) {
        add_filter(sub, arguments.filter, "today");
        sub.add_flag("--dry-run", arguments.dry_run, "Show all, write nothing");
        sub.add_flag("--lines", arguments.lines, "Show each line, not only the batches");
        sub.add_flag("--believe-day", arguments.believe_day, "The day is right, however it looks");
      },
      run_post);
  commands.add<PayOutArguments>(
      "pay-out", "Post what is owed to an account, and nothing else, as a credit note",
      [](CLI::App& sub, PayOutArguments& arguments) {
        sub.add_option("--account", arguments.account, "All that is owed to this account");
        sub.add_option("--contract", arguments.contract, "What this contract owes");
        sub.add_flag("--dry-run", arguments.dry_run, "Show all, write nothing");
      },
      run_pay_out);
}

}  // namespace billbyagent::cli
