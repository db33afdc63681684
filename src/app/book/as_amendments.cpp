#include "app/book/as_amendments.hpp"

#include <algorithm>
#include <utility>

namespace billbyagent::app {

namespace {

constexpr const char* imported = "imported";

/// The saved amendments, and those in the book that are not among them, recorded now.
template <class Amendment>
std::vector<Amendment> with_new(const std::vector<Amendment>& saved,
                                const std::vector<Amendment>& wanted, const Recording& by) {
  auto all = saved;
  for (auto each : wanted) {
    const auto is_it = [&](const Amendment& other) { return other.says_what(each); };
    if (std::any_of(saved.begin(), saved.end(), is_it)) continue;
    each.author = by.author;
    each.recorded = by.now;
    all.push_back(std::move(each));
  }
  return all;
}

/// Later prices that are new are recorded now; those that were saved stay as they were recorded.
void record_prices(std::vector<DatedPrice>& prices, const Service* saved, const Recording& by) {
  for (std::size_t i = 0; i < prices.size(); ++i) {
    if (saved) {
      const auto& before = saved->terms().prices;
      const auto same = std::find(before.begin(), before.end(), prices[i]);
      if (same != before.end()) {
        prices[i] = *same;
        continue;
      }
    }
    if (i == 0) continue;
    prices[i].author = by.author;
    prices[i].recorded = by.now;
  }
}

/// What was amended before changes by a further amendment.
template <class Field>
bool was_amended(const Contract& contract, Field field) {
  const auto& all = contract.terms().amendments;
  return std::any_of(all.begin(), all.end(),
                     [&](const ContractAmendment& each) { return (each.*field).has_value(); });
}

/// A book that says a term as it is by now says nothing new, although it began otherwise.
void keep_what_holds(const Contract& saved, const Recording& by, Contract::Terms& terms) {
  const auto& before = saved.terms();
  if (terms.account == saved.account_on(by.today)) terms.account = before.account;
  if (terms.timing == saved.timing_on(by.today)) terms.timing = before.timing;
  if (terms.cycle == saved.cycle_on(by.today)) terms.cycle = before.cycle;
  if (was_amended(saved, &ContractAmendment::name)) terms.name = before.name;
  if (was_amended(saved, &ContractAmendment::recipients)) terms.recipients = before.recipients;
}

/// What `wanted` says otherwise than `so_far` on that day.
std::optional<ServiceAmendment> difference(const Service& so_far, const Service& wanted,
                                           const Named& named, const Recording& by) {
  ServiceAmendment made{.effective = by.today};
  if (named.says("tax_category") &&
      so_far.tax_category_on(by.today) != wanted.tax_category_on(by.today))
    made.tax_category = wanted.tax_category_on(by.today);
  const QuantityTerms before = so_far.quantity_on(by.today);
  const QuantityTerms after = wanted.quantity_on(by.today);
  if (named.says("quantity/included") && before.included != after.included)
    made.included = after.included;
  if (named.says("quantity/minimum") && before.minimum != after.minimum)
    made.minimum = after.minimum;
  if (named.says("quantity/maximum") && before.maximum != after.maximum)
    made.maximum = after.maximum.value_or(limits::units_max);
  if (named.says("minimum_amount") &&
      so_far.minimum_millionths_on(by.today) != wanted.minimum_millionths_on(by.today))
    made.minimum_amount =
        UnitPrice::from_millionths(wanted.minimum_millionths_on(by.today), wanted.terms().currency)
            .value();
  if (named.says("name") && so_far.name_on(by.today) != wanted.name_on(by.today))
    made.name = wanted.name_on(by.today);
  if (!made.tax_category && !made.included && !made.minimum && !made.maximum &&
      !made.minimum_amount && !made.name)
    return std::nullopt;
  made.reason = imported;
  made.author = by.author;
  made.recorded = by.now;
  return made;
}

Result<Service> as_amendments(const Service* saved, const Service& wanted, const Named& named,
                              bool posted, const Recording& by) {
  Service::Terms terms = wanted.terms();
  terms.amendments = with_new(saved ? saved->terms().amendments : std::vector<ServiceAmendment>{},
                              wanted.terms().amendments, by);
  record_prices(terms.prices, saved, by);
  if (!saved) return Service::create(std::move(terms));
  const auto& before = saved->terms();
  const auto stays = [&](const char* key) { return posted || !named.says(key); };
  const bool renamed = std::any_of(before.amendments.begin(), before.amendments.end(),
                                   [](const ServiceAmendment& each) { return each.name; });
  if (renamed) terms.name = before.name;
  if (stays("tax_category")) terms.tax_category = before.tax_category;
  if (stays("quantity/included")) terms.quantity.included = before.quantity.included;
  if (stays("quantity/minimum")) terms.quantity.minimum = before.quantity.minimum;
  if (stays("quantity/maximum")) terms.quantity.maximum = before.quantity.maximum;
  if (stays("minimum_amount")) terms.minimum_amount = before.minimum_amount;
  auto so_far = Service::create(terms);
  if (!so_far) return so_far.error();
  if (auto more = difference(*so_far, wanted, named, by))
    terms.amendments.push_back(*std::move(more));
  return Service::create(std::move(terms));
}

}  // namespace

Result<Contract> as_amendments(const Contract* saved, const Contract& wanted, const Named& named,
                               const EverPosted& posted, const Recording& by) {
  Contract::Terms terms = wanted.terms();
  for (auto& service : terms.services) {
    auto made =
        as_amendments(saved ? saved->find_service(service.id()) : nullptr, service,
                      named.of_service(service.id()), posted.services.contains(service.id()), by);
    if (!made) return made.error();
    service = *std::move(made);
  }
  terms.amendments = with_new(saved ? saved->terms().amendments : std::vector<ContractAmendment>{},
                              wanted.terms().amendments, by);
  if (!saved) return Contract::create(std::move(terms));
  terms.status = saved->terms().status;
  keep_what_holds(*saved, by, terms);
  auto so_far = Contract::create(terms);
  if (!so_far) return so_far.error();
  ContractAmendment made{.effective = by.today};
  const auto status = wanted.status_on(by.today);
  if (named.says("status") && so_far->status_on(by.today) != status) made.status = status;
  if (named.says("name") && so_far->name_on(by.today) != wanted.name_on(by.today))
    made.name = wanted.name_on(by.today);
  if (named.says("recipients") && so_far->recipients_on(by.today) != wanted.recipients_on(by.today))
    made.recipients = wanted.recipients_on(by.today);
  // Where an amendment holds, another trust is one too.
  const auto trust = wanted.trust_on(by.today);
  if (named.says("trust") && so_far->trust_on(by.today) != trust) made.trust = trust;
  if (made.status || made.name || made.recipients || made.trust) {
    made.reason = imported;
    made.author = by.author;
    made.recorded = by.now;
    terms.amendments.push_back(std::move(made));
  }
  return Contract::create(std::move(terms));
}

}  // namespace billbyagent::app
