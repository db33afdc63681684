#include "app/world.hpp"

using namespace world;

TEST_CASE("a line is explained to its cent: arithmetic, count, machines, state") {
  World w;
  w.add_machines(1, 3);
  w.save({ContractSpec{.services = {{.price = "9.99"}}}});
  w.run_night(Date{2026, 6, 1});
  w.add_machines(4, 4);
  w.run_night(Date{2026, 6, 10});
  w.post(Date{2026, 6, 10});
  w.rmm.remove(AgentId{"2"});
  w.run_night(Date{2026, 6, 20});
  const auto explained =
      explain_line(w.desk(), parse_line_key("C-1/agents/2026-06-01/2026-06-10/1").value());
  REQUIRE(explained);
  CHECK(
      to_text(*explained) ==
      Texts{"Line C-1/agents/2026-06-01/2026-06-10/1, increment, Service agents",
            "Billed days 2026-06-10..2026-06-30; units 3 -> 4",
            "1 x 9.99 x 21/30 of 2026-06-01..2026-06-30 = 6.993",
            "Lines of the period before it: exactly 29.97, billed 29.97",
            "With it: exactly 36.963, rounded 36.96; this line is the difference, 6.99 USD",
            "State: posted in batch C-1#1",
            "Count: 4 from 2026-06-10, nightly_sync, recorded 2026-06-10T12:00:00.000Z by nightly",
            "+ name-4 (4), added"});
  CHECK(explained->machines.size() == 4);

  const auto open =
      explain_line(w.desk(), parse_line_key("C-1/agents/2026-06-01/2026-06-20/1").value());
  REQUIRE(open);
  CHECK_FALSE(open->posted);
  CHECK(open->line.amount == Money::from_minor(-366, usd));
  CHECK(open->events.size() == 1);
  CHECK(open->machines.size() == 3);
}

TEST_CASE("a rounded unit price is explained as such") {
  World w;
  auto terms = contract({.services = {{.source = ManualUnits{}, .price = "22.00"}}}).terms();
  auto service = terms.services[0].terms();
  service.proration.rounding_step = RoundingStep::unit_price;
  service.effective = Date{2026, 3, 15};
  service.prices[0].effective = service.effective;
  terms.start = Date{2026, 3, 1};
  terms.services = {Service::create(service).value()};
  const Book book{.accounts = {{AccountId{"acme"}, "Acme", {}}},
                  .contracts = {Contract::create(terms).value()},
                  .first_units = {{key(), 2}}};
  REQUIRE(import_book(w.desk(), book, "import", ImportMode::write)->accepted());
  const auto explained =
      explain_line(w.desk(), parse_line_key("C-1/agents/2026-03-01/2026-03-15/1").value());
  REQUIRE(explained);
  CHECK(to_text(*explained)[3] ==
        "The prorated price of one unit is rounded first: 2 x 12.06 = 24.12 USD");
}

TEST_CASE("a line that is nowhere is not found") {
  World w;
  w.add_machines(1, 3);
  w.save({ContractSpec{}});
  w.run_night(Date{2026, 6, 1});
  for (const auto* text :
       {"C-1/agents/2026-06-01/2026-06-01/2", "C-1/agents/2026-06-01/2026-06-02/1",
        "C-1/x/2026-06-01/2026-06-01/1", "C-9/agents/2026-06-01/2026-06-01/1"}) {
    CAPTURE(text);
    CHECK(explain_line(w.desk(), parse_line_key(text).value()).error().code == Errc::not_found);
  }
}

TEST_CASE("exact values as decimals") {
  struct Case {
    Int128 numerator, denominator;
    Currency currency;
    const char* text;
  };
  for (const auto& test : std::vector<Case>{{350, 1, usd, "3.50"},
                                            {-350, 1, usd, "-3.50"},
                                            {100, 3, usd, "0.333333..."},
                                            {1, 2, usd, "0.005"},
                                            {0, 1, usd, "0.00"},
                                            {7, 1, jpy, "7"},
                                            {7, 2, jpy, "3.5"},
                                            {1, 1, kwd, "0.001"}})
    CHECK(exact_to_decimal({test.numerator, test.denominator}, test.currency) == test.text);
}
