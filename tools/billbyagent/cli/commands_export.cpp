// export.

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <iterator>
#include <ostream>

#include "cli/commands.hpp"
#include "cli/dates.hpp"
#include "cli/export_focus.hpp"
#include "cli/known_names.hpp"
#include "cli/ledger_stop.hpp"
#include "cli/safe_file.hpp"
#include "documents/exports.hpp"
#include "documents/overviews.hpp"
#include "documents/words.hpp"

namespace billbyagent::cli {
namespace {

struct ExportArguments {
  std::string format;
  std::string output;
  std::string state;
  std::string account;
  std::string contract;
  std::string from;
  std::string through;
  std::vector<std::string> batches;
  std::string separator = "comma";
  bool byte_order_mark = false;
  bool decimal_comma = false;
  std::string invoice_date;
  std::int32_t due_days = 30;
  std::string days;
  std::string account_code;
  FocusArguments focus;
};

/// Which batches are wanted.
class BatchFilter {
 public:
  static Result<BatchFilter> make(const ExportArguments& arguments) {
    auto from = parse_optional_date("--from", arguments.from);
    if (!from) return from.error();
    auto through = parse_optional_date("--through", arguments.through);
    if (!through) return through.error();
    return BatchFilter{arguments, *from, *through};
  }
  /// `not_found` for a batch that is named and is none.
  Result<void> check_batches(const std::vector<Batch>& batches) const {
    for (const auto& name : arguments_.batches)
      if (std::none_of(batches.begin(), batches.end(),
                       [&](const Batch& batch) { return batch.id.text() == name; }))
        return Error{Errc::not_found, "batch " + name};
    return {};
  }
  bool wants(const Batch& batch) const {
    const auto& named = arguments_.batches;
    return (named.empty() ||
            std::find(named.begin(), named.end(), batch.id.text()) != named.end()) &&
           (arguments_.account.empty() || arguments_.account == batch.account.text()) &&
           (arguments_.contract.empty() || arguments_.contract == batch.contract.text()) &&
           wants_state(batch.state) && (!from_ || *from_ <= batch.posted_on) &&
           (!through_ || batch.posted_on <= *through_);
  }

 private:
  BatchFilter(const ExportArguments& arguments, std::optional<Date> from,
              std::optional<Date> through)
      : arguments_(arguments), from_(from), through_(through) {}
  bool wants_state(LineState state) const {
    if (arguments_.state == "all") return true;
    if (arguments_.state.empty()) return state != LineState::returned;
    return to_string(state) == arguments_.state;
  }

  const ExportArguments& arguments_;
  std::optional<Date> from_;
  std::optional<Date> through_;
};

Result<std::vector<PostedLine>> read_lines(const Desk& desk, const BatchFilter& filter) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  auto batches = (*transaction)->batches(std::nullopt);
  if (!batches) return batches.error();
  if (auto known = filter.check_batches(*batches); !known) return known.error();
  std::vector<PostedLine> lines;
  for (const auto& batch : *batches) {
    if (!filter.wants(batch)) continue;
    auto own = (*transaction)->lines_of(batch.id);
    if (!own) return own.error();
    std::move(own->begin(), own->end(), std::back_inserter(lines));
  }
  return lines;
}

Result<documents::LineOwners> owners_of(const Desk& desk, const std::vector<PostedLine>& lines) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  documents::LineOwners owners;
  std::map<ContractId, Contract> contracts;
  for (const auto& each : lines) {
    const LineItem& item = each.line;
    auto contract = contracts.find(item.key.contract);
    if (contract == contracts.end()) {
      auto saved = (*transaction)->contract(item.key.contract);
      if (!saved) return saved.error();
      contract = contracts.emplace(item.key.contract, *std::move(saved)).first;
    }
    auto account = (*transaction)->account(item.account);
    if (!account) return account.error();
    owners[item.key] = {account->id, account->name, contract->second.name_on(item.key.effective)};
  }
  return owners;
}

Result<documents::CsvForm> csv_form(const ExportArguments& arguments) {
  documents::CsvForm form;
  if (arguments.separator == "semicolon") form.separator = ';';
  if (arguments.separator == "tab") form.separator = '\t';
  form.byte_order_mark = arguments.byte_order_mark;
  form.decimal_comma = arguments.decimal_comma;
  if (form.decimal_comma && form.separator == ',')
    return Error{Errc::invalid_argument,
                 "--decimal-comma needs another --separator: semicolon or tab"};
  return form;
}

Result<documents::InvoiceForm> invoice_form(const ExportArguments& arguments, Date today) {
  auto day = parse_optional_date("--invoice-date", arguments.invoice_date);
  if (!day) return day.error();
  const Date first = day->value_or(today);
  documents::InvoiceForm form{first, first.plus_days(arguments.due_days)};
  using Days = documents::InvoiceForm::Days;
  // What Xero's template has for most of the world.
  const bool by_xero = arguments.days.empty() && arguments.format == "xero";
  if (arguments.days == "day-first" || by_xero) form.days = Days::day_first;
  if (arguments.days == "month-first") form.days = Days::month_first;
  form.account_code = arguments.account_code;
  return form;
}

boost::json::value with_owners(const std::vector<PostedLine>& posted,
                               const documents::LineOwners& owners) {
  boost::json::value document = documents::of_lines(posted);
  auto& rows = document.at("lines").as_array();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& owner = owners.at(posted[i].line.key);
    auto& row = rows[i].as_object();
    row["account"] = owner.account.text();
    row["account_name"] = owner.account_name;
    row["contract_name"] = owner.contract_name;
  }
  return document;
}

Result<std::string> export_text(const Session& session, const Desk& desk,
                                const std::vector<PostedLine>& lines,
                                const ExportArguments& arguments) {
  auto owners = owners_of(desk, lines);
  if (!owners) return owners.error();
  const std::string& format = arguments.format;
  if (format == "json" || (format.empty() && session.json()))
    return boost::json::serialize(with_owners(lines, *owners)) + "\n";
  if (format == "quickbooks" || format == "xero") {
    auto form = invoice_form(arguments, desk.clock.today());
    if (!form) return form.error();
    return format == "xero" ? documents::xero_invoices(lines, *owners, *form)
                            : documents::quickbooks_invoices(lines, *owners, *form);
  }
  if (format == "focus") return focus_text(session, desk, lines, *owners, arguments.focus);
  auto form = csv_form(arguments);
  if (!form) return form.error();
  return documents::lines_with_owners(lines, *owners, *form);
}

/// Which batches left, and whereto.
boost::json::object event_of(const std::vector<PostedLine>& lines,
                             const ExportArguments& arguments) {
  boost::json::array batches;
  for (const auto& line : lines)
    if (batches.empty() || batches.back().as_string() != line.batch.text())
      batches.emplace_back(line.batch.text());
  return {{"kind", "export"},
          {"lines", lines.size()},
          {"batches", batches},
          {"file", arguments.output.empty() ? "-" : arguments.output}};
}

Result<Exit> run_export(Session& session, const ExportArguments& arguments) {
  if (arguments.format == "focus" && (arguments.state == "returned" || arguments.state == "all"))
    return Error{Errc::invalid_argument, "--format focus is what was billed: --state " +
                                             arguments.state +
                                             " would have lines in it that were taken back"};
  auto filter = BatchFilter::make(arguments);
  if (!filter) return filter.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  if (auto known = check_known(*desk, {arguments.account, arguments.contract, {}}); !known)
    return known.error();
  if (auto good = check_ledger(session, *desk); !good) return good.error();
  auto lines = read_lines(*desk, *filter);
  if (!lines) return lines.error();
  auto text = export_text(session, *desk, *lines, arguments);
  if (!text) return text.error();
  // First there, then out: what left is never unknown.
  if (auto done = record_in_ledger(session, *desk, event_of(*lines, arguments)); !done)
    return done.error();
  if (arguments.output.empty()) {
    session.out() << *text;
    return Exit::done;
  }
  if (auto written = write_whole_file(arguments.output, *text); !written) return written.error();
  session.show(
      [&] {
        return boost::json::object{{"file", arguments.output}, {"lines", lines->size()}};
      },
      [&](std::ostream& out) {
        out << documents::counted(lines->size(), "line", "lines") << " written to "
            << arguments.output << '\n';
      });
  return Exit::done;
}

void add_forms(CLI::App& sub, ExportArguments& arguments) {
  sub.add_option("--separator", arguments.separator, "Between the cells of csv")
      ->check(CLI::IsMember({"comma", "semicolon", "tab"}))
      ->capture_default_str();
  sub.add_flag("--bom", arguments.byte_order_mark,
               "Begin csv with a byte order mark, so that Excel reads it as UTF-8");
  sub.add_flag("--decimal-comma", arguments.decimal_comma, "12,50 instead of 12.50 in csv");
  sub.add_option("--invoice-date", arguments.invoice_date,
                 "QuickBooks, Xero: the day of the invoices (default: today)");
  sub.add_option("--due-days", arguments.due_days, "QuickBooks, Xero: due so many days later")
      ->check(CLI::Range(0, 366).description(""))
      ->capture_default_str();
  sub.add_option("--days", arguments.days, "QuickBooks, Xero: how days are written")
      ->check(CLI::IsMember({"iso", "day-first", "month-first"}));
  sub.add_option("--account-code", arguments.account_code, "Xero: the account of the revenue");
  sub.add_option("--provider", arguments.focus.provider,
                 "FOCUS: who bills (default: the setting pages-provider)");
  sub.add_option("--service-category", arguments.focus.categories,
                 "FOCUS: CATEGORY of all services (default: Management and Governance), or "
                 "SERVICE=CATEGORY of one (repeatable)");
}

}  // namespace

void add_export_command(Commands& commands) {
  commands.add<ExportArguments>(
      "export", "Print posted lines as CSV or JSON",
      [](CLI::App& sub, ExportArguments& arguments) {
        sub.add_option(
               "--format", arguments.format,
               "csv (default), json, invoices to import into QuickBooks or Xero, or costs for "
               "FinOps tools (FOCUS 1.2)")
            ->check(CLI::IsMember({"csv", "json", "quickbooks", "xero", "focus"}));
        sub.add_option("-o,--output", arguments.output,
                       "Into this file (default: standard output)");
        sub.add_option("--state", arguments.state,
                       "In this state (default: all that were not returned)")
            ->check(CLI::IsMember({"posted", "invoiced", "exported", "returned", "all"}));
        sub.add_option("--batch", arguments.batches, "Of this batch (repeatable)");
        sub.add_option("--account", arguments.account, "Of this account");
        sub.add_option("--contract", arguments.contract, "Of this contract");
        sub.add_option("--from", arguments.from, "Posted on this day or later");
        sub.add_option("--through", arguments.through, "Posted on this day or earlier");
        add_forms(sub, arguments);
      },
      run_export);
}

}  // namespace billbyagent::cli
