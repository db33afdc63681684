#include "billbyagent/app/amend.hpp"

#include "app/world.hpp"
#include "billbyagent/domain/amendment_words.hpp"

using namespace world;

namespace {

/// Ten typed-in units at 30.00 from 1 June on, June posted.
struct AmendedWorld : World {
  AmendedWorld() {
    Book book;
    book.accounts.push_back({AccountId{"acme"}, "Acme", OrganizationId{"acme"}});
    book.contracts.push_back(seats());
    book.first_units = {{key(), 10}};
    take(book);
    post(june_1);
  }
  static Contract seats() {
    return contract({.services = {{.source = ManualUnits{}, .price = "30.00"}}});
  }
  void take(const Book& book) {
    const auto report =
        import_book(desk(), book, "import", ImportMode::write, nullptr, ReachBack::allowed);
    REQUIRE(report);
    for (const auto& refused : report->refused) FAIL(to_string(refused));
  }
  void take(Contract::Terms terms) {
    Book book;
    book.contracts.push_back(Contract::create(std::move(terms)).value());
    take(book);
  }
  Contract saved() {
    return store.begin(tenant, Access::read).value()->contract(ContractId{"C-1"}).value();
  }
};

}  // namespace

TEST_CASE("a pause gives prepaid days back, and nothing is billed until it ends") {
  AmendedWorld w;
  w.clock.set_today(june_10);
  const auto paused = amend_contract(w.desk(), ContractId{"C-1"},
                                     {{.effective = june_10,
                                       .status = ContractStatus::inactive,
                                       .reason = "moved",
                                       .author = "ann"},
                                      {.effective = july_1,
                                       .status = ContractStatus::active,
                                       .reason = "moved",
                                       .author = "ann"}});
  REQUIRE(paused);
  CHECK(paused->terms().amendments[0].recorded == w.clock.now());
  CHECK(texts(w.post(june_10, {.credit_batches = CreditBatches::allowed})) ==
        Texts{"2026-06-10..2026-06-30  -10 x 30.00 x 21/30  -210.00 USD  decrement"});
  CHECK(texts(w.post(july_1)) ==
        Texts{"2026-07-01..2026-07-31  10 x 30.00  300.00 USD  recurring"});
}

TEST_CASE("what can't be amended says why") {
  AmendedWorld w;
  const auto status = [&](const char* contract, Date day, ContractStatus wanted) {
    return amend_contract(w.desk(), ContractId{contract}, {{day, wanted}}).error();
  };
  CHECK(status("C-9", june_10, ContractStatus::inactive).code == Errc::not_found);
  CHECK(status("C-1", june_10, ContractStatus::active).code == Errc::nothing_to_do);
  const auto early = status("C-1", june_1.previous(), ContractStatus::inactive);
  CHECK(early.code == Errc::out_of_range);
  CHECK(early.context == "2026-05-31 is not a day on which contract C-1 is in force");
  CHECK(amend_service(w.desk(), key("C-1", "other"), {{june_10, "VAT16"}}).error().code ==
        Errc::not_found);
  CHECK(amend_service(w.desk(), key(), {{june_10, "standard"}}).error().code ==
        Errc::nothing_to_do);
  CHECK(amend_service(w.desk(), key(), {{.effective = june_10}}).error().code ==
        Errc::invalid_argument);
  CHECK(w.saved() == AmendedWorld::seats());
}

TEST_CASE("what changes amounts of posted days has to be asked for, a pause and a name have not") {
  AmendedWorld w;  // June is posted
  const auto of_service = [&](ServiceAmendment amendment) {
    return amend_service(w.desk(), key(), {std::move(amendment)}).error();
  };
  const Date june_30 = july_1.previous();
  const auto amount = UnitPrice::parse("5.00", usd).value();
  for (const auto& one :
       std::vector<ServiceAmendment>{{june_30, "VAT16"},
                                     {.effective = june_30, .included = 1},
                                     {.effective = june_30, .minimum = 20},
                                     {.effective = june_30, .maximum = 3},
                                     {.effective = june_30, .minimum_amount = amount},
                                     {.effective = june_30, .discount_basis_points = 5},
                                     {.effective = june_30, .discount_amount = amount},
                                     {.effective = june_1, .rounding = Rounding::half_even}}) {
    CAPTURE(to_string(one, usd));
    CHECK(of_service(one).code == Errc::reaches_back);
  }
  CHECK(of_service({june_30, "VAT16"}).context ==
        "service agents of contract C-1 is posted through 2026-06-30: tax category VAT16 from "
        "2026-06-30 credits what is posted from that day on and bills it anew");
  const auto of_contract = [&](ContractAmendment amendment) {
    return amend_contract(w.desk(), ContractId{"C-1"}, {std::move(amendment)});
  };
  CHECK(of_contract({june_30, {}, 500}).error().code == Errc::reaches_back);
  CHECK(of_contract({.effective = june_30, .discount_amount = amount}).error().code ==
        Errc::reaches_back);
  CHECK(w.saved() == AmendedWorld::seats());
  CHECK(of_contract({june_30, ContractStatus::inactive}));
  CHECK(amend_service(w.desk(), key(), {{.effective = june_30, .name = "Seats"}}));
  // From the first day that is not posted on all is free; a rounding holds from then on.
  CHECK(amend_service(w.desk(), key(), {{july_1, "VAT16"}}));
  CHECK(amend_service(w.desk(), key(), {{.effective = june_10, .rounding = Rounding::half_even}}));
}

TEST_CASE("a charge that could never be billed is refused") {
  World w;
  Contract::Terms terms = AmendedWorld::seats().terms();
  terms.billed_through = june_10;
  Book book;
  book.accounts.push_back({AccountId{"acme"}, "Acme", OrganizationId{"acme"}});
  book.contracts.push_back(Contract::create(terms).value());
  REQUIRE(import_book(w.desk(), book, "import", ImportMode::write));
  const ContractId id{"C-1"};
  const auto charge = [&](Date day, Charging charging) {
    return add_charge(w.desk(), id,
                      {.text = "visit",
                       .amount = UnitPrice::parse("99.00", usd).value(),
                       .charging = charging,
                       .day = day});
  };
  CHECK(charge(june_10, Charging::charge_once).error().context ==
        "contract C-1 was billed elsewhere through 2026-06-10: nothing of 2026-06-10 is billed "
        "here");
  CHECK(charge(june_10, Charging::credit_once).error().code == Errc::out_of_range);
  CHECK(charge(june_10, Charging::charge_each_period));
  CHECK(charge(june_10.next(), Charging::charge_once));
  // Behind the end it would go without a word.
  REQUIRE(charge(july_1, Charging::credit_once));
  const auto end = [&](Date last_day) { return change_end(w.desk(), id, std::nullopt, last_day); };
  CHECK(end(july_1.previous()).error().context ==
        "service credit-1 of contract C-1 is charged on 2026-07-01, behind that end: delete it "
        "before, or end on that day");
  CHECK(end(july_1));
  w.post(july_1, {.credit_batches = CreditBatches::allowed});
  CHECK(end(july_1.previous()));  // by now it comes back
}

TEST_CASE("a charge has a text and an amount that can be billed") {
  World w;
  w.save({{.services = {{.source = ManualUnits{}}}}}, {{key(), 1}});
  const auto refused = [&](const char* text, const char* amount, Charging charging) {
    const auto made = add_charge(w.desk(), ContractId{"C-1"},
                                 {.text = text,
                                  .amount = UnitPrice::parse(amount, usd).value(),
                                  .charging = charging,
                                  .day = june_10});
    return made ? std::string{} : made.error().context;
  };
  CHECK(refused("", "5.00", Charging::charge_once) ==
        "a charge without a text: its line is called by it");
  CHECK(refused("fee", "0", Charging::credit_once) == "an amount of 0.00 bills nothing");
  CHECK(refused("fee", "5.001", Charging::charge_each_period).starts_with("amount: "));
  CHECK(refused("fee", "5.00", Charging::by_unit) == "a free charge is not charged by unit");
  // Of a pause it is free: 60.00 of a day on which no unit is billed.
  REQUIRE(amend_contract(w.desk(), ContractId{"C-1"}, {{june_1, ContractStatus::inactive}}));
  CHECK(refused("storage", "60.00", Charging::charge_once) == "");
  CHECK(texts(w.post(june_10)) ==
        Texts{"2026-06-01..2026-06-30  1 x 60.00  60.00 USD  recurring charge"});
}

TEST_CASE("in arrears what goes on after all waits for its day again") {
  struct Row {
    const char* name;
    Date resumed;
    std::optional<Date> end;
    std::optional<Date> corrected;
    Texts on_20, on_30;
  };
  const Date june_30 = july_1.previous();
  const Date june_16{2026, 6, 16};
  const Row rows[] = {
      {"to the end",
       june_16,
       {},
       {},
       {},
       {"2026-06-16..2026-06-30  +10 x 31.00 x 15/30  155.00 USD"}},
      {"to an end before that",
       june_16,
       Date{2026, 6, 25},
       {},
       {},
       {"2026-06-16..2026-06-25  +10 x 31.00 x 10/30  103.34 USD"}},
      {"what was billed is corrected at once",
       june_16,
       {},
       june_1,
       {"2026-06-01..2026-06-10  +2 x 31.00 x 10/30  20.67 USD"},
       {"2026-06-16..2026-06-30  +12 x 31.00 x 15/30  186.00 USD"}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    World w;
    w.save({{.id = "C-1",
             .services = {{.source = ManualUnits{}, .price = "31.00"}},
             .timing = BillingTiming::arrears}},
           {{key(), 10}});
    const auto status = [&](Date day, ContractStatus wanted) {
      REQUIRE(amend_contract(w.desk(), ContractId{"C-1"}, {{day, wanted}}));
    };
    w.clock.set_today(june_10);
    status(june_10.next(), ContractStatus::inactive);
    CHECK(texts(w.post(june_10)) ==
          Texts{"2026-06-01..2026-06-10  10 x 31.00 x 10/30  103.33 USD  recurring"});
    w.clock.set_today(row.resumed);
    status(row.resumed, ContractStatus::active);
    CHECK(w.post(row.resumed).contracts.empty());
    if (row.corrected)
      REQUIRE(record_units(
          w.desk(), {.key = key(), .effective = *row.corrected, .units = 12, .reason = "more"}));
    if (row.end) REQUIRE(change_end(w.desk(), ContractId{"C-1"}, std::nullopt, row.end));
    const auto billed = [&](Date day) {
      Texts all;
      for (const auto& text : texts(w.post(day))) all.push_back(text.substr(0, text.rfind("  ")));
      return all;
    };
    CHECK(billed(Date{2026, 6, 20}) == row.on_20);
    CHECK(billed(Date{2026, 6, 24}).empty());
    CHECK(billed(june_30) == row.on_30);
    CHECK(billed(july_1).empty());
  }
}

TEST_CASE("what an arrears contract is charged each period comes with its end") {
  World w;
  w.save({{.id = "C-1",
           .services = {{.source = ManualUnits{}, .price = "31.00"}},
           .timing = BillingTiming::arrears}},
         {{key(), 10}});
  REQUIRE(add_charge(w.desk(), ContractId{"C-1"},
                     {.text = "fee",
                      .amount = UnitPrice::parse("50.00", usd).value(),
                      .charging = Charging::charge_each_period,
                      .day = june_1}));
  w.clock.set_today(june_10);
  REQUIRE(change_end(w.desk(), ContractId{"C-1"}, std::nullopt, june_10));
  const auto report = w.post(june_10);
  CHECK(report.totals.at(usd).amount == Money::from_minor(10'333 + 5'000, usd));
  CHECK(w.post(july_1).contracts.empty());
}

TEST_CASE("of several amendments either all are taken or none") {
  AmendedWorld w;
  CHECK_FALSE(
      amend_contract(w.desk(), ContractId{"C-1"},
                     {{june_10, ContractStatus::inactive}, {july_1, ContractStatus::inactive}}));
  CHECK(w.saved().terms().amendments.empty());
}

TEST_CASE("a discount whose last day can't be taken is not given at all") {
  AmendedWorld w;
  REQUIRE(change_end(w.desk(), ContractId{"C-1"}, std::nullopt, june_10));
  const auto half = amend_service(w.desk(), key(),
                                  {{.effective = june_1, .discount_basis_points = 1'000},
                                   {.effective = july_1, .discount_basis_points = 0}});
  CHECK(half.error().code == Errc::out_of_range);
  CHECK(w.saved().find_service(key().service)->terms().amendments.empty());
}

TEST_CASE("what ends with the contract itself ends there, should it go on after all") {
  AmendedWorld w;
  REQUIRE(change_end(w.desk(), ContractId{"C-1"}, std::nullopt, june_10));
  REQUIRE(amend_service(w.desk(), key(),
                        {{.effective = june_1, .discount_basis_points = 1'000},
                         {.effective = june_10.next(), .discount_basis_points = 0}},
                        ReachBack::allowed));
  REQUIRE(amend_contract(w.desk(), ContractId{"C-1"},
                         {{june_10, ContractStatus::inactive}, {june_10.next(), {}, 500}},
                         ReachBack::allowed));
  CHECK(amend_contract(w.desk(), ContractId{"C-1"}, {{june_10.next(), ContractStatus::inactive}})
            .error()
            .code == Errc::out_of_range);
  const auto extended = change_end(w.desk(), ContractId{"C-1"}, std::nullopt, std::nullopt);
  REQUIRE(extended);
  CHECK(extended->find_service(key().service)->discount_on(june_10) == 1'000);
  CHECK(extended->find_service(key().service)->discount_on(june_10.next()) == 0);
}

TEST_CASE("a price says who recorded it, when and why, and that is no part of the price") {
  AmendedWorld w;
  const auto before = w.saved().find_service(key().service)->terms().prices[0];
  DatedPrice dearer{july_1, UnitPrice::parse("31", usd).value(), before.cost};
  dearer.reason = "agreed on the phone";
  dearer.author = "ann";
  REQUIRE(add_price(w.desk(), key(), dearer));
  const auto price_of = [&] { return w.saved().find_service(key().service)->terms().prices[1]; };
  CHECK(price_of().author == "ann");
  CHECK(price_of().reason == "agreed on the phone");
  CHECK(price_of().recorded == w.clock.now());
  // A book with the same price leaves it as it was recorded; another one is the importer's.
  auto terms = w.saved().terms();
  auto service = terms.services[0].terms();
  service.prices[1].author.clear();
  service.prices[1].reason.clear();
  service.prices.push_back({Date{2026, 8, 1}, before.price, before.cost});
  terms.services[0] = Service::create(service).value();
  w.take(terms);
  CHECK(price_of().author == "ann");
  CHECK(w.saved().find_service(key().service)->terms().prices[2].author == "import");
  const auto key_of_line = w.post(july_1).contracts.at(0).lines.at(0).key;
  const auto text = to_text(explain_line(w.desk(), key_of_line).value());
  CHECK(std::find(text.begin(), text.end(),
                  "From 2026-07-01: price 31.00 by ann (agreed on the phone)") != text.end());
}

TEST_CASE("a further price keeps what it does not say") {
  AmendedWorld w;
  const auto before = w.saved().find_service(key().service)->terms().prices[0];
  const DatedPrice dearer{july_1, UnitPrice::parse("31", usd).value(), before.cost};
  REQUIRE(add_price(w.desk(), key(), dearer));
  CHECK(add_price(w.desk(), key(), dearer).error().code == Errc::nothing_to_do);
  CHECK(w.saved().find_service(key().service)->terms().prices.size() == 2);
}

TEST_CASE("an end is moved and taken away") {
  AmendedWorld w;
  REQUIRE(change_end(w.desk(), ContractId{"C-1"}, std::nullopt, june_10));
  CHECK(w.saved().terms().end == june_10.next());
  REQUIRE(change_end(w.desk(), ContractId{"C-1"}, std::nullopt, std::nullopt));
  CHECK_FALSE(w.saved().terms().end);
  REQUIRE(change_end(w.desk(), ContractId{"C-1"}, key().service, june_10));
  CHECK(w.saved().find_service(key().service)->terms().end == june_10.next());
}

TEST_CASE("what a book says otherwise holds from the day of its import") {
  AmendedWorld w;
  w.clock.set_today(june_10);
  auto terms = AmendedWorld::seats().terms();
  auto service = terms.services[0].terms();
  service.tax_category = "VAT16";
  service.quantity.minimum = 12;
  terms.services = {Service::create(service).value()};
  terms.status = ContractStatus::inactive;
  w.take(terms);
  const auto saved = w.saved();
  CHECK(saved.status_on(june_10.previous()) == ContractStatus::active);
  CHECK(saved.status_on(june_10) == ContractStatus::inactive);
  const Service& amended = *saved.find_service(key().service);
  CHECK(amended.tax_category_on(june_1) == "standard");
  CHECK(amended.tax_category_on(june_10) == "VAT16");
  CHECK(amended.quantity_on(june_10).minimum == 12);
  CHECK(amended.terms().amendments.size() == 1);
  CHECK(amended.terms().amendments[0].author == "import");
  w.clock.set_today(july_1);
  w.take(terms);
  CHECK(w.saved() == saved);
}

TEST_CASE("a minimum in money that a book says otherwise holds from the day of its import") {
  AmendedWorld w;
  w.clock.set_today(june_10);
  auto terms = AmendedWorld::seats().terms();
  auto service = terms.services[0].terms();
  service.minimum_amount = UnitPrice::parse("450.00", usd).value();
  terms.services = {Service::create(service).value()};
  w.take(terms);
  CHECK(texts(w.post(june_10)) ==
        Texts{"2026-06-10..2026-06-30  +1 x 150.00 x 21/30  105.00 USD  increment minimum"});
  const auto saved = w.saved();
  w.take(terms);
  CHECK(w.saved() == saved);
}

TEST_CASE("discounts in money are taken until their day, and the same is not said twice") {
  AmendedWorld w;
  const auto amount = [](const char* text) { return UnitPrice::parse(text, usd).value(); };
  const std::vector<ServiceAmendment> forty{
      {.effective = june_10, .discount_amount = amount("40.00"), .author = "ann"},
      {.effective = july_1, .discount_amount = amount("0"), .author = "ann"}};
  REQUIRE(amend_service(w.desk(), key(), forty, ReachBack::allowed));
  CHECK(amend_service(w.desk(), key(), forty).error().code == Errc::nothing_to_do);
  CHECK(texts(w.post(july_1)) ==
        Texts{"2026-06-10..2026-06-30  +1 x -40.00 x 21/30  -28.00 USD  decrement discount_amount",
              "2026-07-01..2026-07-31  10 x 30.00  300.00 USD  recurring"});
  const ContractAmendment in_euros{.effective = july_1,
                                   .discount_amount = UnitPrice::parse("1.00", eur).value()};
  CHECK(amend_contract(w.desk(), ContractId{"C-1"}, {in_euros}).error().code ==
        Errc::currency_mismatch);
}

TEST_CASE("trust has days where an amendment says so, and an import speaks of its own day") {
  AmendedWorld w;
  const ContractId id{"C-1"};
  const auto trust = [](Date day, Trust wanted) {
    return ContractAmendment{.effective = day, .trust = wanted};
  };
  REQUIRE(amend_contract(w.desk(), id, {trust(july_1, Trust::propose)}));
  CHECK(amend_contract(w.desk(), id, {trust(july_1, Trust::propose)}).error().code ==
        Errc::nothing_to_do);
  CHECK(w.saved().trust_on(july_1.previous()) == Trust::automatic);
  CHECK(w.saved().trust_on(july_1) == Trust::propose);
  const Date august_1{2026, 8, 1};
  w.clock.set_today(august_1);
  auto observed = AmendedWorld::seats().terms();
  observed.trust = Trust::observe;
  w.take(observed);
  CHECK(w.saved().trust_on(july_1) == Trust::propose);
  CHECK(w.saved().trust_on(august_1) == Trust::observe);
}

TEST_CASE("amendments in a book are added once, whatever holds today") {
  AmendedWorld w;
  auto terms = AmendedWorld::seats().terms();
  auto service = terms.services[0].terms();
  service.amendments = {{july_1, "VAT16"}};
  terms.services = {Service::create(service).value()};
  for (const Date day : {june_10, july_1, Date{2026, 8, 1}}) {
    w.clock.set_today(day);
    w.take(terms);
    const auto saved = w.saved();
    const Service& amended = *saved.find_service(key().service);
    CHECK(amended.terms().amendments.size() == 1);
    CHECK(amended.tax_category_on(june_10) == "standard");
    CHECK(amended.tax_category_on(july_1) == "VAT16");
  }
}

TEST_CASE(
    "nights go on counting in a pause, and the first day after it is billed at the new count") {
  World w;
  w.add_machines(1, 3);
  w.save({ContractSpec{}});
  w.run_night(june_1);
  w.post(june_1);
  REQUIRE(amend_contract(w.desk(), ContractId{"C-1"},
                         {{june_10, ContractStatus::inactive}, {july_1, ContractStatus::active}}));
  w.add_machines(4, 5);
  w.run_night(Date{2026, 6, 20});
  CHECK(w.units_on(Date{2026, 6, 20}) == 5);
  CHECK(texts(w.post(july_1)) ==
        Texts{"2026-06-10..2026-06-30  -3 x 5.00 x 21/30  -10.50 USD  decrement",
              "2026-07-01..2026-07-31  5 x 5.00  25.00 USD  recurring"});
}
