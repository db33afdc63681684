// review, post.

#include <ostream>

#include "cli/commands.hpp"
#include "cli/dates.hpp"
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
  return Exit::done;
}

Result<Exit> run_post(Session& session, const PostArguments& arguments) {
  AutomationOptions options;
  auto filter = filter_from(arguments.filter);
  if (!filter) return filter.error();
  options.filter = *filter;
  options.dry_run = arguments.dry_run;
  const Settings& settings = session.settings();
  if (settings.credit_batches == "allowed") options.credit_batches = CreditBatches::allowed;
  if (settings.zero_lines == "left") options.zero_lines = ZeroLines::left;
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto report = post_available(*desk, options);
  if (!report) return report.error();
  session.watch().finish();
  session.show([&] { return documents::of(*report, documents::hint_for); },
               [&](std::ostream& out) {
                 print(out, *report, arguments.lines || arguments.dry_run || session.verbose());
               });
  for (const auto& posted : report->contracts)
    if (posted.error || !posted.units_unknown.empty()) return Exit::needs_a_person;
  return Exit::done;
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
      },
      run_post);
}

}  // namespace billbyagent::cli
