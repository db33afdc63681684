// discount, charge, credit.

#include <ostream>

#include "billbyagent/app/amend.hpp"
#include "billbyagent/domain/discount.hpp"
#include "cli/commands.hpp"
#include "cli/contracts_human.hpp"
#include "cli/dates.hpp"
#include "cli/tables.hpp"

namespace billbyagent::cli {
namespace {

struct DiscountArguments {
  std::string target;
  std::string percent;
  std::string amount;
  std::string from;
  std::string through;
  std::string reason;
  bool reach_back = false;
};

struct ChargeArguments {
  std::string contract;
  std::string amount;
  std::string text;
  std::string day;
  std::string last_day;
  std::string tax_category;
  std::string reason;
  bool each_period = false;
};

/// From a day on; of an amendment of a contract or a service.
template <class Amendment>
Result<Amendment> discount_from(Session& session, const DiscountArguments& arguments, Date day,
                                Currency currency) {
  Amendment amendment{.effective = day};
  if (!arguments.percent.empty()) {
    auto basis_points = parse_discount(arguments.percent);
    if (!basis_points) return within("--percent", basis_points.error());
    amendment.discount_basis_points = *basis_points;
  } else {
    auto amount = UnitPrice::parse(arguments.amount, currency);
    if (!amount) return within("--amount", amount.error());
    amendment.discount_amount = *amount;
  }
  amendment.reason = arguments.reason;
  amendment.author = session.author();
  return amendment;
}

/// None any more after the last day.
template <class Amendment>
std::vector<Amendment> until(Amendment amendment, const std::optional<Date>& last_day,
                             Currency currency) {
  std::vector<Amendment> amendments{amendment};
  if (!last_day) return amendments;
  amendment.effective = last_day->next();
  if (amendment.discount_basis_points) amendment.discount_basis_points = 0;
  if (amendment.discount_amount)
    amendment.discount_amount = UnitPrice::from_millionths(0, currency).value();
  amendments.push_back(std::move(amendment));
  return amendments;
}

Result<Exit> run_discount(Session& session, const DiscountArguments& arguments) {
  if (arguments.percent.empty() == arguments.amount.empty())
    return Error{Errc::invalid_argument, "say --percent or --amount"};
  auto from = parse_optional_date("--from", arguments.from);
  if (!from) return from.error();
  auto through = parse_optional_date("--through", arguments.through);
  if (!through) return through.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  const Date today = desk->clock.today();
  const Date day = from->value_or(today);
  auto target = parse_target(arguments.target);
  if (!target) return target.error();
  auto contract = read_contracts(*desk, target->contract.text());
  if (!contract) return contract.error();
  const Currency currency = contract->front().terms().currency;
  const auto reach = reach_back_if(arguments.reach_back);
  auto changed = [&]() -> Result<Contract> {
    if (!target->service) {
      auto discount = discount_from<ContractAmendment>(session, arguments, day, currency);
      if (!discount) return discount.error();
      return amend_contract(*desk, target->contract,
                            until(*std::move(discount), *through, currency), reach);
    }
    auto discount = discount_from<ServiceAmendment>(session, arguments, day, currency);
    if (!discount) return discount.error();
    return amend_service(*desk, {target->contract, *target->service},
                         until(*std::move(discount), *through, currency), reach);
  }();
  if (!changed) return changed.error();
  return show_changed(session, *changed, today);
}

Result<Exit> add_free_charge(Session& session, const ChargeArguments& arguments, Charging once,
                             Charging each_period) {
  auto day = parse_optional_date("--on", arguments.day);
  if (!day) return day.error();
  auto last_day = parse_optional_date("--through", arguments.last_day);
  if (!last_day) return last_day.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto contracts = read_contracts(*desk, arguments.contract);
  if (!contracts) return contracts.error();
  auto amount = UnitPrice::parse(arguments.amount, contracts->front().terms().currency);
  if (!amount) return within("--amount", amount.error());
  if (*last_day && !arguments.each_period)
    return Error{Errc::invalid_argument, "--through goes with --each-period"};
  const Date today = desk->clock.today();
  auto key = add_charge(*desk, ContractId{arguments.contract},
                        {.text = arguments.text,
                         .amount = *amount,
                         .charging = arguments.each_period ? each_period : once,
                         .day = day->value_or(today),
                         .last_day = *last_day,
                         .tax_category = arguments.tax_category,
                         .reason = arguments.reason,
                         .author = session.author()});
  if (!key) return key.error();
  session.show(
      [&] {
        return boost::json::object{{"service", to_string(*key)}};
      },
      [&](std::ostream& out) {
        out << printable(to_string(*key)) << ": " << printable(arguments.text)
            << "; 'billbyagent review' shows what follows\n";
      });
  return Exit::done;
}

Result<Exit> run_charge(Session& session, const ChargeArguments& arguments) {
  return add_free_charge(session, arguments, Charging::charge_once, Charging::charge_each_period);
}

Result<Exit> run_credit(Session& session, const ChargeArguments& arguments) {
  return add_free_charge(session, arguments, Charging::credit_once, Charging::credit_each_period);
}

void fill_charge(CLI::App& sub, ChargeArguments& arguments) {
  sub.add_option("CONTRACT", arguments.contract, "Its id")->required();
  sub.add_option("--amount", arguments.amount, "Decimal text, never prorated")->required();
  sub.add_option("--text", arguments.text, "What the line is called")->required();
  sub.add_option("--on", arguments.day, "The day (default: today)");
  sub.add_flag("--each-period", arguments.each_period, "In each billing period from then on");
  sub.add_option("--through", arguments.last_day, "The last day of --each-period (default: open)");
  sub.add_option("--tax-category", arguments.tax_category, "Of the line");
  sub.add_option("--reason", arguments.reason, "Why, for the record");
}

}  // namespace

void add_charge_commands(Commands& commands) {
  commands.add<DiscountArguments>(
      "discount", "Take percents or an amount off a service or contract",
      [](CLI::App& sub, DiscountArguments& arguments) {
        sub.add_option("TARGET", arguments.target, "CONTRACT or CONTRACT/SERVICE")->required();
        sub.add_option("--percent", arguments.percent, "0 to 100, at most two decimals; 0: none");
        sub.add_option("--amount", arguments.amount, "For a whole billing period; 0: none");
        sub.add_option("--from", arguments.from, "The first day (default: today)");
        sub.add_option("--through", arguments.through, "The last day (default: open)");
        sub.add_flag("--reach-back", arguments.reach_back, "It may begin on a day that is posted");
        sub.add_option("--reason", arguments.reason, "Why, for the record");
      },
      run_discount);
  commands.add<ChargeArguments>("charge", "Bill an amount that is no unit's, such as a set-up fee",
                                fill_charge, run_charge);
  commands.add<ChargeArguments>("credit", "Give an amount back, such as a goodwill credit",
                                fill_charge, run_credit);
}

}  // namespace billbyagent::cli
