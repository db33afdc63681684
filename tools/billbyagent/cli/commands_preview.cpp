// preview.

#include <algorithm>
#include <map>
#include <optional>
#include <ostream>

#include "billbyagent/adapters/json.hpp"
#include "billbyagent/app/preview_contract.hpp"
#include "cli/book_file.hpp"
#include "cli/commands.hpp"
#include "cli/dates.hpp"
#include "cli/refused.hpp"
#include "cli/reports_human.hpp"
#include "cli/tables.hpp"
#include "documents/reports.hpp"

namespace billbyagent::cli {
namespace {

struct PreviewArguments {
  std::string contract;
  std::string service;
  std::string from;
  std::string unit_price;
  std::string unit_cost;
  std::optional<Units> units;
  std::optional<Units> add_units;
  std::string end;
  std::string group;
  std::vector<std::string> machines_of;
  std::string book;
  int periods = 3;
};

/// What the arguments ask for, on its way to a request.
struct Wanted {
  PreviewRequest request;
  Date today;
  Date from;          ///< the day from which the change is supposed to hold
  PreviewSide saved;  ///< the contract as it is
  Contract contract;  ///< as it is, or the one of the book
  std::vector<Error> refused{};
};

Result<void> read_book(Session& session, const Desk& desk, const std::string& file,
                       Wanted& wanted) {
  auto text = read_book_file(file);
  if (!text) return text.error();
  auto read = parse_book(*text);
  if (!read) return read.error();
  wanted.refused = read->refused;
  if (!wanted.refused.empty()) return {};
  const auto& contracts = read->book.contracts;
  const auto found = std::find_if(contracts.begin(), contracts.end(), [&](const Contract& each) {
    return each.id() == wanted.request.contract;
  });
  if (found == contracts.end())
    return Error{Errc::not_found,
                 "contract " + wanted.request.contract.text() + " in the book " + file};
  wanted.contract = *found;
  wanted.request.replacement = *found;
  wanted.request.first_units = read->book.first_units;

  const AccountId owner = found->account_on(desk.clock.today());
  const auto& accounts = read->book.accounts;
  const auto listed = std::find_if(accounts.begin(), accounts.end(),
                                   [&](const Account& each) { return each.id == owner; });
  auto account = Result<Account>{Error{Errc::not_found, "account " + owner.text()}};
  if (listed != accounts.end()) {
    account = *listed;
  } else {
    auto transaction = desk.begin(Access::read);
    if (!transaction) return transaction.error();
    account = (*transaction)->account(owner);
  }
  if (!account) return account.error();
  auto scopes = other_scopes(wanted.saved.contract, *found, *account);
  if (!scopes) return scopes.error();
  if (scopes->empty()) return {};
  auto rmms = session.rmms();
  if (!rmms) return rmms.error();
  std::vector<AgentScope> asked;
  for (const auto& [service, scope] : *scopes) asked.push_back(scope);
  auto machines = machines_of(**rmms, asked, wanted.today, session.deadline());
  if (!machines) return machines.error();
  auto of_scope = machines->begin();
  for (const auto& [service, scope] : *scopes) {
    // What was never counted is counted from the first billed day on, as the nightly job does it.
    const bool counted = !wanted.saved.histories[service].empty();
    wanted.request.what_if.push_back(OtherMachines{
        service, counted ? wanted.from : found->find_service(service)->terms().effective,
        *of_scope++});
  }
  return {};
}

/// The machines that would count in other groups: alone, or together with those that count now.
Result<void> read_groups(Session& session, const PreviewArguments& arguments,
                         const Service& service, Wanted& wanted) {
  auto groups = arguments.machines_of;
  if (!arguments.group.empty()) groups = {arguments.group};
  if (groups.empty()) return {};
  const AgentScope* scope = service.agent_scope();
  if (!scope)
    return Error{Errc::invalid_argument,
                 "the units of service " + service.id().text() + " are typed in, not counted"};
  auto rmms = session.rmms();
  if (!rmms) return rmms.error();
  AgentScope whole = *scope;
  whole.classes = wanted.contract.terms().machine_classes;
  std::vector<AgentScope> asked;
  for (const auto& group : groups) {
    auto moved = moved_to_group(whole, group, **rmms, session.deadline());
    if (!moved) return moved.error();
    asked.push_back(*std::move(moved));
  }
  auto counted = machines_of(**rmms, asked, wanted.today, session.deadline());
  if (!counted) return counted.error();
  std::map<AgentId, Machine> machines;
  if (arguments.group.empty())
    for (const auto& machine : machines_on(wanted.saved, service, wanted.from))
      machines.emplace(machine.agent, machine);
  for (const auto& of_group : *counted)
    for (const auto& machine : of_group) machines.emplace(machine.agent, machine);
  OtherMachines other{service.id(), wanted.from, {}};
  for (auto& [id, machine] : machines) other.machines.push_back(std::move(machine));
  wanted.request.what_if.push_back(std::move(other));
  return {};
}

Result<void> read_price(const PreviewArguments& arguments, const Service& service, Wanted& wanted) {
  if (arguments.unit_price.empty()) return {};
  const Currency currency = service.terms().currency;
  auto price = UnitPrice::parse(arguments.unit_price, currency);
  if (!price) return within("--unit-price", price.error());
  NewPrice change{service.id(), wanted.from, *price, {}};
  if (!arguments.unit_cost.empty()) {
    auto cost = UnitPrice::parse(arguments.unit_cost, currency);
    if (!cost) return within("--unit-cost", cost.error());
    change.cost = *cost;
  }
  wanted.request.what_if.push_back(change);
  return {};
}

Result<void> read_service(Session& session, const PreviewArguments& arguments, Wanted& wanted) {
  if (arguments.service.empty()) return {};
  auto id = ServiceId::parse(arguments.service);
  if (!id) return id.error();
  const Service* service = wanted.contract.find_service(*id);
  if (!service)
    return Error{Errc::not_found,
                 "service " + id->text() + " of contract " + wanted.contract.id().text()};
  if (auto read = read_groups(session, arguments, *service, wanted); !read) return read;
  auto& what_if = wanted.request.what_if;
  if (arguments.units) what_if.push_back(SetUnits{*id, wanted.from, *arguments.units});
  if (arguments.add_units) what_if.push_back(MoreUnits{*id, wanted.from, *arguments.add_units});
  if (auto read = read_price(arguments, *service, wanted); !read) return read;
  auto end = parse_optional_date("--end", arguments.end);
  if (!end) return end.error();
  if (*end) what_if.push_back(ServiceEnds{*id, **end});
  return {};
}

std::vector<std::string> texts_of(const std::vector<WhatIf>& what_if) {
  std::vector<std::string> texts;
  for (const auto& each : what_if) texts.push_back(to_string(each));
  return texts;
}

void print_preview(std::ostream& out, const Preview& preview, const PreviewRequest& request,
                   bool all) {
  for (const auto& text : texts_of(request.what_if)) out << "What if  " << printable(text) << '\n';
  const auto rows = all ? to_text(preview) : to_text(preview, few_machines);
  for (const auto& row : rows) out << printable(row) << '\n';
}

Result<Exit> run_preview(Session& session, const PreviewArguments& arguments) {
  auto id = ContractId::parse(arguments.contract);
  if (!id) return id.error();
  auto from = parse_optional_date("--from", arguments.from);
  if (!from) return from.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto saved = load_preview_side(*desk, *id);
  if (!saved) return saved.error();
  const Contract contract = saved->contract;
  Wanted wanted{.request = {.contract = *id, .periods = arguments.periods},
                .today = desk->clock.today(),
                .from = from->value_or(desk->clock.today()),
                .saved = *std::move(saved),
                .contract = contract};
  wanted.request.from = wanted.from;
  if (!arguments.book.empty())
    if (auto read = read_book(session, *desk, arguments.book, wanted); !read) return read.error();
  if (!wanted.refused.empty()) return show_refused(session, wanted.refused);
  if (auto read = read_service(session, arguments, wanted); !read) return read.error();
  auto preview = preview_contract(*desk, wanted.request);
  if (!preview) return preview.error();
  session.watch().finish();
  session.show(
      [&] { return documents::of(*preview, wanted.request.what_if); },
      [&](std::ostream& out) { print_preview(out, *preview, wanted.request, session.verbose()); });
  return Exit::done;
}

void add_options(CLI::App& sub, PreviewArguments& arguments) {
  sub.add_option("CONTRACT", arguments.contract, "Its id")->required();
  sub.add_option("--from", arguments.from,
                 "The change holds from this day on, and the billing period that holds it is the "
                 "first one (default: today)");
  sub.add_option("--periods", arguments.periods, "So many billing periods")->capture_default_str();
  sub.add_option("--book", arguments.book, "The contract as this book has it; -: standard input");
  auto* service = sub.add_option("--service", arguments.service, "The service that changes");
  const auto of_service = [&](CLI::Option* option) { return option->needs(service); };
  auto* price = of_service(
      sub.add_option("--unit-price", arguments.unit_price, "It costs so much for one unit"));
  sub.add_option("--unit-cost", arguments.unit_cost, "... and costs us so much")->needs(price);
  auto* units = of_service(sub.add_option("--units", arguments.units, "It has so many units"));
  auto* more = of_service(
      sub.add_option("--add-units", arguments.add_units, "... or so many more; -2: two fewer"));
  auto* group = of_service(sub.add_option("--group", arguments.group,
                                          "It counts this machine group instead (id or name)"));
  auto* machines =
      of_service(sub.add_option("--machines-of", arguments.machines_of,
                                "It counts the machines of this group as well (repeatable)"));
  of_service(sub.add_option("--end", arguments.end, "This is its last billed day"));
  units->excludes(more)->excludes(group)->excludes(machines);
  more->excludes(group)->excludes(machines);
  group->excludes(machines);
}

}  // namespace

void add_preview_command(Commands& commands) {
  commands.add<PreviewArguments>("preview",
                                 "Show what a change would do to the next invoices; writes nothing",
                                 add_options, run_preview);
}

}  // namespace billbyagent::cli
