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
  std::string unit_price;
  std::string from;
  bool from_renewal = false;
  std::vector<std::string> services;
  std::optional<int> decimals;
  std::vector<std::string> accounts;
  std::vector<std::string> except;
  bool reach_back = false;
  bool dry_run = false;
  std::string reason;
};

/// The percents, or the one price.
Result<void> read_amount(const RaiseArguments& arguments, PriceRaise& raise) {
  if (arguments.percent.empty() == arguments.unit_price.empty())
    return Error{Errc::invalid_argument, "say one of --percent and --unit-price"};
  if (arguments.percent.empty()) {
    auto price = parse_unit_price(arguments.unit_price);
    if (!price) return within("--unit-price", price.error());
    raise.unit_price = *price;
    return {};
  }
  auto basis_points = parse_raise(arguments.percent);
  if (!basis_points) return within("--percent", basis_points.error());
  raise.basis_points = *basis_points;
  return {};
}

Result<PriceRaise> raise_of(const Session& session, const RaiseArguments& arguments) {
  auto from = parse_optional_date("--from", arguments.from);
  if (!from) return from.error();
  if (from->has_value() == arguments.from_renewal)
    return Error{Errc::invalid_argument, "say from when: --from DAY, or --from-renewal"};
  PriceRaise raise{.from = *from,
                   .decimals = arguments.decimals,
                   .reach_back = arguments.reach_back,
                   .dry_run = arguments.dry_run,
                   .author = session.author(),
                   .reason = arguments.reason};
  if (auto read = read_amount(arguments, raise); !read) return read.error();
  for (const auto& text : arguments.services) {
    auto id = ServiceId::parse(text);
    if (!id) return within("--service", id.error());
    raise.services.push_back(*id);
  }
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

/// `same_day`: all are raised on one day, which need not be said of each.
std::string status_text(const RaisedService& service, bool same_day) {
  if (service.status != RaiseStatus::raised) return std::string{to_string(service.status)};
  std::string text = same_day ? "" : "from " + to_string(service.after->effective);
  if (service.next_price)
    text += (text.empty() ? "until " : ", until ") + to_string(service.next_price->previous()) +
            ", then its next price";
  return text;
}

void print_raise(std::ostream& out, const RaiseReport& report) {
  Table services{{{"Service"}, {"Name"}, {"Was", Align::right}, {"Becomes", Align::right}, {""}}};
  for (const auto& service : report.services) {
    const bool raised = service.status == RaiseStatus::raised;
    services.add({to_string(service.key), service.name, price_text(service.before),
                  raised ? price_text(service.after) : "",
                  status_text(service, report.raise.from.has_value())});
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

/// Whether somebody wanted it raised who may not know that it was not.
bool needs_a_person(RaiseStatus status) {
  switch (status) {
    case RaiseStatus::priced_already:
    case RaiseStatus::posted:
    case RaiseStatus::tiered:
    case RaiseStatus::other_currency:
      return true;
    default:
      return false;
  }
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
    if (needs_a_person(service.status)) return Exit::needs_a_person;
  return Exit::done;
}

}  // namespace

void add_price_command(Commands& commands) {
  commands.add<RaiseArguments>(
      "raise-prices", "Raise or cut many prices, from a day or from each renewal on",
      [](CLI::App& sub, RaiseArguments& arguments) {
        sub.add_option("--percent", arguments.percent, "3.5, or -3.5 to cut");
        sub.add_option("--unit-price", arguments.unit_price,
                       "Instead: this price of one unit, as '32.00 USD'; name the services");
        sub.add_option("--from", arguments.from, "The first day of the new prices");
        sub.add_flag("--from-renewal", arguments.from_renewal,
                     "From the day on which each contract renews next");
        sub.add_option("--service", arguments.services,
                       "Only services called so, in whichever contract (repeatable)")
            ->allow_extra_args(false);
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
        sub.add_option("--reason", arguments.reason, "Why, for the record");
        sub.add_flag("--dry-run", arguments.dry_run, "Show what would change, write nothing");
      },
      run_raise);
}

}  // namespace billbyagent::cli
