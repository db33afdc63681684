// From which day on another version of a contract opens periods that were closed.

#include "billbyagent/ports/detail/changed_from.hpp"

#include <functional>
#include <span>

#include "conformance/store_samples.hpp"
#include "ports/counting_store.hpp"

using namespace billbyagent;
using namespace billbyagent::tests;
using namespace billbyagent::conformance;

namespace {

Service with(const Service& service, const std::function<void(Service::Terms&)>& change) {
  auto terms = service.terms();
  change(terms);
  return Service::create(std::move(terms)).value();
}

const Date start = sample_terms().start;
const Date july{2026, 7, 1};

struct Case {
  std::string what;
  std::function<void(Contract::Terms&)> change;
  Date day;
};
Service& first(Contract::Terms& terms) { return terms.services.front(); }
const Case of_the_contract[] = {
    {"nothing", [](auto&) {}, detail::open_end()},
    {"names, recipients and trust",
     [](auto& terms) {
       terms.name = "other";
       terms.trust = Trust::automatic;
       terms.recipients.clear();
       first(terms) = with(first(terms), [](auto& of) { of.name = "other"; });
     },
     detail::open_end()},
    {"an earlier end",
     [](auto& terms) {
       terms.end = Date{2027, 9, 1};
     },
     {2027, 9, 1}},
    {"a later end", [](auto& terms) { terms.end = std::nullopt; }, {2028, 2, 29}},
    {"a pause",
     [](auto& terms) {
       terms.amendments.push_back({july, {}, 100});
     },
     july},
    {"an amendment less", [](auto& terms) { terms.amendments.pop_back(); }, start},
    {"another timing", [](auto& terms) { terms.timing = BillingTiming::advance; }, start},
    {"an earlier start",
     [](auto& terms) {
       terms.start = Date{2026, 1, 2};
     },
     {2026, 1, 2}},
};
const Case of_a_service[] = {
    {"the end of a service",
     [](auto& terms) {
       first(terms) = with(first(terms), [](auto& of) { of.end = Date{2026, 8, 1}; });
     },
     {2026, 8, 1}},
    {"an amendment of a service",
     [](auto& terms) {
       first(terms) = with(first(terms), [](auto& of) {
         of.amendments.push_back({.effective = july, .minimum = 4});
       });
     },
     july},
    {"a price",
     [](auto& terms) {
       first(terms) =
           with(first(terms), [](auto& of) { of.prices.push_back(tiered_price(july, 9, 9)); });
     },
     july},
    {"another service",
     [](auto& terms) {
       terms.services.push_back(with(terms.services.back(), [](auto& of) {
         of.id = ServiceId{"more"};
         of.effective = july;
       }));
     },
     july},
    {"a service less", [](auto& terms) { terms.services.pop_back(); }, start},
    {"another minimum",
     [](auto& terms) {
       first(terms) = with(first(terms), [](auto& of) { of.quantity.minimum = 3; });
     },
     start},
};

}  // namespace

TEST_CASE("what another version of a contract opens") {
  for (const auto& cases :
       {std::span<const Case>{of_the_contract}, std::span<const Case>{of_a_service}})
    for (const Case& row : cases) {
      CAPTURE(row.what);
      auto terms = sample_terms();
      row.change(terms);
      const auto other = Contract::create(terms).value();
      CHECK(detail::ChangedFrom{sample_contract(), other}.day() == row.day);
    }
}

TEST_CASE("a first count opens every period, as minimum and fees of all of them are due then") {
  CountingStore store;
  const TenantId tenant{"t1"};
  auto tx = store.begin(tenant, Access::write).value();
  write_book(*tx);
  tx->commit().value();
  tx = store.begin(tenant, Access::write).value();
  tx->append_unit_change(derived_key(), change(1, {2026, 6, 10}, 5)).value();
  tx->append_unit_change(derived_key(), change(2, {2026, 8, 10}, 6)).value();
  const Closing expected{.reopened = sample_terms().start, .end = {}};
  CHECK(tx->changes().closings.at(derived_key().contract) == expected);
  tx->commit().value();
  tx = store.begin(tenant, Access::write).value();
  tx->append_unit_change(derived_key(), change(3, {2026, 7, 10}, 7)).value();
  CHECK(tx->changes().closings.at(derived_key().contract).reopened == Date{2026, 7, 10});
}
