#include "app/world.hpp"

using namespace world;

namespace {

/// Imports one contract whose service `agents` has other terms, counted by hand.
template <class Change>
void save(World& w, Units units, Change change) {
  auto terms = contract({.services = {{.source = ManualUnits{}}}}).terms();
  auto service = terms.services[0].terms();
  change(terms, service);
  terms.services = {Service::create(service).value()};
  const Book book{.accounts = {{AccountId{"acme"}, "Acme", {}}},
                  .contracts = {Contract::create(terms).value()},
                  .first_units = {{key(), units}}};
  const auto report = import_book(w.desk(), book, "import", ImportMode::write).value();
  REQUIRE(report.accepted());
}

void count(World& w, Date day, Units units) {
  w.clock.set_today(day);
  REQUIRE(record_units(w.desk(), {.key = key(), .effective = day, .units = units, .author = "me"}));
}

Texts explained(World& w, const char* line) {
  return to_text(explain_line(w.desk(), parse_line_key(line).value()).value());
}

}  // namespace

TEST_CASE("a credit below the minimum credit waits until there is enough of it") {
  World w;
  save(w, 10, [](auto&, Service::Terms& service) { service.proration.minimum_credit_minor = 500; });
  CHECK(texts(w.post(Date{2026, 6, 1})).size() == 1);
  count(w, Date{2026, 6, 16}, 9);  // a credit of 2.50
  const AutomationOptions credits{.credit_batches = CreditBatches::allowed};
  const auto waiting = w.post(Date{2026, 6, 16}, credits);
  REQUIRE(waiting.contracts.size() == 1);
  CHECK(waiting.contracts[0].lines.empty());
  CHECK(texts(waiting.contracts[0].withheld) ==
        Texts{"2026-06-16..2026-06-30  -1 x 5.00 x 15/30  -2.50 USD  decrement"});
  const auto review = billing_review(w.desk(), {.through = Date{2026, 6, 16}});
  CHECK(review->contracts.at(0).withheld == waiting.contracts[0].withheld);
  CHECK(review->totals.empty());

  count(w, Date{2026, 6, 21}, 7);  // and one of 2 x 5.00 x 10/30
  CHECK(texts(w.post(Date{2026, 6, 21}, credits)) ==
        Texts{"2026-06-16..2026-06-30  -1 x 5.00 x 15/30  -2.50 USD  decrement",
              "2026-06-21..2026-06-30  -2 x 5.00 x 10/30  -3.33 USD  decrement"});
}

TEST_CASE("what is counted above the maximum is shown as not billed") {
  World w;
  save(w, 7, [](auto&, Service::Terms& service) { service.quantity.maximum = 5; });
  const auto review = billing_review(w.desk(), {.through = Date{2026, 6, 1}});
  REQUIRE(review->contracts.size() == 1);
  CHECK(texts(review->contracts[0].lines) ==
        Texts{"2026-06-01..2026-06-30  5 x 5.00  25.00 USD  recurring"});
  const UnbilledUnits above{ServiceId{"agents"}, Date{2026, 6, 1}, 7, 5};
  CHECK(review->contracts[0].above_maximum == std::vector{above});
  CHECK(w.post(Date{2026, 6, 1}).contracts.at(0).above_maximum == std::vector{above});
  count(w, Date{2026, 6, 2}, 5);
  CHECK(w.post(Date{2026, 6, 2}).contracts.empty());
}

TEST_CASE("a line under several terms is explained to its amount") {
  World w;
  save(w, 9, [](Contract::Terms& contract, Service::Terms& service) {
    const auto price = [](const char* text) { return UnitPrice::parse(text, usd).value(); };
    contract.start = Date{2026, 6, 16};
    service.effective = contract.start;
    service.price_model = PriceModel::graduated;
    service.prices = {{Date{2025, 6, 1}, price("5.00"), price("0")}};
    service.prices[0].tiers = {{1, 10, price("5.00"), price("0")},
                               {11, {}, price("4.00"), price("0")}};
    service.prices[0].base_fee = price("30.00");
    service.indexation = Indexation{1'000, {2026, 6, 1}, 2};
    service.quantity = {.measure = Measure::high_watermark, .minimum = 12};
  });
  w.post(Date{2026, 6, 16});
  count(w, Date{2026, 6, 20}, 15);
  // Before it: 1 x 33.00, 10 x 5.50 and 2 x 4.40, each for 15/30: 16.50 + 27.50 + 4.40.
  CHECK(explained(w, "C-1/agents/2026-06-01/2026-06-16/4") ==
        Texts{"Line C-1/agents/2026-06-01/2026-06-16/4, increment, Service agents",
              "Billed days 2026-06-16..2026-06-30; units 2 -> 5",
              "Counted in 2026-06-16..2026-06-30: 9 from 2026-06-16, 15 from 2026-06-20",
              "Units on 2026-06-16: 9 counted, 15 by high_watermark of 2026-06-16..2026-06-30: "
              "15 billed",
              "Charges on 2026-06-16 (graduated): base fee 33.00 + 10 x 5.50 + 5 x 4.40",
              "Price 4.40: 4.00 of the list of 2025-06-01, raised by 10 %: 4.40 from 2026-06-01",
              "3 x 4.40 x 15/30 of 2026-06-01..2026-06-30 = 6.60",
              "Lines of the period before it: exactly 48.40, billed 48.40",
              "With it: exactly 55.00, rounded 55.00; this line is the difference, 6.60 USD",
              "State: in billing review, available from 2026-06-16",
              "Count: 9 from 2026-06-16, initial, recorded 2026-06-01T12:00:00.000Z by import"});
}

TEST_CASE("minimum, maximum, average and included units are explained") {
  struct Row {
    QuantityTerms terms;
    Texts derivation;
  };
  for (const auto& row : std::vector<Row>{
           {{.minimum = 20}, {"Units on 2026-06-01: 7 counted, committed minimum 20: 20 billed"}},
           {{.maximum = 5}, {"Units on 2026-06-01: 7 counted, maximum 5 (2 not billed): 5 billed"}},
           {{.included = 3}, {"Units on 2026-06-01: 7 counted: 7 billed, 3 included, 4 charged"}},
           {{.measure = Measure::average},
            {"Counted in 2026-06-01..2026-06-30: 7 from 2026-06-01, 10 from 2026-06-11",
             "Average: (7 x 10 + 10 x 20) / 30 days, to whole units: 9",
             "Units on 2026-06-01: 7 counted, 9 by average of 2026-06-01..2026-06-30: 9 billed"}},
           {{}, {}},
       }) {
    World w;
    save(w, 7, [&](auto&, Service::Terms& service) { service.quantity = row.terms; });
    if (row.terms.measure == Measure::average) count(w, Date{2026, 6, 11}, 10);
    const auto explanation =
        explain_line(w.desk(), parse_line_key("C-1/agents/2026-06-01/2026-06-01/1").value());
    REQUIRE(explanation);
    CHECK(explanation->derivation == row.derivation);
  }
}
