// One book in three currencies: dollars (2 decimals), yen (none) and dinars (3). Each contract
// bills three machines of its own, one more from the 11th and one less from the 21st of June.

#include "app/world.hpp"

using namespace world;

namespace {

struct ThreeCurrencies : World {
  ThreeCurrencies() {
    for (const std::string name : {"usd", "jpy", "kwd"})
      rmm.add(group("acme." + name, "acme", "acme.root"));
    std::vector<ContractSpec> specs;
    for (const auto& [name, price, currency] :
         std::vector<std::tuple<std::string, std::string, Currency>>{
             {"usd", "9.99", usd}, {"jpy", "980", jpy}, {"kwd", "1.255", kwd}}) {
      specs.push_back(
          {.id = "C-" + name,
           .services = {
               {.source = group_scope("acme." + name), .price = price, .currency = currency}}});
      for (int i = 1; i <= 3; ++i) add(name, i);
    }
    save(specs);
    run_night(Date{2026, 6, 1});
    for (const std::string name : {"usd", "jpy", "kwd"}) add(name, 4);
    run_night(Date{2026, 6, 11});
    for (const std::string name : {"usd", "jpy", "kwd"}) rmm.remove(AgentId{name + "-1"});
    run_night(Date{2026, 6, 21});
    clock.set_today(Date{2026, 6, 21});
  }
  void add(const std::string& name, int i) {
    rmm.add(machine(name + "-" + std::to_string(i), "acme", "acme." + name));
  }
};

Texts amounts(const TotalsByCurrency& totals) {
  Texts shown;
  for (const auto& [currency, sum] : totals)
    shown.push_back(to_string(sum.amount) + ", cost " + to_string(sum.cost) + ", " +
                    std::to_string(sum.lines) + " lines");
  return shown;
}

// Price 9.99: 29.97; + 9.99 x 20/30 = 6.66; - 9.99 x 10/30 = 3.33: 33.30 in all.
// Price 980: 2940; + 653.33, in all 3593.33; - 326.67, in all 3266.67, rounded 3267.
// Price 1.255: 3.765; + 0.83667, in all 4.60167; - 0.41833, in all 4.18333.
// Cost 2 each: 6 + 2 x 20/30 - 2 x 10/30 = 6.67, 7 and 6.667.
const Texts june{"3267 JPY, cost 7 JPY, 3 lines", "4.183 KWD, cost 6.667 KWD, 3 lines",
                 "33.30 USD, cost 6.67 USD, 3 lines"};

}  // namespace

TEST_CASE("review and posting add up each currency by itself") {
  ThreeCurrencies w;
  const auto review = billing_review(w.desk(), {.through = Date{2026, 6, 30}}).value();
  CHECK(amounts(review.totals) == june);
  const auto report = w.post(Date{2026, 6, 21});
  CHECK(amounts(report.totals) == june);
  REQUIRE(report.contracts.size() == 3);
  const Texts totals{"3267 JPY", "4.183 KWD", "33.30 USD"};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& batch = report.contracts[i].batch.value();
    CHECK(to_string(batch.total) == totals[i]);
    for (const auto& line : w.posted(batch.contract.text()))
      CHECK(line.line.currency() == batch.total.currency());
  }
  CHECK(texts(report.contracts[0].lines) ==
        Texts{"2026-06-01..2026-06-30  3 x 980  2940 JPY  recurring",
              "2026-06-11..2026-06-30  +1 x 980 x 20/30  653 JPY  increment",
              "2026-06-21..2026-06-30  -1 x 980 x 10/30  -326 JPY  decrement"});
  CHECK(texts(report.contracts[1].lines) ==
        Texts{"2026-06-01..2026-06-30  3 x 1.255  3.765 KWD  recurring",
              "2026-06-11..2026-06-30  +1 x 1.255 x 20/30  0.837 KWD  increment",
              "2026-06-21..2026-06-30  -1 x 1.255 x 10/30  -0.419 KWD  decrement"});
}

TEST_CASE("a line is explained with the decimals of its currency") {
  ThreeCurrencies w;
  w.post(Date{2026, 6, 21});
  const auto text = [&](const std::string& name) {
    const auto key = parse_line_key("C-" + name + "/agents/2026-06-01/2026-06-21/1").value();
    const auto rows = to_text(explain_line(w.desk(), key).value());
    return Texts{rows.begin() + 2, rows.begin() + 5};
  };
  CHECK(text("usd") ==
        Texts{"-1 x 9.99 x 10/30 of 2026-06-01..2026-06-30 = -3.33",
              "Lines of the period before it: exactly 36.63, billed 36.63",
              "With it: exactly 33.30, rounded 33.30; this line is the difference, -3.33 USD"});
  CHECK(text("jpy") ==
        Texts{"-1 x 980 x 10/30 of 2026-06-01..2026-06-30 = -326.666666...",
              "Lines of the period before it: exactly 3593.333333..., billed 3593",
              "With it: exactly 3266.666666..., rounded 3267; this line is the difference, "
              "-326 JPY"});
  CHECK(text("kwd") ==
        Texts{"-1 x 1.255 x 10/30 of 2026-06-01..2026-06-30 = -0.418333...",
              "Lines of the period before it: exactly 4.601666..., billed 4.602",
              "With it: exactly 4.183333..., rounded 4.183; this line is the difference, "
              "-0.419 KWD"});
}

TEST_CASE("an invoice is in one currency") {
  ThreeCurrencies w;
  w.post(Date{2026, 6, 21});
  const StateChange by_ann{"ann", ""};
  const auto invoice = [&](const std::vector<BatchId>& batches, const std::string& number) {
    return mark_invoiced(w.desk(), batches, number, by_ann);
  };
  const BatchId dollars{"C-usd#1"};
  const BatchId yen{"C-jpy#1"};
  CHECK(
      invoice({dollars, yen}, "R-1").error() ==
      Error{Errc::currency_mismatch, "invoice R-1: batch C-jpy#1 is in JPY, batch C-usd#1 in USD"});
  CHECK(w.posted("C-usd")[0].state == LineState::posted);
  REQUIRE(invoice({dollars}, "R-1"));
  CHECK(invoice({yen}, "R-1").error().code == Errc::currency_mismatch);
  REQUIRE(invoice({yen}, "R-2"));
  // Nothing stands under a voided number.
  REQUIRE(void_invoice(w.desk(), "R-1", {"ann", "wrong"}));
  REQUIRE(invoice({BatchId{"C-kwd#1"}}, "R-1"));
}

TEST_CASE("a service in another currency than its contract is refused by name") {
  auto terms = contract({.services = {{.currency = jpy}}}).terms();
  terms.services.push_back(service({.id = "extra", .currency = kwd}));
  CHECK(
      Contract::create(terms).error() ==
      Error{Errc::currency_mismatch, "contract C-1: service extra is in KWD, the contract in JPY"});
  World w;
  w.save({{.services = {{.source = ManualUnits{}, .currency = jpy}}}}, {{key(), 2}});
  w.post(june_1);
  const Book other{.accounts = {},
                   .contracts = {contract({.services = {{.source = ManualUnits{}}}})},
                   .first_units = {}};
  const auto report = import_book(w.desk(), other, "import", ImportMode::write);
  REQUIRE(report);
  REQUIRE(report->refused.size() == 1);
  CHECK(report->refused[0] == Error{Errc::terms_locked, "contract C-1: currency"});
}
