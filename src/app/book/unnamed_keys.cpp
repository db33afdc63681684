#include "app/book/unnamed_keys.hpp"

#include <algorithm>
#include <utility>

namespace billbyagent::app {

namespace {

void fill_in(DatedPrice& price, const DatedPrice& from, const Named& named,
             const std::string& place) {
  inherit(price, from,
          {.cost = named.says(place + "unit_cost"),
           .base_fee = named.says(place + "base_fee"),
           .tiers = true});
}

/// The saved prices, with those of the book: one of a day that is saved stands for that one,
/// another is added and takes what it does not name from the price before it. Before anything was
/// posted the first one stands for the first one.
std::vector<DatedPrice> with_saved(const std::vector<DatedPrice>& saved,
                                   const std::vector<DatedPrice>& wanted, const Named& named,
                                   bool posted) {
  auto prices = saved;
  std::vector<bool> taken(saved.size(), false);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    DatedPrice price = wanted[i];
    const std::string place = i == 0 ? "" : "prices[" + std::to_string(i - 1) + "]/";
    std::size_t at = 0;
    while (at < saved.size() && (posted || i > 0 || taken[at]) &&
           (taken[at] || saved[at].effective != price.effective))
      ++at;
    if (at < saved.size()) {
      taken[at] = true;
      fill_in(price, saved[at], named, place);
      // The same price stays as it was recorded.
      if (!(price == saved[at])) prices[at] = std::move(price);
      continue;
    }
    if (const DatedPrice* before = price_on(prices, price.effective))
      fill_in(price, *before, named, place);
    prices.push_back(std::move(price));
  }
  return prices;
}

/// Where the days of a service begin when its document does not say: with its contract.
bool begins_elsewhere(const Contract& saved, const Contract& wanted, const Service& service) {
  return saved.terms().start != wanted.terms().start &&
         service.terms().effective == saved.terms().start;
}

Result<Service> with_saved(const Service& saved, const Service& wanted, const Named& named,
                           bool posted, bool moved) {
  const Service::Terms& before = saved.terms();
  Service::Terms terms = wanted.terms();
  if (!named.says("name")) terms.name = before.name;
  if (!named.says("effective_date") && (posted || !moved) && !terms.prices.empty() &&
      !before.prices.empty()) {
    terms.effective = before.effective;
    terms.prices.front().effective = before.prices.front().effective;
  }
  if (!named.says("end_date")) terms.end = before.end;
  if (!named.says("billed_through")) terms.billed_through = before.billed_through;
  if (!named.says("proration")) terms.proration = before.proration;
  if (!named.says("price_model")) terms.price_model = before.price_model;
  if (!named.says("charging")) terms.charging = before.charging;
  if (!named.says("indexation")) terms.indexation = before.indexation;
  if (!named.says("quantity/measure") && !named.says("quantity/fixed_day")) {
    terms.quantity.measure = before.quantity.measure;
    terms.quantity.fixed_day = before.quantity.fixed_day;
  }
  // Prices in another currency have nothing in common.
  if (posted || before.currency == terms.currency)
    terms.prices = with_saved(before.prices, terms.prices, named, posted);
  return Service::create(std::move(terms));
}

/// A class that the book does not list stays.
std::vector<MachineClass> with_saved(std::vector<MachineClass> saved,
                                     const std::vector<MachineClass>& wanted) {
  for (const auto& each : wanted) {
    const auto is_it = [&](const MachineClass& other) { return other.name == each.name; };
    const auto at = std::find_if(saved.begin(), saved.end(), is_it);
    if (at == saved.end())
      saved.push_back(each);
    else
      *at = each;
  }
  return saved;
}

/// Those that are saved, in their order, and then the new ones. A service that the book does not
/// list stays.
Result<std::vector<Service>> services_with_saved(const Contract& saved, const Contract& wanted,
                                                 const Named& named, const EverPosted& posted) {
  std::vector<Service> services;
  for (const auto& before : saved.terms().services) {
    const Service* after = wanted.find_service(before.id());
    auto service = after ? with_saved(before, *after, named.of_service(before.id()),
                                      posted.services.contains(before.id()),
                                      begins_elsewhere(saved, wanted, before))
                         : Result<Service>{before};
    if (!service) return service.error();
    services.push_back(*std::move(service));
  }
  for (const auto& service : wanted.terms().services)
    if (!saved.find_service(service.id())) services.push_back(service);
  return services;
}

}  // namespace

Account with_saved(const Account& saved, Account wanted, const Named& named) {
  if (named.all()) return wanted;
  if (!named.says("name")) wanted.name = saved.name;
  if (!named.says("organization")) wanted.organization = saved.organization;
  if (!named.says("overlaps")) wanted.overlaps = saved.overlaps;
  // An organization of another RMM that the book does not list stays; null takes all of them away.
  if (!named.says("organizations") || !wanted.links.empty())
    wanted.links.insert(saved.links.begin(), saved.links.end());
  return wanted;
}

namespace {

/// Whether the book says no other cycle than the saved one.
bool same_cycle_where_named(const Contract& saved, const Contract& wanted, const Named& named,
                            const EverPosted& posted) {
  const BillingCycle& before = saved.terms().cycle;
  const BillingCycle& after = wanted.terms().cycle;
  if (before.length() != after.length() ||
      !(posted.contract || saved.terms().start == wanted.terms().start))
    return false;
  if (!named.says("periods") && !named.says("anchor_day") && !named.says("anchor_month"))
    return !named.says("every") || before.every() == after.every();
  if (named.says("every") || before.every() == 1) return false;
  // Several lengths on the calendar are counted from the one that holds the start.
  const Date begin = after.period_at(wanted.terms().start).begin();
  return before == after.times(before.every()).value() ||
         before == BillingCycle::anchored(after.length(), begin).times(before.every()).value();
}

}  // namespace

Result<Contract> with_saved(const Contract& saved, const Contract& wanted, const Named& named,
                            const EverPosted& posted) {
  if (named.all()) return wanted;
  const Contract::Terms& before = saved.terms();
  Contract::Terms terms = wanted.terms();
  if (!named.says("name")) terms.name = before.name;
  if (same_cycle_where_named(saved, wanted, named, posted)) terms.cycle = before.cycle;
  if (!named.says("timing")) terms.timing = before.timing;
  if (!named.says("trust")) terms.trust = before.trust;
  if (!named.says("end_date")) terms.end = before.end;
  if (!named.says("billed_through")) terms.billed_through = before.billed_through;
  if (!named.says("recipients")) terms.recipients = before.recipients;
  if (!named.says("term")) terms.agreed_term = before.agreed_term;
  terms.machine_classes = with_saved(before.machine_classes, terms.machine_classes);
  auto services = services_with_saved(saved, wanted, named, posted);
  if (!services) return within("contract " + before.id.text(), services.error());
  terms.services = *std::move(services);
  return Contract::create(std::move(terms));
}

}  // namespace billbyagent::app
