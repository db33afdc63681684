// Credits that nothing of their own contract settles: against the account's other charges, paid
// out, or owed where everybody sees it.

#include "app/world.hpp"

using namespace world;

namespace {

const Date march_5{2026, 3, 5};
const StateChange by_ann{"ann", "because"};

ContractSpec plan(const std::string& id, const std::string& account = "acme",
                  Currency currency = usd) {
  return {.id = id,
          .account = account,
          .services = {{.id = "s",
                        .source = ManualUnits{},
                        .price = currency == jpy ? "30" : "30.00",
                        .effective = {2026, 1, 1},
                        .currency = currency}},
          .start = {2026, 1, 1}};
}

/// C-1 bills 2 x 30.00 a month, January and February are posted, and on 5 March it turns out that
/// it ended on 20 February: -17.14.
struct EndedWorld : World {
  explicit EndedWorld(const std::vector<ContractSpec>& others = {}) {
    specs = {plan("C-1")};
    specs.insert(specs.end(), others.begin(), others.end());
    std::vector<FirstUnits> units;
    for (const auto& spec : specs) units.push_back({key(spec.id, "s"), 2});
    clock.set_today({2026, 1, 1});
    save(specs, units);
    post({2026, 2, 1}, {.filter = {.through = Date{2026, 2, 28}}});
    clock.set_today(march_5);
    specs[0].end = Date{2026, 2, 21};
    save(specs);
  }
  PostedContract of(const PostReport& report, const std::string& id) {
    for (const auto& each : report.contracts)
      if (each.contract == ContractId{id}) return each;
    return {};
  }
  Result<void> invoice(const std::vector<std::string>& batches, const std::string& number) {
    std::vector<BatchId> ids;
    for (const auto& batch : batches) ids.emplace_back(batch);
    return mark_invoiced(desk(), ids, number, by_ann);
  }
  std::vector<ContractSpec> specs;
};

const Texts credit{"2026-02-21..2026-02-28  -2 x 30.00 x 8/28  -17.14 USD  decrement"};

OwedCredit owes(const std::string& contract, bool charge_to_come) {
  return {AccountId{"acme"}, ContractId{contract}, Money::from_minor(1'714, usd), 1,
          charge_to_come};
}

}  // namespace

TEST_CASE("a credit of an ended contract is settled against the account's other charges") {
  EndedWorld w{{plan("C-2"), plan("C-3", "beta")}};
  const auto report = w.post(march_5);
  CHECK(texts(w.of(report, "C-1").lines) == credit);
  CHECK(report.count(BatchStatus::held) == 0);
  CHECK(report.owed.empty());
  const auto settled = w.of(report, "C-1").batch.value();
  const auto charge = w.of(report, "C-2").batch.value();
  CHECK(settled.settlement == BatchId{"C-1#2"});
  CHECK(charge.settlement == settled.settlement);
  CHECK(w.of(report, "C-3").batch.value().settlement.empty());
  CHECK(report.totals.at(usd).amount == Money::from_minor(6'000 + 6'000 - 1'714, usd));
  SUBCASE("and shares its invoice") {
    CHECK(w.invoice({"C-1#2"}, "INV-1").error() ==
          Error{Errc::conflicts, "batch C-1#2 settles with batch C-2#2; they share an invoice"});
    CHECK(w.invoice({"C-2#2"}, "INV-1").error().code == Errc::conflicts);
    CHECK(w.invoice({"C-1#2", "C-2#2"}, "INV-1"));
    CHECK(void_invoice(w.desk(), "INV-1", by_ann).value().size() == 2);
    // Both are open again, and settle again.
    CHECK(w.of(w.post(march_5), "C-1").batch.value().settlement == BatchId{"C-1#3"});
  }
  SUBCASE("and its unposting") {
    CHECK(unpost(w.desk(), BatchId{"C-2#2"}, by_ann).value() ==
          std::vector{BatchId{"C-2#2"}, BatchId{"C-1#2"}});
    CHECK(unpost(w.desk(), BatchId{"C-3#2"}, by_ann).value() == std::vector{BatchId{"C-3#2"}});
    CHECK(unpost(w.desk(), BatchId{"C-1#2"}, by_ann).error().code == Errc::wrong_state);
    CHECK(texts(w.of(w.post(march_5), "C-1").lines) == credit);
  }
}

TEST_CASE("what a credit takes back of a discount or puts in as a minimum is no charge") {
  World w;
  const auto with = [](std::string id, auto change) {
    Contract::Terms terms = contract(plan(id)).terms();
    Service::Terms service = terms.services[0].terms();
    change(terms, service);
    terms.services[0] = Service::create(service).value();
    return Contract::create(terms).value();
  };
  Book book;
  book.accounts.push_back({AccountId{"acme"}, "Acme", OrganizationId{"acme"}});
  book.contracts = {
      with("discount",
           [](auto& terms, auto&) {
             terms.amendments.push_back({.effective = terms.start, .discount_basis_points = 1'000});
           }),
      with("minimum", [](auto&, auto& service) {
        service.minimum_amount = UnitPrice::parse("50.00", usd).value();
      })};
  for (const auto& each : book.contracts)
    book.first_units.push_back({{each.id(), ServiceId{"s"}}, 2});
  w.clock.set_today({2026, 1, 1});
  REQUIRE(import_book(w.desk(), book, "import", ImportMode::write)->accepted());
  w.post({2026, 1, 1});
  const Date mid_january{2026, 1, 16};
  w.clock.set_today(mid_january);
  for (const auto& each : book.contracts)
    REQUIRE(record_units(w.desk(), {.key = {each.id(), ServiceId{"s"}},
                                    .effective = mid_january,
                                    .units = 1,
                                    .reason = "one left",
                                    .author = "ann"}));
  for (const auto settlement : {Settlement::contract, Settlement::account}) {
    const auto report = w.post(mid_january, {.settlement = settlement});
    CHECK(report.count(BatchStatus::posted) == 0);
    CHECK(report.count(BatchStatus::held) == 2);
    REQUIRE(report.owed.size() == 2);
    // 30.00 x 16/31 less 10 %; 10.00 x 16/31, as 50.00 are the least.
    CHECK(report.owed[0].amount == Money::from_minor(1'394, usd));
    CHECK(report.owed[1].amount == Money::from_minor(516, usd));
  }
  const auto february = w.post({2026, 2, 1});
  CHECK(february.count(BatchStatus::posted) == 2);
  CHECK(february.owed.empty());
}

TEST_CASE("what nothing settles is owed, and seen until a person pays it out") {
  EndedWorld w{{plan("C-2", "beta"), plan("C-3", "acme", jpy)}};
  const std::vector owed{owes("C-1", false)};
  const auto report = w.post(march_5);
  CHECK(w.of(report, "C-1").status == BatchStatus::held);
  CHECK(report.owed == owed);
  CHECK(count_to_pay_out(report.owed) == 1);
  CHECK(owed_credits(w.desk()).value() == owed);
  CHECK(billing_review(w.desk(), {}).value().owed == owed);
  SUBCASE("also once it is inactive") {
    w.specs[0].status = ContractStatus::inactive;
    w.save(w.specs);
    CHECK(owed_credits(w.desk()).value() == owed);
    CHECK(billing_review(w.desk(), {}).value().owed == owed);
    CHECK(w.post(march_5).owed == owed);
    CHECK(owed_credits(w.desk(), {.account = AccountId{"beta"}}).value().empty());
    CHECK(owed_credits(w.desk(), {.contract = ContractId{"C-1"}}).value() == owed);
  }
  SUBCASE("as a credit note, and nothing else") {
    w.clock.set_today({2026, 4, 1});
    const auto paid = w.post({2026, 4, 1}, {.filter = {.account = AccountId{"acme"}},
                                            .credit_batches = CreditBatches::only});
    CHECK(texts(paid) == credit);
    CHECK(paid.owed.empty());
    CHECK(w.of(paid, "C-1").batch.value().settlement.empty());
    CHECK(owed_credits(w.desk()).value().empty());
    CHECK(texts(w.of(w.post({2026, 4, 1}), "C-3").lines) ==
          Texts{"2026-04-01..2026-04-30  2 x 30  60 JPY  recurring"});
  }
  SUBCASE("or a charge of the account comes along") {
    auto late = plan("C-4");
    late.services[0].effective = late.start = {2026, 4, 1};
    w.specs.push_back(late);
    w.save(w.specs, {{key("C-4", "s"), 1}});
    CHECK(owed_credits(w.desk()).value() == std::vector{owes("C-1", true)});
    const auto april = w.post({2026, 4, 1});
    CHECK(texts(w.of(april, "C-1").lines) == credit);
    CHECK(w.of(april, "C-4").batch.value().settlement == BatchId{"C-1#2"});
    CHECK(april.owed.empty());
  }
}

TEST_CASE("the prepaid days of a paused contract are settled, or owed") {
  EndedWorld w{{plan("C-2")}};
  CHECK(w.post(march_5).count(BatchStatus::posted) == 2);
  w.specs[1].status = ContractStatus::inactive;
  w.save(w.specs);
  // 60.00 x 27/31 from 5 March on.
  const std::vector owed{
      OwedCredit{AccountId{"acme"}, ContractId{"C-2"}, Money::from_minor(5'226, usd), 1, false}};
  CHECK(w.post({2026, 5, 1}).owed == owed);
  CHECK(owed_credits(w.desk()).value() == owed);
  w.specs[1].status = ContractStatus::active;
  w.save(w.specs);
  // From May on it is charged again: 60.00.
  CHECK(owed_credits(w.desk()).value().empty());
  CHECK(w.post({2026, 5, 1}).totals.at(usd).amount == Money::from_minor(6'000 - 5'226, usd));
}

TEST_CASE("per contract a credit waits for a charge of its own contract") {
  EndedWorld w{{plan("C-2")}};
  const auto report = w.post(march_5, {.settlement = Settlement::contract});
  CHECK(w.of(report, "C-1").status == BatchStatus::held);
  CHECK(report.owed == std::vector{owes("C-1", false)});
  CHECK(w.of(report, "C-2").batch.value().settlement.empty());
  CHECK(owed_credits(w.desk(), {}, Settlement::contract).value().size() == 1);
  // The account's next charge settles it, where that is wanted.
  CHECK(owed_credits(w.desk()).value() == std::vector{owes("C-1", true)});
}

TEST_CASE("a credit that its own contract settles next month needs nobody") {
  World w;
  w.clock.set_today({2026, 1, 1});
  w.save({plan("C-1")}, {{key("C-1", "s"), 2}});
  w.post({2026, 1, 1});
  REQUIRE(record_units(w.desk(), {.key = key("C-1", "s"),
                                  .effective = {2026, 1, 1},
                                  .units = 1,
                                  .reason = "one left",
                                  .author = "ann"}));
  const auto owed = w.post({2026, 1, 2}).owed;
  REQUIRE(owed.size() == 1);
  CHECK(owed[0].amount == Money::from_minor(3'000, usd));
  CHECK(owed[0].charge_to_come);
  CHECK(count_to_pay_out(owed) == 0);
  CHECK(texts(w.post({2026, 2, 1})).size() == 2);
}
