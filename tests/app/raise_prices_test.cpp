// The prices of many services in one run.

#include "billbyagent/app/raise_prices.hpp"

#include "app/world.hpp"

using namespace world;

namespace {

UnitPrice usd_price(const char* text) { return UnitPrice::parse(text, usd).value(); }

/// Two accounts, each with a contract of two services: ten units at 30.00, and `other`.
struct PricedWorld : World {
  PricedWorld() {
    for (const char* name : {"acme", "beta"}) {
      book.accounts.push_back({AccountId{name}, name, OrganizationId{name}});
      const std::string id = name == std::string{"acme"} ? "A" : "B";
      book.contracts.push_back(
          contract({.id = id,
                    .account = name,
                    .services = {{.id = "seats", .source = ManualUnits{}, .price = "30.00"},
                                 {.id = "other", .source = ManualUnits{}, .price = "1.99"}}}));
      for (const char* service : {"seats", "other"})
        book.first_units.push_back({key(id, service), 10});
    }
  }
  void change(std::size_t at, const std::function<void(Service::Terms&)>& how) {
    auto terms = book.contracts[at].terms();
    auto service = terms.services[0].terms();
    how(service);
    terms.services[0] = Service::create(std::move(service)).value();
    book.contracts[at] = Contract::create(std::move(terms)).value();
  }
  void take() {
    const auto report = import_book(desk(), book, "import", ImportMode::write);
    REQUIRE(report);
    for (const auto& refused : report->refused) FAIL(to_string(refused));
  }
  Texts states(const RaiseReport& report) {
    Texts all;
    for (const auto& service : report.services)
      all.push_back(to_string(service.key) + " " + std::string{to_string(service.status)});
    return all;
  }
  std::string price(const ServiceKey& of, Date day) {
    const auto saved = store.begin(tenant, Access::read).value()->contract(of.contract).value();
    return to_decimal(saved.find_service(of.service)->listed_price_on(day).price);
  }

  Book book;
};

}  // namespace

TEST_CASE("a raise holds from its day on, and the preview tells what it brings") {
  PricedWorld w;
  w.take();
  w.post(june_1);
  const PriceRaise raise{.basis_points = 350, .from = july_1};
  const auto report = raise_prices(w.desk(), raise).value();
  CHECK(w.states(report) ==
        Texts{"A/seats raised", "A/other raised", "B/seats raised", "B/other raised"});
  CHECK(w.price(key("A", "seats"), july_1.previous()) == "30.00");
  CHECK(w.price(key("A", "seats"), july_1) == "31.05");
  CHECK(w.price(key("A", "other"), july_1) == "2.06");  // 2.05965
  REQUIRE(report.contracts.size() == 2);
  // July and August: twice 10 x (30.00 + 1.99), and 10 x (31.05 + 2.06).
  CHECK(to_string(report.contracts[0].amount.before) == "639.80 USD");
  CHECK(to_string(report.contracts[0].amount.after) == "662.20 USD");
  CHECK(to_string(report.contracts[0].amount.difference) == "22.40 USD");
  CHECK(texts(w.post(july_1)) == Texts{"2026-07-01..2026-07-31  10 x 31.05  310.50 USD  recurring",
                                       "2026-07-01..2026-07-31  10 x 2.06  20.60 USD  recurring",
                                       "2026-07-01..2026-07-31  10 x 31.05  310.50 USD  recurring",
                                       "2026-07-01..2026-07-31  10 x 2.06  20.60 USD  recurring"});
}

TEST_CASE("a raise says with each price who made it and why, and in the record of the run") {
  PricedWorld w;
  w.take();
  REQUIRE(raise_prices(w.desk(),
                       {.basis_points = 350, .from = july_1, .author = "ann", .reason = "costs"}));
  const auto transaction = w.store.begin(tenant, Access::read).value();
  const auto& raised = transaction->contract(ContractId{"A"}).value().terms().services[0];
  CHECK(raised.terms().prices.back().author == "ann");
  CHECK(raised.terms().prices.back().reason == "costs");
  CHECK(raised.terms().prices.back().recorded == w.clock.now());
  CHECK(transaction->runs(1).value().at(0).summary ==
        "3.5 % from 2026-07-01: 4 services raised, 0 left as they are by ann (costs)");
}

TEST_CASE("from each contract's next renewal on") {
  PricedWorld w;
  const auto agreed = [&](std::size_t at, const AgreedTerm& term) {
    auto terms = w.book.contracts[at].terms();
    terms.agreed_term = term;
    w.book.contracts[at] = Contract::create(std::move(terms)).value();
  };
  agreed(0, {3, 0, AtTermEnd::renews});
  w.take();
  const auto report = raise_prices(w.desk(), {.basis_points = 1'000, .author = "ann"}).value();
  CHECK(w.states(report) ==
        Texts{"A/seats raised", "A/other raised", "B/seats no_renewal", "B/other no_renewal"});
  CHECK(report.services[0].after->effective == Date{2026, 9, 1});
  CHECK(summary(report) == "10 % from each renewal on: 2 services raised, 2 left as they are");
  CHECK(w.price(key("A", "seats"), {2026, 8, 31}) == "30.00");
  CHECK(w.price(key("A", "seats"), {2026, 9, 1}) == "33.00");
  CHECK(w.states(raise_prices(w.desk(), {.basis_points = 1'000}).value())[0] ==
        "A/seats priced_already");
  // Once it renewed, the next renewal is another day.
  w.clock.set_today({2026, 9, 1});
  CHECK(raise_prices(w.desk(), {.basis_points = 1'000}).value().services[0].after->effective ==
        Date{2026, 12, 1});
}

TEST_CASE("one price for the services that are named") {
  PricedWorld w;
  w.change(0, [](Service::Terms& terms) { terms.prices[0].base_fee = usd_price("9.00"); });
  w.take();
  PriceRaise raise{.from = july_1, .services = {ServiceId{"seats"}}, .unit_price = usd_price("32")};
  const auto report = raise_prices(w.desk(), raise).value();
  CHECK(w.states(report) == Texts{"A/seats raised", "B/seats raised"});
  CHECK(summary(report) == "32.00 USD from 2026-07-01: 2 services raised, 0 left as they are");
  CHECK(w.price(key("A", "seats"), july_1) == "32.00");
  CHECK(to_decimal(*report.services[0].after->base_fee) == "9.00");
  CHECK(w.price(key("A", "other"), july_1) == "1.99");
  struct Case {
    const char* name;
    std::function<void(PriceRaise&)> set;
    Errc code;
  };
  const Case wrong[] = {
      {"no service", [](auto& all) { all.services.clear(); }, Errc::invalid_argument},
      {"percents too", [](auto& all) { all.basis_points = 1; }, Errc::invalid_argument},
      {"digits", [](auto& all) { all.decimals = 2; }, Errc::invalid_argument},
      {"unknown", [](auto& all) { all.services = {ServiceId{"?"}}; }, Errc::not_found},
  };
  for (const auto& each : wrong) {
    CAPTURE(each.name);
    PriceRaise other = raise;
    other.from = Date{2026, 8, 1};
    each.set(other);
    CHECK(raise_prices(w.desk(), other).error().code == each.code);
  }
  raise.from = Date{2026, 8, 1};
  CHECK(w.states(raise_prices(w.desk(), raise).value())[0] == "A/seats unchanged");
  raise.unit_price = UnitPrice::parse("32", eur).value();
  CHECK(w.states(raise_prices(w.desk(), raise).value())[0] == "A/seats other_currency");
  CHECK(to_string(parse_unit_price("32.00 USD").value()) == to_string(usd_price("32.00")));
  for (const char* bad : {"32.00", "32.00 XXY", "x USD", ""}) CHECK_FALSE(parse_unit_price(bad));
}

TEST_CASE("tiers have no one price") {
  PricedWorld w;
  w.change(0, [](Service::Terms& terms) {
    terms.prices[0].tiers = {{1, std::nullopt, usd_price("30.00"), usd_price("2")}};
    terms.price_model = PriceModel::volume;
  });
  w.take();
  CHECK(w.states(raise_prices(w.desk(), {.from = july_1,
                                         .services = {ServiceId{"seats"}},
                                         .unit_price = usd_price("32")})
                     .value())[0] == "A/seats tiered");
}

TEST_CASE("run again, a raise raises nothing twice") {
  PricedWorld w;
  w.take();
  const PriceRaise raise{.basis_points = 350, .from = july_1};
  REQUIRE(raise_prices(w.desk(), raise));
  const auto again = raise_prices(w.desk(), raise).value();
  CHECK(w.states(again)[0] == "A/seats priced_already");
  CHECK(again.contracts.empty());
  CHECK(w.price(key("A", "seats"), july_1) == "31.05");
  // Also with another percentage: what is meant is for a person to say.
  CHECK(w.states(raise_prices(w.desk(), {.basis_points = 100, .from = july_1}).value())[0] ==
        "A/seats priced_already");
}

TEST_CASE("what is not raised says why") {
  struct Case {
    const char* name;
    std::function<void(PricedWorld&, PriceRaise&)> set;
    Texts states;
  };
  const Case cases[] = {
      {"accounts",
       [](auto&, auto& raise) { raise.accounts = {AccountId{"beta"}}; },
       {"B/seats raised", "B/other raised"}},
      {"excepted",
       [](auto&, auto& raise) {
         raise.except_contracts = {ContractId{"A"}};
         raise.except_services = {key("B", "other")};
       },
       {"A/seats excepted", "A/other excepted", "B/seats raised", "B/other excepted"}},
      {"indexed",
       [](PricedWorld& w, auto& raise) {
         raise.accounts = {AccountId{"acme"}};
         w.change(0, [](auto& terms) { terms.indexation = Indexation{300, july_1, 2}; });
       },
       {"A/seats indexed", "A/other raised"}},
      {"indexed by an amendment",
       [](PricedWorld& w, auto& raise) {
         raise.accounts = {AccountId{"acme"}};
         w.change(0, [](auto& terms) {
           terms.amendments = {{.effective = july_1, .indexation = Indexation{300, july_1, 2}}};
         });
       },
       {"A/seats indexed", "A/other raised"}},
      {"indexed no more",
       [](PricedWorld& w, auto& raise) {
         raise.accounts = {AccountId{"acme"}};
         w.change(0, [](auto& terms) {
           terms.indexation = Indexation{300, july_1, 2};
           terms.amendments = {{.effective = july_1, .indexation = Indexation{0, july_1, 2}}};
         });
       },
       {"A/seats raised", "A/other raised"}},
      {"ended",
       [](PricedWorld& w, auto& raise) {
         raise.accounts = {AccountId{"acme"}};
         w.change(0, [](auto& terms) { terms.end = july_1; });
       },
       {"A/seats not_in_force", "A/other raised"}},
      {"free charge",
       [](PricedWorld& w, auto& raise) {
         raise.accounts = {AccountId{"acme"}};
         w.change(0, [](auto& terms) {
           terms.charging = Charging::charge_each_period;
           terms.prices[0].cost = usd_price("0");
         });
       },
       {"A/seats charge", "A/other raised"}},
  };
  for (const auto& each : cases) {
    CAPTURE(each.name);
    PricedWorld w;
    PriceRaise raise{.basis_points = 350, .from = july_1};
    each.set(w, raise);
    w.take();
    CHECK(w.states(raise_prices(w.desk(), raise).value()) == each.states);
  }
}

TEST_CASE("a day that is posted is left alone, or billed once more") {
  PricedWorld w;
  w.take();
  w.post(june_1);
  PriceRaise raise{.basis_points = 1'000, .from = june_10, .accounts = {AccountId{"acme"}}};
  CHECK(w.states(raise_prices(w.desk(), raise).value()) ==
        Texts{"A/seats posted", "A/other posted"});
  raise.reach_back = true;
  CHECK(w.states(raise_prices(w.desk(), raise).value()) ==
        Texts{"A/seats raised", "A/other raised"});
  CHECK(texts(w.post(june_10)).front() ==
        "2026-06-10..2026-06-30  +10 x 3.00 x 21/30  21.00 USD  increment");
}

TEST_CASE("tiers and base fees are raised, costs and later prices are not") {
  PricedWorld w;
  w.change(0, [](Service::Terms& terms) {
    auto& first = terms.prices[0];
    first.base_fee = usd_price("100.00");
    first.tiers = {{1, 10, usd_price("30.00"), usd_price("2")},
                   {11, std::nullopt, usd_price("20.00"), usd_price("2")}};
    terms.price_model = PriceModel::graduated;
    auto later = first;
    later.effective = Date{2026, 9, 1};
    terms.prices.push_back(later);
  });
  w.take();
  const auto report = raise_prices(w.desk(), {.basis_points = 500, .from = july_1}).value();
  const auto& raised = *report.services[0].after;
  CHECK(to_decimal(raised.tiers[1].price) == "21.00");
  CHECK(to_decimal(*raised.base_fee) == "105.00");
  CHECK(to_decimal(raised.tiers[1].cost) == "2.00");
  CHECK(report.services[0].next_price == Date{2026, 9, 1});
}

TEST_CASE("new prices have the digits of the currency, or those that are asked for") {
  struct Case {
    const char* price;
    std::int32_t basis_points;
    std::optional<int> decimals;
    const char* raised;
  };
  const Case cases[] = {
      {"1.99", 350, {}, "2.06"},     {"1.99", 350, 4, "2.0597"},    {"1.99", 350, 0, "2.00"},
      {"0.005", 10'000, {}, "0.01"}, {"1.50", -10'000, {}, "0.00"}, {"1.99", -350, {}, "1.92"},
      {"0.01", -5'000, {}, "0.01"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.price);
    CAPTURE(each.basis_points);
    PricedWorld w;
    w.change(0, [&](auto& terms) { terms.prices[0].price = usd_price(each.price); });
    w.take();
    const auto report = raise_prices(
        w.desk(), {.basis_points = each.basis_points, .from = july_1, .decimals = each.decimals});
    CHECK(to_decimal(report->services[0].after->price) == each.raised);
  }
}

TEST_CASE("a raise that can't be made as a whole is not made at all") {
  struct Case {
    const char* name;
    PriceRaise raise;
    Errc code;
  };
  const Case cases[] = {
      {"nothing", {.basis_points = 0, .from = july_1}, Errc::invalid_argument},
      {"too much", {.basis_points = 10'001, .from = july_1}, Errc::invalid_argument},
      {"too little", {.basis_points = -10'001, .from = july_1}, Errc::invalid_argument},
      {"digits", {.basis_points = 1, .from = july_1, .decimals = 7}, Errc::invalid_argument},
      {"account",
       {.basis_points = 1, .from = july_1, .accounts = {AccountId{"?"}}},
       Errc::not_found},
      {"contract",
       {.basis_points = 1, .from = july_1, .except_contracts = {ContractId{"?"}}},
       Errc::not_found},
      {"service",
       {.basis_points = 1, .from = july_1, .except_services = {key("A", "?")}},
       Errc::not_found},
      {"too high", {.basis_points = 10'000, .from = july_1}, Errc::out_of_range},
  };
  for (const auto& each : cases) {
    CAPTURE(each.name);
    PricedWorld w;
    // The last contract alone can't be raised.
    w.change(1, [](auto& terms) { terms.prices[0].price = usd_price("60000000"); });
    w.take();
    CHECK(raise_prices(w.desk(), each.raise).error().code == each.code);
    CHECK(w.price(key("A", "seats"), july_1) == "30.00");
  }
  PricedWorld w;
  w.take();
  const auto shown =
      raise_prices(w.desk(), {.basis_points = 350, .from = july_1, .dry_run = true}).value();
  CHECK(summary(shown) == "3.5 % from 2026-07-01: 4 services raised, 0 left as they are");
  CHECK(w.price(key("A", "seats"), july_1) == "30.00");
}

TEST_CASE("percents as people write them") {
  CHECK(parse_raise("3.5").value() == 350);
  CHECK(parse_raise("-0.25").value() == -25);
  for (const char* bad : {"0", "0.00", "100.01", "-100.01", "1.234", "3,5", "x", ""}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_raise(bad));
  }
}
