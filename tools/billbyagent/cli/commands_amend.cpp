// amend.

#include <ostream>

#include "billbyagent/app/amend.hpp"
#include "billbyagent/domain/discount.hpp"
#include "cli/commands.hpp"
#include "cli/contract_terms.hpp"
#include "cli/contracts_human.hpp"
#include "cli/dates.hpp"
#include "cli/tables.hpp"

namespace billbyagent::cli {
namespace {

struct AmendArguments {
  std::string target;
  std::string from;
  std::optional<std::string> tax_category;
  std::optional<Units> included;
  std::optional<Units> minimum;
  std::optional<Units> maximum;
  std::string minimum_amount;
  std::string indexation;
  std::string first_raise;
  std::optional<int> decimals;
  std::string day_count;
  std::string effective_day;
  std::string rounding;
  std::string rounding_step;
  std::string increase;
  std::string decrease;
  std::string minimum_credit;
  std::string measure;
  std::optional<int> fixed_day;
  std::string trust;
  std::string unit_price;
  std::string unit_cost;
  std::string reason;
  bool reach_back = false;
  ContractTermsArguments contract_terms;

  ReachBack reach() const { return reach_back_if(reach_back); }
};

/// The price before it, with what was said.
Result<DatedPrice> price_of(const Service& service, Date day, const AmendArguments& arguments) {
  const DatedPrice& before = service.listed_price_on(day);
  DatedPrice price{day, before.price, before.cost};
  const auto parse = [&](const char* option, const std::string& text,
                         UnitPrice& into) -> Result<void> {
    if (text.empty()) return {};
    auto parsed = UnitPrice::parse(text, service.terms().currency);
    if (!parsed) return within(option, parsed.error());
    into = *parsed;
    return {};
  };
  if (auto done = parse("--unit-price", arguments.unit_price, price.price); !done)
    return done.error();
  if (auto done = parse("--unit-cost", arguments.unit_cost, price.cost); !done) return done.error();
  return price;
}

/// What the options say, as terms of a service in that currency.
class AmendedTerms {
 public:
  AmendedTerms(const AmendArguments& arguments, Date day, Currency currency)
      : arguments_(arguments), currency_(currency) {
    amendment_.effective = day;
    amendment_.tax_category = arguments.tax_category;
    amendment_.included = arguments.included;
    amendment_.minimum = arguments.minimum;
    amendment_.maximum = arguments.maximum;
    amendment_.fixed_day = arguments.fixed_day;
    amendment_.name = arguments.contract_terms.name;
    amendment_.reason = arguments.reason;
  }

  Result<ServiceAmendment> read() {
    read_amounts();
    read_raise();
    name("--day-count", arguments_.day_count, amendment_.day_count);
    name("--effective-day", arguments_.effective_day, amendment_.effective_day);
    name("--rounding", arguments_.rounding, amendment_.rounding);
    name("--rounding-step", arguments_.rounding_step, amendment_.rounding_step);
    name("--increase", arguments_.increase, amendment_.increase);
    name("--decrease", arguments_.decrease, amendment_.decrease);
    name("--measure", arguments_.measure, amendment_.measure);
    if (error_) return *error_;
    return amendment_;
  }

 private:
  void fail(const char* option, const Error& error) {
    if (!error_) error_ = within(option, error);
  }
  template <NamedEnum E>
  void name(const char* option, const std::string& text, std::optional<E>& into) {
    if (text.empty()) return;
    into = parse_name<E>(text);
    if (into) return;
    std::string names;
    for (const E each : every<E>())
      names += (names.empty() ? "" : ", ") + std::string{to_string(each)};
    fail(option, {Errc::invalid_argument, "'" + text + "' is none of: " + names});
  }
  void read_amounts() {
    const auto& least = arguments_.minimum_amount;
    if (!least.empty()) {
      auto amount = UnitPrice::parse(least == "none" ? "0" : least, currency_);
      if (amount)
        amendment_.minimum_amount = *amount;
      else
        fail("--minimum-amount", amount.error());
    }
    if (arguments_.minimum_credit.empty()) return;
    auto credit = Money::parse(arguments_.minimum_credit, currency_);
    if (credit)
      amendment_.minimum_credit_minor = credit->minor();
    else
      fail("--minimum-credit", credit.error());
  }
  void read_raise() {
    if (arguments_.indexation.empty()) {
      if (!arguments_.first_raise.empty() || arguments_.decimals)
        fail("--first-raise", {Errc::invalid_argument, "goes with --indexation"});
      return;
    }
    const auto first = parse_optional_date("--first-raise", arguments_.first_raise);
    if (!first) return fail("--first-raise", first.error());
    Indexation raise{0, first->value_or(amendment_.effective),
                     arguments_.decimals.value_or(currency_.exponent())};
    if (arguments_.indexation != "none") {
      const auto basis_points = parse_yearly_raise(arguments_.indexation);
      if (!basis_points) return fail("--indexation", basis_points.error());
      raise.basis_points = *basis_points;
    }
    amendment_.indexation = raise;
  }

  const AmendArguments& arguments_;
  Currency currency_;
  ServiceAmendment amendment_{.effective = Date{2001, 1, 1}};
  std::optional<Error> error_;
};

bool says_price(const AmendArguments& arguments) {
  return !arguments.unit_price.empty() || !arguments.unit_cost.empty();
}

/// An amendment that changes nothing.
ServiceAmendment nothing_of(Date day, const AmendArguments& arguments) {
  ServiceAmendment nothing{.effective = day};
  nothing.reason = arguments.reason;
  return nothing;
}

/// What changes only where a billing period begins, and this day is none.
void tell_of_next_period(Session& session, const Contract& contract, Date day) {
  const Period period = contract.period_at(day);
  if (period.begin() == day) return;
  session.err() << "billbyagent: it holds from " << to_string(period.end())
                << " on, where a billing period begins\n";
}

Result<Contract> amend(Session& session, const Desk& desk, const ServiceKey& key, Date day,
                       const AmendArguments& arguments) {
  auto contract = read_contracts(desk, key.contract.text());
  if (!contract) return contract.error();
  const Service* service = contract->front().find_service(key.service);
  if (!service) return Error{Errc::not_found, name_of(key)};
  auto amendment = AmendedTerms{arguments, day, service->terms().currency}.read();
  if (!amendment) return amendment.error();
  const bool priced = says_price(arguments);
  const bool amended = !amendment->says_what(nothing_of(day, arguments));
  if (priced == amended)
    return Error{Errc::invalid_argument,
                 priced ? "amend prices and other terms one after the other"
                        : "say what changes: --unit-price, --tax-category, --minimum ..."};
  if (priced) {
    auto price = price_of(*service, day, arguments);
    if (!price) return price.error();
    price->reason = arguments.reason;
    price->author = session.author();
    return add_price(desk, key, *std::move(price), arguments.reach());
  }
  amendment->author = session.author();
  const bool of_periods = amendment->is_of_periods();
  auto changed = amend_service(desk, key, {*std::move(amendment)}, arguments.reach());
  if (changed && of_periods) tell_of_next_period(session, *changed, day);
  return changed;
}

/// Whether the options say anything that only a service has.
bool of_a_service(const AmendArguments& arguments, Date day) {
  AmendArguments own = arguments;
  own.contract_terms.name.reset();
  const auto amendment = AmendedTerms{own, day, usd}.read();
  return !amendment || !amendment->says_what(nothing_of(day, arguments)) || says_price(arguments);
}

/// Of a contract: how far it is trusted, its billing cycle, timing, account, name and recipients.
Result<Contract> amend(Session& session, const Desk& desk, const ContractId& id, Date day,
                       const AmendArguments& arguments) {
  if (of_a_service(arguments, day))
    return Error{Errc::invalid_argument,
                 "prices, tax category and limits are those of a service, CONTRACT/SERVICE; of a "
                 "contract --trust, --cycle, --timing, --account, --name and --recipient change"};
  const auto& terms = arguments.contract_terms;
  if (arguments.trust.empty() && !terms.of_contract() && !terms.name)
    return Error{Errc::invalid_argument,
                 "say what changes: --cycle, --timing, --account, --name, --trust ..."};
  auto contract = read_contracts(desk, id.text());
  if (!contract) return contract.error();
  auto amendment = amendment_of(terms, contract->front(), day);
  if (!amendment) return amendment.error();
  if (!arguments.trust.empty()) {
    amendment->trust = parse_name<Trust>(arguments.trust);
    if (!amendment->trust)
      return Error{Errc::invalid_argument,
                   "--trust: '" + arguments.trust + "' is none of: automatic, propose, observe"};
  }
  amendment->reason = arguments.reason;
  amendment->author = session.author();
  return amend_contract(desk, id, {*std::move(amendment)}, arguments.reach());
}

Result<Exit> run_amend(Session& session, const AmendArguments& arguments) {
  auto target = parse_target(arguments.target);
  if (!target) return target.error();
  auto from = parse_optional_date("--from", arguments.from);
  if (!from) return from.error();
  if (target->service && !arguments.trust.empty())
    return Error{Errc::invalid_argument, "--trust is of a contract: amend " +
                                             target->contract.text() + " --trust " +
                                             arguments.trust};
  if (target->service && arguments.contract_terms.of_contract())
    return Error{Errc::invalid_argument,
                 "--cycle, --timing, --account, --recipient and what goes with them amend a "
                 "contract: leave the service out"};
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  const Date today = desk->clock.today();
  const Date day = from->value_or(today);
  auto changed =
      target->service
          ? amend(session, *desk, ServiceKey{target->contract, *target->service}, day, arguments)
          : amend(session, *desk, target->contract, day, arguments);
  if (!changed) return changed.error();
  return show_changed(session, *changed, today);
}

void fill_terms(CLI::App& sub, AmendArguments& arguments) {
  sub.add_option("--unit-price", arguments.unit_price, "A new price");
  sub.add_option("--unit-cost", arguments.unit_cost, "A new cost");
  sub.add_option("--tax-category", arguments.tax_category, "Of its lines");
  sub.add_option("--included", arguments.included, "Free units");
  sub.add_option("--minimum", arguments.minimum, "Committed units");
  sub.add_option("--maximum", arguments.maximum, "At most so many are billed; 'none'")
      ->transform([](const std::string& text) {
        return text == "none" ? std::to_string(limits::units_max) : text;
      });
  sub.add_option("--minimum-amount", arguments.minimum_amount,
                 "What a whole billing period comes to at least; 'none'");
}

void fill_conventions(CLI::App& sub, AmendArguments& arguments) {
  sub.add_option("--indexation", arguments.indexation, "Percent of a yearly raise; 'none'");
  sub.add_option("--first-raise", arguments.first_raise, "Its first day (default: --from)");
  sub.add_option("--raise-decimals", arguments.decimals, "Of a raised price");
  sub.add_option("--day-count", arguments.day_count, "How days are counted");
  sub.add_option("--effective-day", arguments.effective_day, "billed or not_billed");
  sub.add_option("--rounding", arguments.rounding, "How amounts are rounded");
  sub.add_option("--rounding-step", arguments.rounding_step, "line or unit_price");
  sub.add_option("--increase", arguments.increase, "What units cost that come");
  sub.add_option("--decrease", arguments.decrease, "What becomes of units that go");
  sub.add_option("--minimum-credit", arguments.minimum_credit, "Smaller credits wait");
  sub.add_option("--measure", arguments.measure, "The count that a billing period is billed at");
  sub.add_option("--fixed-day", arguments.fixed_day, "Of --measure fixed_day");
}

}  // namespace

void add_amend_command(Commands& commands) {
  commands.add<AmendArguments>(
      "amend", "Change terms from a day on",
      [](CLI::App& sub, AmendArguments& arguments) {
        sub.add_option("TARGET", arguments.target, "CONTRACT/SERVICE, or CONTRACT")->required();
        sub.add_option("--from", arguments.from, "The first day (default: today)");
        fill_terms(sub, arguments);
        fill_conventions(sub, arguments);
        sub.add_option("--trust", arguments.trust, "Of a contract: automatic, propose, observe");
        add_options(sub, arguments.contract_terms);
        sub.add_flag("--reach-back", arguments.reach_back,
                     "What changes amounts may begin on a day that is posted");
        sub.add_option("--reason", arguments.reason, "Why, for the record");
      },
      run_amend);
}

}  // namespace billbyagent::cli
