#include "billbyagent/domain/billed_parts.hpp"

#include <doctest/doctest.h>

#include "billbyagent/domain/billing.hpp"
#include "unit/terms.hpp"

using namespace billbyagent;

namespace {

Date june(int day) { return {2026, 6, day}; }
const Period whole = Period::month(2026, 6);

std::optional<Date> available(BillingTiming timing,
                              const std::vector<ContractAmendment>& amendments,
                              std::optional<Date> end = {}) {
  auto terms = terms::contract();
  terms.timing = timing;
  terms.amendments = amendments;
  terms.end = end;
  const Contract contract = Contract::create(std::move(terms)).value();
  return available_from(contract, contract.terms().services[0], whole);
}

}  // namespace

TEST_CASE("a period can be billed when the first of its parts can") {
  const auto advance = BillingTiming::advance;
  const auto arrears = BillingTiming::arrears;
  const auto timed = [](int day, BillingTiming timing) {
    return std::vector<ContractAmendment>{{.effective = june(day), .timing = timing}};
  };
  const std::vector<ContractAmendment> cut{
      {.effective = june(11), .cycle = BillingCycle::calendar(CycleLength::weekly)}};
  CHECK(available(advance, {}) == june(1));
  CHECK(available(arrears, {}) == june(30));
  CHECK(available(advance, timed(11, arrears)) == june(1));
  CHECK(available(arrears, timed(11, advance)) == june(10));
  CHECK(available(arrears, cut) == june(10));
  CHECK(available(advance, cut) == june(1));
  CHECK(available(arrears, timed(11, advance), june(6)) == june(5));
  // Nothing of it is billed.
  CHECK_FALSE(available(
      advance, {{.effective = june(1), .cycle = BillingCycle::calendar(CycleLength::weekly)}}));
}

TEST_CASE("a free charge is whole in a period that another timing or cycle cuts") {
  auto of_service = terms::service();
  of_service.charging = Charging::charge_each_period;
  auto made = terms::contract();
  made.services = {Service::create(of_service).value()};
  const UnitHistory history = UnitHistory::starting(june(1), 1).value();
  const auto lines_of = [&](const std::vector<ContractAmendment>& amendments,
                            const Period& period) {
    auto amended = made;
    amended.amendments = amendments;
    const Contract contract = Contract::create(std::move(amended)).value();
    return unposted(contract, contract.terms().services[0], history, period, {}, june(20)).value();
  };
  const auto timed = lines_of({{.effective = june(11), .timing = BillingTiming::arrears}}, whole);
  REQUIRE(timed.size() == 1);
  CHECK(timed[0].span == whole);
  // Who pays when the period begins for the contract, pays for it.
  const Period year{Date{2026, 1, 1}, Date{2027, 1, 1}};
  const auto yearly = lines_of({{.effective = june(11),
                                 .cycle = BillingCycle::calendar(CycleLength::annual),
                                 .account = AccountId{"B"}}},
                               year);
  REQUIRE(yearly.size() == 1);
  CHECK(yearly[0].span == year);
  CHECK(yearly[0].account == AccountId{"B"});
  CHECK(yearly[0].available_on == june(11));
}
