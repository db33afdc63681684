// init.

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <filesystem>
#include <ostream>
#include <tuple>

#include "billbyagent/app/agent_census.hpp"
#include "cli/commands.hpp"
#include "cli/first_book.hpp"
#include "cli/reports_human.hpp"
#include "cli/safe_file.hpp"
#include "cli/settings_text.hpp"
#include "cli/tables.hpp"

namespace billbyagent::cli {
namespace {

struct InitArguments {
  std::string unit_price;
  std::string currency;
  std::string start;
  std::string book = "book.json";
  std::string settings = default_settings_file;
};

bool is_there(const std::string& path) {
  std::error_code failed;
  const auto status = std::filesystem::symlink_status(path, failed);
  return status.type() != std::filesystem::file_type::not_found;
}

Error taken(const std::string& path, const std::string& option) {
  return {Errc::invalid_argument, path + " is there already; name another file with " + option};
}

AgentScope whole(const Organization& organization) {
  AgentScope scope;
  scope.organization = organization.id;
  return scope;
}

/// Every organization with what a service over all of it counts, by name.
Result<std::vector<ShownOrganization>> read_organizations(const RmmId& rmm, RmmProvider& provider,
                                                          Date today, Deadline deadline) {
  auto organizations = provider.organizations(deadline);
  if (!organizations) return organizations.error();
  auto groups = provider.group_tree(deadline);
  if (!groups) return groups.error();
  AgentCensus census{*std::move(groups), today, provider.hardware_stand_ins()};
  std::sort(organizations->begin(), organizations->end(), [](const auto& a, const auto& b) {
    return std::tie(a.name, a.id) < std::tie(b.name, b.id);
  });
  for (const auto& organization : *organizations) census.ask(whole(organization), nullptr);
  if (auto scanned = provider.scan_agents({}, census, deadline); !scanned) return scanned.error();
  census.settle();
  std::vector<ShownOrganization> shown;
  for (std::size_t i = 0; i < organizations->size(); ++i)
    shown.push_back({rmm, (*organizations)[i], std::ssize(census.counted(i))});
  return shown;
}

struct Read {
  std::vector<ShownOrganization> organizations{};
  std::vector<RmmOutcome> failed{};
  std::vector<std::string> notes{};
};

Result<Read> read_all(Session& session, const RmmSet& rmms, Date today) {
  Read read;
  for (const auto& [rmm, provider] : rmms) {
    auto shown = read_organizations(rmm, *provider, today, session.deadline());
    for (auto& note : provider->notes())
      read.notes.push_back((rmms.size() > 1 ? billbyagent::name_of(rmm) + ": " : "") + note);
    if (!shown) {
      read.failed.push_back({.rmm = rmm, .provider = provider->name(), .error = shown.error()});
      continue;
    }
    read.organizations.insert(read.organizations.end(), shown->begin(), shown->end());
  }
  if (!read.failed.empty() && read.organizations.empty()) return *read.failed.front().error;
  if (read.organizations.empty())
    return Error{Errc::nothing_to_do,
                 "the RMM shows no organization; give the login the right to see them"};
  return read;
}

boost::json::value init_document(const FirstBook& made, const Read& read,
                                 const InitArguments& arguments, bool kept_settings) {
  boost::json::array accounts;
  for (const auto& account : made.accounts)
    accounts.push_back(boost::json::object{{"account", account.account.text()},
                                           {"rmm", account.shown.rmm.text()},
                                           {"organization", account.shown.organization.id.text()},
                                           {"name", account.shown.organization.name},
                                           {"machines", account.shown.machines},
                                           {"amount", to_decimal(account.amount)}});
  boost::json::array failed;
  for (const auto& rmm : read.failed)
    failed.push_back(
        boost::json::object{{"rmm", rmm.rmm.text()}, {"error", to_string(*rmm.error)}});
  return boost::json::object{{"book", arguments.book},
                             {"settings", arguments.settings},
                             {"settings_kept", kept_settings},
                             {"accounts", std::move(accounts)},
                             {"currency", to_string(made.total.currency())},
                             {"total", to_decimal(made.total)},
                             {"failed_rmms", std::move(failed)},
                             {"notes", boost::json::array(read.notes.begin(), read.notes.end())}};
}

void print_first_book(std::ostream& out, const FirstBook& made, const Read& read,
                      const InitArguments& arguments, bool kept_settings) {
  Table table{{{"Account"},
               {"Organization"},
               {"Machines", Align::right},
               {"A month, " + to_string(made.total.currency()), Align::right}}};
  Units machines = 0;
  for (const auto& account : made.accounts) {
    machines += account.shown.machines;
    table.add({account.account.text(), account.shown.organization.name,
               std::to_string(account.shown.machines), to_decimal(account.amount)});
  }
  table.add_rule();
  table.add({"", "", std::to_string(machines), to_decimal(made.total)});
  table.print(out);
  print_notes(out, read.notes);
  print_rmms(out, read.failed);
  out << (kept_settings ? "Kept " : "Wrote ") << printable(arguments.settings) << " (settings) and "
      << (kept_settings ? "wrote " : "") << printable(arguments.book)
      << " (the book). Nothing is billed yet: each contract is observed.\n"
         "Next: put your prices and recipients into the book, then\n"
         "  billbyagent import "
      << printable(arguments.book)
      << "\n"
         "  billbyagent nightly     counts and reports\n"
         "  billbyagent review      prices what was counted\n"
         "and, for what shall be billed, \"trust\": \"propose\" or \"automatic\" in the book.\n";
}

Result<Exit> run_init(Session& session, const InitArguments& arguments) {
  const bool kept_settings = is_there(arguments.settings);
  if (kept_settings && arguments.settings != default_settings_file)
    return taken(arguments.settings, "--settings");
  if (is_there(arguments.book)) return taken(arguments.book, "--book");
  auto settings = settings_text(session.settings(), arguments.settings);
  if (!settings) return settings.error();
  auto clock = session.clock();
  if (!clock) return clock.error();
  const Date today = (*clock)->today();
  auto start = arguments.start.empty() ? Result<Date>{clamped_day(month_index(today), 1)}
                                       : Date::parse(arguments.start);
  if (!start) return within("--start", start.error());
  const FirstBookTerms terms{arguments.unit_price, arguments.currency, *start};
  // A wrong price is told before anything is read.
  if (auto good = first_book({}, terms); !good) return good.error();
  auto rmms = session.rmms();
  if (!rmms) return rmms.error();
  auto read = read_all(session, **rmms, today);
  if (!read) return read.error();
  session.watch().finish();
  auto made = first_book(read->organizations, terms);
  if (!made) return made.error();
  if (auto written = write_whole_file(arguments.book, made->text); !written) return written.error();
  if (!kept_settings)
    if (auto written = write_whole_file(arguments.settings, *settings); !written)
      return written.error();
  session.show(
      [&] { return init_document(*made, *read, arguments, kept_settings); },
      [&](std::ostream& out) { print_first_book(out, *made, *read, arguments, kept_settings); });
  return read->failed.empty() ? Exit::done : Exit::needs_a_person;
}

}  // namespace

void add_init_command(Commands& commands) {
  commands.add<InitArguments>(
      "init", "Write a first book and settings from what the RMMs show",
      [](CLI::App& sub, InitArguments& arguments) {
        sub.add_option("--unit-price", arguments.unit_price, "Of one machine and month")
            ->required();
        sub.add_option("--currency", arguments.currency, "USD, EUR ...")->required();
        sub.add_option("--start", arguments.start,
                       "First billed day of the contracts (default: the first of this month)");
        sub.add_option("--book", arguments.book, "The book's file; must not be there")
            ->capture_default_str();
        sub.add_option("--settings", arguments.settings,
                       "The settings' file; the default one is kept where it is there")
            ->capture_default_str();
      },
      run_init);
}

}  // namespace billbyagent::cli
