#include "billbyagent/app/raise_prices.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "app/request.hpp"
#include "app/units/posted_through.hpp"
#include "billbyagent/app/preview_contract.hpp"

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

Result<void> check_numbers(const PriceRaise& raise) {
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

class Raiser {
 public:
  Raiser(Transaction& transaction, const PriceRaise& raise)
      : transaction_(transaction), raise_(raise) {}

  /// The contract with its new prices; tells of each service in `services`.
  Result<Contract> raised(const Contract& contract, std::vector<RaisedService>& services) const {
    Contract::Terms terms = contract.terms();
    for (auto& service : terms.services) {
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
  Result<RaisedService> looked_at(const Contract& contract, const Service& service) const {
    RaisedService one{.key = {contract.id(), service.id()}, .name = service.terms().name};
    auto status = status_of(contract, service, one.key);
    if (!status) return status.error();
    one.status = *status;
    if (one.status == RaiseStatus::not_in_force || one.status == RaiseStatus::charge) return one;
    one.before = service.listed_price_on(raise_.from);
    auto after = raised(*one.before, contract.terms().currency);
    if (!after) return within(name_of(one.key), after.error());
    one.after = *std::move(after);
    for (const auto& price : service.terms().prices)
      if (raise_.from < price.effective && (!one.next_price || price.effective < *one.next_price))
        one.next_price = price.effective;
    return one;
  }

  Result<RaiseStatus> status_of(const Contract& contract, const Service& service,
                                const ServiceKey& key) const {
    if (is_among(raise_.except_contracts, key.contract) || is_among(raise_.except_services, key))
      return RaiseStatus::excepted;
    const auto life = contract.life_of(service);
    if (!life || !life->contains(raise_.from)) return RaiseStatus::not_in_force;
    const auto& terms = service.terms();
    if (terms.charging != Charging::by_unit) return RaiseStatus::charge;
    if (service.indexation_on(raise_.from)) return RaiseStatus::indexed;
    for (const auto& price : terms.prices)
      if (price.effective == raise_.from) return RaiseStatus::priced_already;
    if (raise_.reach_back) return RaiseStatus::raised;
    auto posted = app::posted_through(transaction_, key);
    if (!posted) return posted.error();
    return *posted && raise_.from <= **posted ? RaiseStatus::posted : RaiseStatus::raised;
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
    price.effective = raise_.from;
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

  static Result<Service> with_price(const Service& service, const DatedPrice& price) {
    Service::Terms terms = service.terms();
    terms.prices.push_back(price);
    return Service::create(std::move(terms));
  }

  Transaction& transaction_;
  const PriceRaise& raise_;
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
  return std::optional{RaisedContract{before.id(), before.terms().account, compared->amount}};
}

Result<void> raise_one(Transaction& transaction, const ContractId& id, RaiseReport& report) {
  auto contract = transaction.contract(id);
  if (!contract) return contract.error();
  const PriceRaise& raise = report.raise;
  if (!raise.accounts.empty() && !is_among(raise.accounts, contract->terms().account)) return {};
  std::vector<RaisedService> services;
  auto wanted = Raiser{transaction, raise}.raised(*contract, services);
  if (!wanted) return wanted.error();
  const bool changed = std::any_of(services.begin(), services.end(), [](const auto& service) {
    return service.status == RaiseStatus::raised;
  });
  report.services.insert(report.services.end(), services.begin(), services.end());
  if (!changed) return {};
  auto effect = owed(transaction, *contract, *wanted, raise.from);
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

std::string summary(const RaiseReport& report) {
  const std::size_t raised = raised_in(report);
  return percent_to_string(report.raise.basis_points) + " from " + to_string(report.raise.from) +
         ": " + std::to_string(raised) + (raised == 1 ? " service" : " services") + " raised, " +
         std::to_string(report.services.size() - raised) + " left as they are";
}

Result<RaiseReport> raise_prices(const Desk& desk, const PriceRaise& raise) {
  if (auto good = check_numbers(raise); !good) return good.error();
  RaiseReport report{.raise = raise};
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  if (auto known = check_names(**transaction, raise); !known) return known.error();
  auto ids = (*transaction)->contract_ids();
  if (!ids) return ids.error();
  for (std::size_t at = 0; at < ids->size(); ++at) {
    if (desk.cancelled()) return Error{Errc::cancelled, "raise-prices"};
    if (auto done = raise_one(**transaction, (*ids)[at], report); !done) return done.error();
    desk.progress("prices", at + 1, ids->size());
  }
  if (raise.dry_run || raised_in(report) == 0) return report;
  const std::string what = summary(report);
  const std::string id = to_string(desk.clock.now()) + " " + what;
  const app::Request record{**transaction, desk, id, "raise-prices", what};
  if (auto noted = record.record(); !noted) return noted.error();
  if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  return report;
}

}  // namespace billbyagent
