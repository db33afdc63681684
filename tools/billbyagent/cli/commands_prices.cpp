// raise-prices.

#include <ostream>

#include "billbyagent/app/raise_prices.hpp"
#include "cli/commands.hpp"
#include "cli/contracts_human.hpp"
#include "cli/dates.hpp"
#include "cli/tables.hpp"
#include "documents/reports.hpp"

namespace billbyagent::cli {
namespace {

struct RaiseArguments {
  std::string percent;
  std::string from;
  std::optional<int> decimals;
  std::vector<std::string> accounts;
  std::vector<std::string> except;
  bool reach_back = false;
  bool dry_run = false;
};

Result<PriceRaise> raise_of(const Session& session, const RaiseArguments& arguments) {
  auto basis_points = parse_raise(arguments.percent);
  if (!basis_points) return within("--percent", basis_points.error());
  auto from = Date::parse(arguments.from);
  if (!from) return within("--from", from.error());
  PriceRaise raise{.basis_points = *basis_points,
                   .from = *from,
                   .decimals = arguments.decimals,
                   .reach_back = arguments.reach_back,
                   .dry_run = arguments.dry_run,
                   .author = session.author()};
  for (const auto& text : arguments.accounts) {
    auto id = AccountId::parse(text);
    if (!id) return within("--account", id.error());
    raise.accounts.push_back(*id);
  }
  for (const auto& text : arguments.except) {
    auto target = parse_target(text);
    if (!target) return within("--except", target.error());
    if (target->service)
      raise.except_services.push_back({target->contract, *target->service});
    else
      raise.except_contracts.push_back(target->contract);
  }
  return raise;
}

std::string price_text(const std::optional<DatedPrice>& price) {
  if (!price) return "";
  return to_decimal(price->price) + (price->tiers.empty() ? "" : " and its tiers");
}

std::string status_text(const RaisedService& service) {
  std::string text =
      service.status == RaiseStatus::raised ? "" : std::string{to_string(service.status)};
  if (service.status == RaiseStatus::raised && service.next_price)
    text = "until " + to_string(service.next_price->previous()) + ", then its next price";
  return text;
}

void print_raise(std::ostream& out, const RaiseReport& report) {
  Table services{{{"Service"}, {"Name"}, {"Was", Align::right}, {"Becomes", Align::right}, {""}}};
  for (const auto& service : report.services) {
    const bool raised = service.status == RaiseStatus::raised;
    services.add({to_string(service.key), service.name, price_text(service.before),
                  raised ? price_text(service.after) : "", status_text(service)});
  }
  if (!services.empty()) services.print(out);
  Table contracts{{{"Contract"},
                   {"Account"},
                   {"Two periods before", Align::right},
                   {"After", Align::right},
                   {"Difference", Align::right}}};
  for (const auto& contract : report.contracts)
    contracts.add({contract.contract.text(), contract.account.text(),
                   to_decimal(contract.amount.before), to_decimal(contract.amount.after),
                   to_string(contract.amount.difference)});
  if (!contracts.empty()) contracts.print(out);
  out << (report.raise.dry_run ? "would be: " : "") << summary(report) << '\n';
}

Result<Exit> run_raise(Session& session, const RaiseArguments& arguments) {
  auto raise = raise_of(session, arguments);
  if (!raise) return raise.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto report = raise_prices(*desk, *raise);
  if (!report) return report.error();
  session.watch().finish();
  session.show([&] { return documents::of(*report); },
               [&](std::ostream& out) { print_raise(out, *report); });
  for (const auto& service : report->services)
    if (service.status == RaiseStatus::priced_already || service.status == RaiseStatus::posted)
      return Exit::needs_a_person;
  return Exit::done;
}

}  // namespace

void add_price_command(Commands& commands) {
  commands.add<RaiseArguments>(
      "raise-prices", "Raise or cut many prices by percents, from a day on",
      [](CLI::App& sub, RaiseArguments& arguments) {
        sub.add_option("--percent", arguments.percent, "3.5, or -3.5 to cut")->required();
        sub.add_option("--from", arguments.from, "The first day of the new prices")->required();
        sub.add_option("--account", arguments.accounts, "Only of this account (repeatable)")
            ->allow_extra_args(false);
        sub.add_option("--except", arguments.except,
                       "Not this CONTRACT, or CONTRACT/SERVICE (repeatable)")
            ->allow_extra_args(false);
        sub.add_option("--decimals", arguments.decimals,
                       "Round new prices to so many digits (default: the currency's)")
            ->check(CLI::Range(0, 6).description(""));
        sub.add_flag("--reach-back", arguments.reach_back,
                     "Also where that day is posted: it is billed once more");
        sub.add_flag("--dry-run", arguments.dry_run, "Show what would change, write nothing");
      },
      run_raise);
}

}  // namespace billbyagent::cli
