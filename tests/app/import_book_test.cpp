#include <billbyagent/app/import_changes.hpp>

#include "app/world.hpp"

using namespace world;

namespace {

Result<ImportReport> import(World& w, const Book& book, ImportMode mode = ImportMode::write) {
  return import_book(w.desk(), book, "import", mode);
}

Book book_of(const std::vector<ContractSpec>& specs) {
  Book book;
  book.accounts.push_back({AccountId{"acme"}, "Acme", OrganizationId{"acme"}});
  for (const auto& spec : specs) book.contracts.push_back(contract(spec));
  return book;
}

std::size_t contracts_in(World& w) {
  return w.store.begin(tenant, Access::read).value()->contract_ids().value().size();
}

}  // namespace

TEST_CASE("a book is taken in, and taken in again changes nothing") {
  World w;
  Book book = book_of({{.services = {{.source = ManualUnits{}}}}});
  book.first_units = {{key(), 7}};
  auto report = import(w, book);
  REQUIRE(report);
  CHECK(report->contracts_created == 1);
  CHECK(report->units_recorded == 1);
  CHECK(w.units_on(Date{2026, 6, 1}) == 7);
  book.first_units = {{key(), 9}};
  report = import(w, book);
  CHECK(report->contracts_unchanged == 1);
  CHECK(report->units_recorded == 0);
  CHECK(w.units_on(Date{2026, 6, 1}) == 7);
}

TEST_CASE("every refused row is named and nothing is written") {
  World w;
  REQUIRE(import(w, book_of({{.id = "C-1"}, {.id = "C-2"}})));
  w.add_machines(1, 2);
  w.run_night(june_1);
  w.post(june_1);
  const auto report =
      import(w, book_of({{.id = "C-1", .services = {{.source = group_scope("acme.servers")}}},
                         {.id = "C-2", .timing = BillingTiming::arrears},
                         {.id = "C-3"},
                         {.id = "C-4", .account = "nobody"}}));
  REQUIRE(report);
  REQUIRE(report->refused.size() == 3);
  CHECK(report->refused[0].code == Errc::unit_source_locked);
  CHECK(report->refused[1].code == Errc::terms_locked);
  CHECK(report->refused[2].code == Errc::not_found);
  CHECK(contracts_in(w) == 2);
}

TEST_CASE("what a book does not name stays as it is saved") {
  World w;
  const auto manual = [](const std::string& id) {
    return ServiceSpec{.id = id, .source = ManualUnits{}, .end = Date{2026, 8, 1}};
  };
  ContractSpec spec{.services = {manual("a"), manual("b")}, .end = Date{2026, 7, 1}};
  REQUIRE(import(w, book_of({spec})));
  const auto saved = [&] {
    return w.store.begin(tenant, Access::read).value()->contract(ContractId{"C-1"}).value();
  };
  const Contract before = saved();
  // The same contract as a document would say it that names less: without its ends, its recipients
  // and its second service.
  ContractSpec less{.services = {{.id = "a", .source = ManualUnits{}}}};
  auto terms = contract(less).terms();
  terms.name = "C-1";
  terms.recipients.clear();
  Book book = book_of({});
  book.contracts = {Contract::create(terms).value()};
  book.named_of_contracts[ContractId{"C-1"}] = {"id", "services", "services/a/id"};
  book.accounts[0].name = "acme";
  book.accounts[0].organization.reset();
  book.named_of_accounts[AccountId{"acme"}] = {"id"};
  auto report = import(w, book).value();
  CHECK(report.accepted());
  CHECK(report.contracts_unchanged == 1);
  CHECK(report.accounts_saved == 0);
  CHECK(saved() == before);
  SUBCASE("what it names is taken, null included") {
    book.named_of_contracts[ContractId{"C-1"}].insert({"end_date", "services/a/end_date"});
    CHECK(import(w, book).value().contracts_updated == 1);
    CHECK_FALSE(saved().terms().end);
    CHECK_FALSE(saved().find_service(ServiceId{"a"})->terms().end);
    CHECK(saved().find_service(ServiceId{"b"})->terms().end == Date{2026, 8, 1});
  }
  SUBCASE("a pause goes on") {
    spec.status = ContractStatus::inactive;
    REQUIRE(import(w, book_of({spec})));
    CHECK(import(w, book).value().contracts_unchanged == 1);
    CHECK(saved().status_on(w.clock.today()) == ContractStatus::inactive);
  }
  SUBCASE("a book made in code names everything") {
    book.named_of_contracts.clear();
    CHECK(import(w, book).value().refused.size() == 1);
  }
}

namespace {

const Date tenth{2026, 6, 10};

Book seats_book() {
  Book book = book_of({{.services = {{.source = ManualUnits{}}}}});
  book.first_units = {{key(), 7}};
  return book;
}

template <class Change>
Book seats_with(Change change) {
  Book book = seats_book();
  Contract::Terms terms = book.contracts[0].terms();
  Service::Terms service = terms.services[0].terms();
  change(terms, service);
  terms.services[0] = Service::create(service).value();
  book.contracts[0] = Contract::create(terms).value();
  return book;
}

struct Reaching {
  const char* what;
  Book book;
  bool reaches;
};

std::vector<Reaching> books_from_june_10() {
  const auto priced = [](Date day) {
    return seats_with([&](auto&, auto& service) {
      const auto dear = UnitPrice::parse("99.00", usd).value();
      service.prices.push_back({day, dear, dear});
    });
  };
  const auto limited = [](Date day) {
    return seats_with([&](auto&, auto& service) {
      service.amendments.push_back({.effective = day, .minimum = 9});
    });
  };
  const auto of_service = [](auto change) {
    return seats_with([&](auto&, auto& service) { change(service); });
  };
  const auto amended = [](ContractAmendment amendment) {
    return seats_with([&](auto& terms, auto&) { terms.amendments.push_back(amendment); });
  };
  return {{"a price in the posted month", priced(tenth), true},
          {"a price behind it", priced(Date{2026, 7, 1}), false},
          {"an amendment of a service in the posted month", limited(tenth), true},
          {"on its last day", limited(Date{2026, 6, 30}), true},
          {"an amendment behind it", limited(Date{2026, 7, 1}), false},
          {"a tax category, from today on", of_service([](auto& of) { of.tax_category = "VAT9"; }),
           true},
          {"a minimum, from today on", of_service([](auto& of) { of.quantity.minimum = 9; }), true},
          {"a name, from today on", of_service([](auto& of) { of.name = "Seats"; }), false},
          {"an end before today", of_service([](auto& of) {
             of.end = Date{2026, 6, 5};
           }),
           false},
          {"a discount of the contract",
           amended({.effective = tenth, .discount_basis_points = 500}), true},
          {"a pause", amended({.effective = tenth, .status = ContractStatus::inactive}), false},
          {"nothing", seats_book(), false}};
}

}  // namespace

TEST_CASE("what a book changes from a posted day on is asked for") {
  for (const auto& row : books_from_june_10()) {
    CAPTURE(row.what);
    World w;
    REQUIRE(import(w, seats_book()));
    // Nothing is posted yet: nothing is reached.
    CHECK(import(w, row.book, ImportMode::dry_run)->accepted());
    w.post(june_1);
    w.clock.set_today(tenth);
    const auto told = import_effect(w.desk(), row.book, "import").value();
    const auto report = import(w, row.book).value();
    REQUIRE(report.refused.size() == (row.reaches ? 1 : 0));
    if (!row.reaches) continue;
    CHECK(report.refused[0].code == Errc::reaches_back);
    CHECK(report.refused[0].context.find("is posted through 2026-06-30") != std::string::npos);
    CHECK(import_book(w.desk(), row.book, "import", ImportMode::write, nullptr, ReachBack::allowed)
              ->contracts_updated == 1);
    // The plan tells the effect of what is refused, too.
    CHECK((told.size() == 1) == (std::string{row.what} != "a tax category, from today on"));
  }
}

TEST_CASE("what a book would change is told term by term, and nothing of what stays") {
  World w;
  const auto changes = [&](const Book& book) {
    Texts shown;
    for (const auto& change : import_changes(w.desk(), book, "import").value())
      shown.push_back(to_string(change));
    return shown;
  };
  ContractSpec spec{.services = {{.id = "a", .source = ManualUnits{}}}};
  Book book = book_of({spec});
  book.first_units = {{key("C-1", "a"), 7}};
  CHECK(changes(book) ==
        Texts{"account acme: name: new: Acme", "account acme: organization: new: acme",
              "C-1: contract: new: Contract C-1, account acme, monthly in advance, USD, from "
              "2026-06-01 to open",
              "C-1/a: service: new: Service a, typed-in units, from 2026-06-01 to open",
              "C-1/a: price from 2026-06-01: new: 5.00, cost 2.00", "C-1/a: units: new: 7"});
  REQUIRE(import(w, book));
  CHECK(changes(book).empty());
  spec.end = Date{2026, 9, 1};
  spec.trust = Trust::propose;
  spec.status = ContractStatus::inactive;
  Book other = book_of({spec});
  other.accounts[0].organization.reset();
  const Texts wanted{"account acme: organization: acme -> none", "C-1: trust: automatic -> propose",
                     "C-1: end_date: open -> 2026-08-31",
                     "C-1: amendment from 2026-06-01: new: inactive"};
  CHECK(changes(other) == wanted);
  // Looking writes nothing.
  CHECK(changes(other) == wanted);
  REQUIRE(import(w, other));
  CHECK(changes(other).empty());
  Contract::Terms terms = other.contracts[0].terms();
  Service::Terms service = terms.services[0].terms();
  service.proration.rounding = Rounding::half_even;
  service.proration.minimum_credit_minor = 100;
  terms.services[0] = Service::create(service).value();
  other.contracts[0] = Contract::create(terms).value();
  CHECK(changes(other) ==
        Texts{"C-1/a: proration: rounding half_away_from_zero, minimum credit 0.00 -> rounding "
              "half_even, minimum credit 1.00"});
}

TEST_CASE("a later price takes what it does not name from the one before, once saved it stays") {
  World w;
  const auto price = [](Date day, const char* each, const char* cost, const char* fee) {
    return DatedPrice{day,
                      UnitPrice::parse(each, usd).value(),
                      UnitPrice::parse(cost, usd).value(),
                      {},
                      fee ? std::optional{UnitPrice::parse(fee, usd).value()} : std::nullopt};
  };
  const auto book_with = [&](std::vector<DatedPrice> prices) {
    auto terms = contract({.services = {{.source = ManualUnits{}}}}).terms();
    auto service = terms.services[0].terms();
    service.prices = std::move(prices);
    terms.services = {Service::create(service).value()};
    Book book = book_of({});
    book.contracts = {Contract::create(terms).value()};
    return book;
  };
  const Date july{2026, 7, 1};
  const Date august{2026, 8, 1};
  const auto first = price(june_1, "5", "2", "9");
  // As it was saved when a later price without a cost cost nothing.
  const auto old = price(july, "6", "0", nullptr);
  REQUIRE(import(w, book_with({first, old})));
  auto again = book_with({first, price(july, "6", "2", "9"), price(august, "7", "2", "9")});
  again.named_of_contracts[ContractId{"C-1"}] = {
      "name", "services/agents/unit_cost", "services/agents/base_fee",
      "services/agents/prices[0]/unit_price", "services/agents/prices[1]/unit_price"};
  REQUIRE(import(w, again).value().accepted());
  const auto saved =
      w.store.begin(tenant, Access::read).value()->contract(ContractId{"C-1"}).value();
  CHECK(saved.terms().services[0].terms().prices ==
        std::vector{first, old, price(august, "7", "0", nullptr)});
  CHECK(import(w, again).value().contracts_unchanged == 1);
}

TEST_CASE("first units are for services whose units are typed in") {
  World w;
  Book book =
      book_of({{.services = {{.id = "agents"}, {.id = "manual", .source = ManualUnits{}}}}});
  book.first_units = {{key(), 7}, {key("C-1", "nothing"), 7}, {key("C-1", "manual"), -1}};
  const auto report = import(w, book);
  REQUIRE(report);
  REQUIRE(report->refused.size() == 3);
  CHECK(report->refused[0].code == Errc::invalid_argument);
  CHECK(report->refused[1].code == Errc::not_found);
  CHECK(report->refused[2].code == Errc::invalid_units);
  CHECK(contracts_in(w) == 0);
}

TEST_CASE("a dry import tells the same and writes nothing") {
  World w;
  const auto report = import(w, book_of({ContractSpec{}}), ImportMode::dry_run);
  REQUIRE(report);
  CHECK(report->contracts_created == 1);
  CHECK(contracts_in(w) == 0);
}
