// Terms in money and those of whole billing periods: what the golden scenarios do not show.

#include <doctest/doctest.h>

#include "billbyagent/domain/amendment_words.hpp"
#include "billbyagent/domain/billing.hpp"
#include "unit/terms.hpp"

using namespace billbyagent;

namespace {

using Texts = std::vector<std::string>;

const Date june_1{2026, 6, 1};
const Date july_1{2026, 7, 1};
const Period june{june_1, july_1};
const Period july{july_1, {2026, 8, 1}};

Service service(const std::string& id, const char* price, Service::Terms terms = terms::service()) {
  terms.id = ServiceId{id};
  terms.name = id;
  terms.unit_source = ManualUnits{};
  terms.effective = june_1;
  terms.end = std::nullopt;
  terms.prices = {{june_1, terms::price(price), terms::price("0")}};
  return Service::create(std::move(terms)).value();
}

Contract contract(std::vector<Service> services, std::vector<ContractAmendment> amendments = {}) {
  return Contract::create({.id = ContractId{"C"},
                           .name = {},
                           .account = AccountId{"A"},
                           .currency = usd,
                           .cycle = BillingCycle::calendar(CycleLength::monthly),
                           .start = june_1,
                           .recipients = {},
                           .services = std::move(services),
                           .machine_classes = {},
                           .amendments = std::move(amendments)})
      .value();
}

Texts texts(const std::vector<LineItem>& lines) {
  Texts all;
  for (const auto& line : lines) all.push_back(to_string(line));
  return all;
}

}  // namespace

TEST_CASE("services share a contract's amount in their order, each as far as it reaches") {
  const auto of = contract({service("a", "30.00"), service("b", "50.00"), service("c", "10.00")},
                           {{.effective = june_1, .discount_amount = terms::price("100.00")}});
  const std::map<ServiceId, UnitHistory> units{
      {ServiceId{"a"}, UnitHistory::starting(june_1, 1).value()},
      {ServiceId{"b"}, UnitHistory::starting(june_1, 1).value()},
      {ServiceId{"c"}, UnitHistory::starting(june_1, 9).value()}};
  const auto find = [&](const ServiceId& id) {
    const auto found = units.find(id);
    return found == units.end() ? nullptr : &found->second;
  };
  const auto lines = [&](std::size_t at, const FindUnits& others) {
    const auto& one = of.terms().services[at];
    return texts(bill(of, one, units.at(one.id()), june, others).value());
  };
  CHECK(lines(0, find) == Texts{"2026-06-01..2026-06-30  1 x 30.00  30.00 USD  recurring",
                                "2026-06-01..2026-06-30  1 x -30.00  -30.00 USD  recurring "
                                "discount_amount"});
  CHECK(lines(1, find) == Texts{"2026-06-01..2026-06-30  1 x 50.00  50.00 USD  recurring",
                                "2026-06-01..2026-06-30  1 x -50.00  -50.00 USD  recurring "
                                "discount_amount"});
  CHECK(lines(2, find) == Texts{"2026-06-01..2026-06-30  9 x 10.00  90.00 USD  recurring",
                                "2026-06-01..2026-06-30  1 x -20.00  -20.00 USD  recurring "
                                "discount_amount"});
  // One that was never counted takes nothing.
  const auto not_a = [&](const ServiceId& id) { return id == ServiceId{"a"} ? nullptr : find(id); };
  CHECK(lines(2, not_a).back() ==
        "2026-06-01..2026-06-30  1 x -50.00  -50.00 USD  recurring discount_amount");
}

TEST_CASE("a shared amount is not guessed") {
  const auto of = contract({service("a", "30.00"), service("b", "50.00")},
                           {{.effective = june_1, .discount_amount = terms::price("100.00")}});
  const auto units = UnitHistory::starting(june_1, 1).value();
  CHECK(bill(of, of.terms().services[0], units, june));
  const auto refused = bill(of, of.terms().services[1], units, june);
  REQUIRE_FALSE(refused);
  CHECK(refused.error() == Error{Errc::invalid_argument,
                                 "contract C: its discount in money needs the units of all its "
                                 "services"});
}

TEST_CASE("a period of which lines stand keeps the day count that they were posted with") {
  auto terms = terms::service();
  const auto before = contract({service("a", "31.00", terms)});
  terms.amendments = {{.effective = june_1, .day_count = DayCount::thirty_day_months}};
  const auto after = contract({service("a", "31.00", terms)});
  auto units = UnitHistory::starting(june_1, 1).value();
  REQUIRE(units.record(Date{2026, 7, 11}, 2));
  std::vector<PostedLine> posted;
  for (const auto& line : bill(before, before.terms().services[0], units, july).value())
    posted.push_back({.line = line});
  REQUIRE(units.record(Date{2026, 7, 21}, 3));
  const auto open = [&] {
    return texts(unposted(after, after.terms().services[0], units, july, posted).value());
  };
  CHECK(open() == Texts{"2026-07-21..2026-07-31  +1 x 31.00 x 11/31  11.00 USD  increment"});
  for (auto& entry : posted) entry.state = LineState::returned;
  CHECK(open().back() == "2026-07-21..2026-07-31  +1 x 31.00 x 10/30  10.33 USD  increment");
}

TEST_CASE("what changes where a period begins is seen from the day it is dated on") {
  auto terms = terms::service();
  terms.amendments = {{.effective = Date{2026, 6, 2}, .measure = Measure::high_watermark}};
  const auto of = contract({service("a", "30.00", terms)});
  const auto& one = of.terms().services[0];
  CHECK(as_in(of, one, june).terms().quantity.measure == Measure::prorated);
  CHECK(as_in(of, one, july).terms().quantity.measure == Measure::high_watermark);
}

TEST_CASE("amendments that can't hold are refused by name") {
  struct Row {
    ServiceAmendment amendment;
    const char* why;
  };
  const Row rows[]{
      {{.effective = june_1}, "changes nothing"},
      {{.effective = june_1, .fixed_day = 3},
       "fixed_day: goes with measure fixed_day, not prorated"},
      {{.effective = june_1, .measure = Measure::fixed_day},
       "quantity.fixed_day: 0 is not a day from 1 to 366"},
      {{.effective = june_1, .increase = IncreaseRule::full_period, .measure = Measure::average},
       "proration.increase: full_period goes with measure prorated, not average"},
      {{.effective = june_1, .minimum_credit_minor = -1}, "proration.minimum_credit: below zero"},
      {{.effective = june_1, .indexation = Indexation{20'000, june_1, 2}},
       "indexation.percent: 200 % is not above 0 and up to 100 %"},
      {{.effective = june_1, .minimum_amount = UnitPrice::parse("1", eur).value()},
       "minimum_amount: EUR beside prices in USD"},
      {{.effective = june_1, .discount_amount = UnitPrice::parse("1", eur).value()},
       "discount_amount: EUR beside prices in USD"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.why);
    auto terms = terms::service();
    terms.id = ServiceId{"a"};
    terms.amendments = {row.amendment};
    const auto refused = Service::create(terms);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().context == std::string{"service a: amendments[0]: "} + row.why);
  }
}

TEST_CASE("a free charge has no terms in money") {
  auto terms = service("fee", "5.00").terms();
  terms.charging = Charging::charge_each_period;
  REQUIRE(Service::create(terms));
  auto least = terms;
  least.minimum_amount = terms::price("1.00");
  CHECK(Service::create(least).error().code == Errc::invalid_argument);
  auto discounted = terms;
  discounted.amendments = {{.effective = june_1, .discount_basis_points = 100}};
  CHECK(Service::create(discounted).error().context ==
        "service fee: amendments[0]: a free charge has no terms but its tax category and name");
}

TEST_CASE("a later price inherits what is not said") {
  const auto price = [](Date day, const char* amount) {
    return DatedPrice{day, terms::price(amount), terms::price("1.00")};
  };
  std::vector<DatedPrice> prices{price(june_1, "5.00"), price(july_1, "6.00"),
                                 price(july_1, "7.00")};
  CHECK(price_on(prices, june_1.previous()) == nullptr);
  CHECK(price_on(prices, july_1.previous()) == &prices[0]);
  CHECK(price_on(prices, july_1) == &prices[2]);
  prices[0].base_fee = terms::price("9.00");
  DatedPrice later{july_1, terms::price("8.00"), terms::price("0")};
  inherit(later, prices[0], {});
  CHECK(later.cost == terms::price("1.00"));
  CHECK(later.base_fee == terms::price("9.00"));
  DatedPrice said{july_1, terms::price("8.00"), terms::price("0")};
  inherit(said, prices[0], {.cost = true, .base_fee = true});
  CHECK(said.cost == terms::price("0"));
  CHECK_FALSE(said.base_fee);
}

TEST_CASE("an amendment in words") {
  const auto amount = terms::price("40.00");
  CHECK(to_string(ContractAmendment{.effective = june_1,
                                    .status = ContractStatus::inactive,
                                    .discount_basis_points = 1'250,
                                    .discount_amount = amount,
                                    .trust = Trust::propose}) ==
        "inactive, discount 12.5 %, discount amount 40.00, trust propose");
  CHECK(to_string(ServiceAmendment{.effective = june_1,
                                   .tax_category = "",
                                   .included = 1,
                                   .minimum = 2,
                                   .maximum = limits::units_max,
                                   .minimum_amount = terms::price("0"),
                                   .discount_amount = amount,
                                   .indexation = Indexation{325, july_1, 2},
                                   .day_count = DayCount::thirty_360,
                                   .minimum_credit_minor = 125,
                                   .measure = Measure::fixed_day,
                                   .fixed_day = 15},
                  usd) ==
        "tax category none, included 1, minimum 2, no maximum, no minimum amount, discount amount "
        "40.00, yearly raise 3.25 % from 2026-07-01, day count thirty_360, minimum credit 1.25, "
        "measure fixed_day, fixed day 15");
  CHECK(to_string(ServiceAmendment{.effective = june_1, .indexation = Indexation{0, july_1, 2}},
                  usd) == "no yearly raise");
}
