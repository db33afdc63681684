#include "billbyagent/app/raise_prices.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "app/each_contract.hpp"
#include "app/request.hpp"
#include "app/units/posted_through.hpp"
#include "billbyagent/app/preview_contract.hpp"
#include "billbyagent/domain/renewal.hpp"

namespace billbyagent {
namespace {

constexpr std::int32_t whole = 10'000;  // basis points
constexpr int periods_compared = 2;

template <class T>
bool is_among(const std::vector<T>& all, const T& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

Result<void> check_percent(std::int64_t basis_points, const std::string& as_given) {
  if (basis_points != 0 && basis_points >= -whole && basis_points <= whole) return {};
  return Error{Errc::invalid_argument, as_given + " is not a raise of up to 100 % either way"};
}

Result<void> check_price(const PriceRaise& raise) {
  const auto refuse = [](const char* why) { return Error{Errc::invalid_argument, why}; };
  if (raise.basis_points != 0) return refuse("a price and percents: say one of them");
  if (raise.decimals) return refuse("digits go with percents");
  if (raise.services.empty()) return refuse("one price: name the services that it is of");
  return {};
}

Result<void> check_numbers(const PriceRaise& raise) {
  if (raise.unit_price) return check_price(raise);
  if (auto good = check_percent(raise.basis_points, percent_to_string(raise.basis_points)); !good)
    return good;
  if (raise.decimals && (*raise.decimals < 0 || *raise.decimals > 6))
    return Error{Errc::invalid_argument,
                 std::to_string(*raise.decimals) + " digits: prices have 0 to 6"};
  return {};
}

/// A name that is none would leave out what somebody meant, or raise what somebody did not mean.
Result<void> check_names(Transaction& transaction, const PriceRaise& raise) {
  for (const auto& id : raise.accounts)
    if (auto account = transaction.account(id); !account) return account.error();
  for (const auto& id : raise.except_contracts)
    if (auto contract = transaction.contract(id); !contract) return contract.error();
  for (const auto& key : raise.except_services) {
    auto contract = transaction.contract(key.contract);
    if (!contract) return contract.error();
    if (!contract->find_service(key.service)) return Error{Errc::not_found, name_of(key)};
  }
  return {};
}

Result<std::vector<ContractId>> contracts_of(Transaction& transaction,
                                             const std::vector<AccountId>& accounts) {
  if (accounts.empty()) return transaction.contract_ids();
  return app::contracts_that(transaction, [&](const Contract& contract) {
    return std::any_of(accounts.begin(), accounts.end(),
                       [&](const AccountId& account) { return contract.is_of(account); });
  });
}

/// The raise of one contract's prices; `from`: nothing when it does not renew.
class Raiser {
 public:
  Raiser(Transaction& transaction, const PriceRaise& raise, std::optional<Date> from, Instant now)
      : transaction_(transaction), raise_(raise), from_(from), now_(now) {}

  /// The contract with its new prices; tells of each service in `services`.
  Result<Contract> raised(const Contract& contract, std::vector<RaisedService>& services) const {
    Contract::Terms terms = contract.terms();
    for (auto& service : terms.services) {
      if (!raise_.services.empty() && !is_among(raise_.services, service.id())) continue;
      auto one = looked_at(contract, service);
      if (!one) return one.error();
      if (one->status == RaiseStatus::raised) {
        auto made = with_price(service, *one->after);
        if (!made) return within(name_of(one->key), made.error());
        service = *std::move(made);
      }
      services.push_back(*std::move(one));
    }
    return Contract::create(std::move(terms));
  }

 private:
  bool has_next_price(RaiseStatus status) const {
    if (!from_) return false;
    switch (status) {
      case RaiseStatus::not_in_force:
      case RaiseStatus::charge:
      case RaiseStatus::tiered:
      case RaiseStatus::other_currency:
        return false;
      default:
        return true;
    }
  }
  Result<RaisedService> looked_at(const Contract& contract, const Service& service) const {
    RaisedService one{.key = {contract.id(), service.id()},
                      .name = from_ ? service.name_on(*from_) : service.terms().name};
    auto status = status_of(contract, service, one.key);
    if (!status) return status.error();
    one.status = *status;
    if (!has_next_price(one.status)) return one;
    one.before = service.listed_price_on(*from_);
    auto after = raised(*one.before, contract.terms().currency);
    if (!after) return within(name_of(one.key), after.error());
    one.after = *std::move(after);
    for (const auto& price : service.terms().prices)
      if (*from_ < price.effective && (!one.next_price || price.effective < *one.next_price))
        one.next_price = price.effective;
    return one;
  }

  Result<RaiseStatus> status_of(const Contract& contract, const Service& service,
                                const ServiceKey& key) const {
    if (is_among(raise_.except_contracts, key.contract) || is_among(raise_.except_services, key))
      return RaiseStatus::excepted;
    if (!from_) return RaiseStatus::no_renewal;
    const auto life = contract.life_of(service);
    if (!life || !life->contains(*from_)) return RaiseStatus::not_in_force;
    const auto& terms = service.terms();
    if (terms.charging != Charging::by_unit) return RaiseStatus::charge;
    if (raise_.unit_price) {
      if (terms.price_model != PriceModel::per_unit) return RaiseStatus::tiered;
      if (terms.currency != raise_.unit_price->currency()) return RaiseStatus::other_currency;
    }
    if (service.indexation_on(*from_)) return RaiseStatus::indexed;
    for (const auto& price : terms.prices)
      if (price.effective == *from_) return RaiseStatus::priced_already;
    if (raise_.unit_price && service.listed_price_on(*from_).price == *raise_.unit_price)
      return RaiseStatus::unchanged;
    if (raise_.reach_back) return RaiseStatus::raised;
    auto posted = app::posted_through(transaction_, key);
    if (!posted) return posted.error();
    return *posted && *from_ <= **posted ? RaiseStatus::posted : RaiseStatus::raised;
  }

  Result<UnitPrice> raised(const UnitPrice& price, Currency currency) const {
    Int128 step = 1;
    for (int i = raise_.decimals.value_or(currency.exponent()); i < 6; ++i) step *= 10;
    const Int128 exact = Int128{price.millionths()} * (whole + raise_.basis_points);
    const Int128 rounded =
        divide_rounded(exact, whole * step, Rounding::half_away_from_zero) * step;
    if (rounded > limits::price_millionths_max)
      return Error{Errc::out_of_range, "a price of " + to_string(price) + " would be too high"};
    return UnitPrice::from_millionths(static_cast<std::int64_t>(rounded), currency);
  }

  Result<DatedPrice> raised(DatedPrice price, Currency currency) const {
    price.effective = *from_;
    price.reason = raise_.reason;
    price.author = raise_.author;
    if (raise_.unit_price) {
      price.price = *raise_.unit_price;
      return price;
    }
    std::vector<UnitPrice*> all{&price.price};
    for (auto& tier : price.tiers) all.push_back(&tier.price);
    if (price.base_fee) all.push_back(&*price.base_fee);
    for (auto* each : all) {
      auto made = raised(*each, currency);
      if (!made) return made.error();
      *each = *made;
    }
    return price;
  }

  Result<Service> with_price(const Service& service, DatedPrice price) const {
    Service::Terms terms = service.terms();
    price.recorded = now_;
    terms.prices.push_back(std::move(price));
    return Service::create(std::move(terms));
  }

  Transaction& transaction_;
  const PriceRaise& raise_;
  std::optional<Date> from_;
  Instant now_;
};

/// What the contract owes before and after; nothing when that is the same.
Result<std::optional<RaisedContract>> owed(Transaction& transaction, const Contract& before,
                                           const Contract& after, Date from) {
  PreviewSide saved{before, {}, {}};
  for (const auto& service : before.terms().services) {
    auto history = transaction.unit_history({before.id(), service.id()});
    if (!history) return history.error();
    saved.histories.emplace(service.id(), *std::move(history));
  }
  PreviewSide wanted = saved;
  wanted.contract = after;
  auto compared = preview(saved, wanted, from, periods_compared);
  if (!compared) return within("contract " + before.id().text(), compared.error());
  if (compared->amount.difference.minor() == 0) return std::optional<RaisedContract>{};
  return std::optional{RaisedContract{before.id(), before.account_on(from), compared->amount}};
}

Result<void> raise_one(Transaction& transaction, const Contract& contract, const Desk& desk,
                       RaiseReport& report) {
  const PriceRaise& raise = report.raise;
  const auto from = raise.from ? raise.from : next_renewal(contract, desk.clock.today());
  if (!raise.accounts.empty() &&
      !is_among(raise.accounts, contract.account_on(from.value_or(desk.clock.today()))))
    return {};
  std::vector<RaisedService> services;
  auto wanted = Raiser{transaction, raise, from, desk.clock.now()}.raised(contract, services);
  if (!wanted) return wanted.error();
  const bool changed = std::any_of(services.begin(), services.end(), [](const auto& service) {
    return service.status == RaiseStatus::raised;
  });
  report.services.insert(report.services.end(), services.begin(), services.end());
  if (!changed) return {};
  auto effect = owed(transaction, contract, *wanted, *from);
  if (!effect) return effect.error();
  if (*effect) report.contracts.push_back(**effect);
  auto saved = transaction.save_contract(*wanted);
  return saved ? Result<void>{} : saved.error();
}

std::size_t raised_in(const RaiseReport& report) {
  return static_cast<std::size_t>(
      std::count_if(report.services.begin(), report.services.end(),
                    [](const auto& service) { return service.status == RaiseStatus::raised; }));
}

}  // namespace

Result<std::int32_t> parse_raise(std::string_view percent) {
  auto basis_points = detail::parse_scaled(percent, 2);
  if (!basis_points) return basis_points.error();
  if (auto good = check_percent(*basis_points, std::string{percent} + " %"); !good)
    return good.error();
  return static_cast<std::int32_t>(*basis_points);
}

Result<UnitPrice> parse_unit_price(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos)
    return Error{Errc::invalid_argument,
                 "'" + std::string{text} + "' is no price with its currency, such as '32.00 USD'"};
  auto currency = Currency::parse(text.substr(space + 1));
  if (!currency) return currency.error();
  return UnitPrice::parse(text.substr(0, space), *currency);
}

std::string summary(const RaiseReport& report) {
  const std::size_t raised = raised_in(report);
  const PriceRaise& raise = report.raise;
  return (raise.unit_price
              ? to_decimal(*raise.unit_price) + " " + to_string(raise.unit_price->currency())
              : percent_to_string(raise.basis_points)) +
         " from " + (raise.from ? to_string(*raise.from) : "each renewal on") + ": " +
         std::to_string(raised) + (raised == 1 ? " service" : " services") + " raised, " +
         std::to_string(report.services.size() - raised) + " left as they are";
}

Result<RaiseReport> raise_prices(const Desk& desk, const PriceRaise& raise) {
  if (auto good = check_numbers(raise); !good) return good.error();
  RaiseReport report{.raise = raise};
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  if (auto known = check_names(**transaction, raise); !known) return known.error();
  auto ids = contracts_of(**transaction, raise.accounts);
  if (!ids) return ids.error();
  std::size_t seen = 0;
  const auto raised =
      app::each_contract(**transaction, *ids, Part::contract | Part::units | Part::lines,
                         [&](const Dossier& dossier) -> Result<void> {
                           if (desk.cancelled()) return Error{Errc::cancelled, "raise-prices"};
                           const Contract contract = *dossier.contract;
                           if (auto done = raise_one(**transaction, contract, desk, report); !done)
                             return done;
                           desk.progress("prices", ++seen, ids->size());
                           return {};
                         });
  if (!raised) return raised.error();
  for (const auto& id : raise.services)
    if (std::none_of(report.services.begin(), report.services.end(),
                     [&](const auto& service) { return service.key.service == id; }))
      return Error{Errc::not_found, "service " + id.text()};
  if (raise.dry_run || raised_in(report) == 0) return report;
  const std::string what = summary(report) + (raise.author.empty() ? "" : " by " + raise.author) +
                           (raise.reason.empty() ? "" : " (" + raise.reason + ")");
  const std::string id = to_string(desk.clock.now()) + " " + what;
  const app::Request record{**transaction, desk, id, "raise-prices", what};
  if (auto noted = record.record(); !noted) return noted.error();
  if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  return report;
}

}  // namespace billbyagent
