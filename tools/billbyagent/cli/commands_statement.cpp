// statement.

#include <algorithm>
#include <boost/json/array.hpp>
#include <filesystem>
#include <ostream>

#include "billbyagent/app/statements.hpp"
#include "billbyagent/base/fnv.hpp"
#include "cli/commands.hpp"
#include "cli/dates.hpp"
#include "cli/page_files.hpp"
#include "cli/tables.hpp"
#include "documents/reports.hpp"

namespace billbyagent::cli {
namespace {

struct StatementArguments {
  std::string account;
  bool all = false;
  std::string month;
  std::string invoice;
  std::string html;
};

/// A statement and the file that it goes to.
struct Made {
  Statement statement;
  std::string file;
};

/// A name for every file system: no separators, no dot in front, not too long.
std::string file_name(const std::string& account) {
  static constexpr std::size_t longest = 100;
  static constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  std::string name;
  for (const char c : account) {
    const bool keeps = plain.find(c) != std::string_view::npos && !(name.empty() && c == '.');
    const auto byte = static_cast<unsigned char>(c);
    if (keeps)
      name += c;
    else
      name.append("%") += "0123456789ABCDEF"[byte >> 4U], name += "0123456789ABCDEF"[byte & 15U];
  }
  if (name.size() > longest) {
    Fnv whole;
    whole.add(account);
    name = name.substr(0, longest) + "-" + whole.hex();
  }
  return name + ".html";
}

Result<StatementRequest> request_from(const StatementArguments& arguments) {
  StatementRequest request;
  if (!arguments.invoice.empty()) request.invoice = arguments.invoice;
  if (arguments.month.empty()) return request;
  if (request.invoice) return Error{Errc::invalid_argument, "name one of --month and --invoice"};
  const auto first = Date::parse(arguments.month + "-01");
  if (!first)
    return Error{Errc::invalid_date,
                 "--month: '" + arguments.month + "' is not a month as YYYY-MM"};
  request.posted = BillingCycle::calendar(CycleLength::monthly).period_at(*first);
  return request;
}

Result<std::vector<Account>> all_accounts(const Desk& desk) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  return (*transaction)->accounts();
}

/// Of all accounts that have one; the others are counted.
Result<std::vector<Made>> make_all(const Desk& desk, const StatementRequest& request,
                                   const std::string& folder, std::size_t& without) {
  std::error_code unknown;
  if (!std::filesystem::is_directory(folder, unknown))
    return Error{Errc::file_failed, folder + ": is no folder; --all makes a page for each account"};
  const auto accounts = all_accounts(desk);
  if (!accounts) return accounts.error();
  auto all = statements(desk, request.posted);
  if (!all) return all.error();
  std::vector<Made> made;
  for (auto& [account, statement] : *all) {
    const auto path = std::filesystem::path{folder} / file_name(account.text());
    made.push_back({std::move(statement), path.string()});
  }
  without = accounts->size() - std::min(accounts->size(), made.size());
  return made;
}

Result<std::vector<Made>> make_one(const Desk& desk, StatementRequest request,
                                   const StatementArguments& arguments) {
  auto id = AccountId::parse(arguments.account);
  if (!id) return id.error();
  request.account = *id;
  auto found = statement(desk, request);
  if (!found) return found.error();
  return std::vector<Made>{{*std::move(found), arguments.html}};
}

void print_made(std::ostream& out, const std::vector<Made>& made, std::size_t without) {
  Table table{{{"Statement"}, {"Services", Align::right}, {"Total", Align::right}, {"File"}}};
  for (const auto& each : made) {
    std::string totals;
    for (const auto& [currency, total] : each.statement.totals)
      totals += (totals.empty() ? "" : ", ") + to_string(total);
    table.add({each.statement.account, std::to_string(each.statement.services.size()), totals,
               each.file});
  }
  if (!table.empty()) table.print(out);
  if (without > 0)
    out << "Nothing was posted for " << without
        << (without == 1 ? " account\n" : " other accounts\n");
}

Result<Exit> run_statement(Session& session, const StatementArguments& arguments) {
  if (arguments.all != arguments.account.empty())
    return Error{Errc::invalid_argument, "name an account, or --all and a folder"};
  if (arguments.all && !arguments.invoice.empty())
    return Error{Errc::invalid_argument, "an invoice is of one account: name it"};
  auto request = request_from(arguments);
  if (!request) return request.error();
  const auto look = look_of(session.settings());
  if (!look) return look.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  std::size_t without = 0;
  auto made = arguments.all ? make_all(*desk, *request, arguments.html, without)
                            : make_one(*desk, *request, arguments);
  if (!made) return made.error();
  for (const auto& each : *made)
    if (auto written = write_page(session, each.file, pages::statement_page(each.statement, *look));
        !written)
      return written.error();
  session.show(
      [&] {
        boost::json::array statements;
        for (const auto& each : *made) {
          auto document = documents::of(each.statement);
          document["file"] = each.file;
          statements.push_back(std::move(document));
        }
        return boost::json::object{{"statements", std::move(statements)},
                                   {"accounts_without", without}};
      },
      [&](std::ostream& out) { print_made(out, *made, without); });
  return Exit::done;
}

}  // namespace

void add_statement_command(Commands& commands) {
  commands.add<StatementArguments>(
      "statement", "Make the page that a customer gets with an invoice",
      [](CLI::App& sub, StatementArguments& arguments) {
        sub.add_option("ACCOUNT", arguments.account, "The customer");
        sub.add_flag("--all", arguments.all, "Of every account for which something was posted");
        sub.add_option("--month", arguments.month,
                       "What was posted in this month, YYYY-MM (default: today's)");
        sub.add_option("--invoice", arguments.invoice, "What this invoice has");
        sub.add_option("--html", arguments.html, "The file; with --all a folder that is there")
            ->required();
      },
      run_statement);
}

}  // namespace billbyagent::cli
