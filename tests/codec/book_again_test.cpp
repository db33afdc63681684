// The book in force as a document: imported again, it changes nothing.

#include <doctest/doctest.h>

#include <billbyagent/adapters/json.hpp>
#include <billbyagent/adapters/memory.hpp>
#include <billbyagent/app/amend.hpp>
#include <billbyagent/app/book_in_force.hpp>
#include <billbyagent/app/import_changes.hpp>
#include <billbyagent/billbyagent.hpp>
#include <fstream>
#include <iterator>
#include <string>

using namespace billbyagent;

namespace {

/// A book that uses everything that can be said.
std::string everything() {
  std::ifstream file{EVERYTHING};
  return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

struct Books {
  MemoryStore store;
  FixedClock clock{Date{2026, 6, 15}};

  Desk desk() { return {store, TenantId{"msp"}, clock}; }
  ImportReport import(const std::string& text) {
    const auto parsed = parse_book(text).value();
    for (const auto& refused : parsed.refused) FAIL(to_string(refused));
    const auto report = import_book(desk(), parsed.book, "ann", ImportMode::write).value();
    for (const auto& refused : report.refused) FAIL(to_string(refused));
    return report;
  }
  std::string in_force() { return book_to_json(book_in_force(desk()).value()).value(); }
  /// What importing the book in force would change.
  std::vector<std::string> changes() {
    std::vector<std::string> all;
    const auto book = parse_book(in_force()).value().book;
    for (const auto& each : import_changes(desk(), book, "ann").value())
      all.push_back(to_string(each));
    for (const auto& each : import_effect(desk(), book, "ann").value())
      all.push_back("effect on " + each.contract.text());
    return all;
  }
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a book that uses everything comes out as it went in") {
  Books books;
  books.import(everything());
  const auto text = books.in_force();
  const auto first = parse_book(everything()).value().book;
  const auto again = parse_book(text).value();
  REQUIRE(again.refused.empty());
  CHECK(again.book.accounts == first.accounts);
  CHECK(again.book.contracts == first.contracts);
  CHECK(books.changes() == Texts{});
  const auto report = books.import(text);
  CHECK(report.contracts_unchanged == 3);
  CHECK(report.accounts_saved == 0);
  CHECK(report.units_recorded == 0);
  CHECK(books.in_force() == text);
  // On an empty store it makes the same book.
  Books others;
  others.import(text);
  CHECK(others.in_force() == text);
}

TEST_CASE("so it does once things were posted, amended, renewed and raised") {
  Books books;
  books.import(everything());
  REQUIRE(post_available(books.desk(), {.credit_batches = CreditBatches::allowed}));
  const Date day{2026, 7, 1};
  REQUIRE(amend_contract(books.desk(), ContractId{"C-3"},
                         {{.effective = day,
                           .status = ContractStatus::inactive,
                           .reason = "moved",
                           .author = "ann"}}));
  REQUIRE(amend_service(books.desk(), {ContractId{"C-1"}, ServiceId{"tiers"}},
                        {{.effective = day, .minimum = 20}}));
  REQUIRE(renew_contract(books.desk(), ContractId{"C-2"},
                         {AgreedTerm{2, 10, AtTermEnd::ends}, "signed", "ann"}));
  REQUIRE(raise_prices(books.desk(), {.basis_points = 350, .from = Date{2027, 2, 1}}));
  REQUIRE(
      add_charge(books.desk(), ContractId{"C-1"},
                 {.text = "Set-up", .amount = UnitPrice::parse("250", usd).value(), .day = day}));
  REQUIRE(record_units(
      books.desk(),
      {.key = {ContractId{"C-1"}, ServiceId{"tiers"}}, .effective = day, .units = 15}));
  CHECK(books.changes() == Texts{});
  CHECK(books.import(books.in_force()).contracts_unchanged == 3);
}

TEST_CASE("one contract comes with its account, and units are those of today") {
  Books books;
  books.import(everything());
  REQUIRE(record_units(books.desk(), {.key = {ContractId{"C-1"}, ServiceId{"tiers"}},
                                      .effective = Date{2026, 6, 15},
                                      .units = 15}));
  const auto book = book_in_force(books.desk(), ContractId{"C-1"}).value();
  REQUIRE(book.accounts.size() == 1);
  CHECK(book.accounts[0].id == AccountId{"acme"});
  REQUIRE(book.contracts.size() == 1);
  REQUIRE(book.first_units.size() == 2);
  CHECK(book.first_units[0].units == 15);
  CHECK(book_in_force(books.desk(), ContractId{"C-9"}).error().code == Errc::not_found);
}

TEST_CASE("what no book says is refused by name") {
  const auto contract = [](BillingCycle cycle, Date price) {
    const Service service = Service::create({.id = ServiceId{"s"},
                                             .name = "s",
                                             .currency = usd,
                                             .prices = {{price, UnitPrice::parse("1", usd).value(),
                                                         UnitPrice::parse("0", usd).value()}},
                                             .effective = Date{2026, 6, 1}})
                                .value();
    return Contract::create({.id = ContractId{"C"},
                             .name = "C",
                             .account = AccountId{"a"},
                             .currency = usd,
                             .cycle = cycle,
                             .start = Date{2026, 6, 1},
                             .services = {service}})
        .value();
  };
  const auto refused = [&](const Contract& of) {
    Book book;
    book.contracts = {of};
    return book_to_json(book).error().context;
  };
  const auto monthly = BillingCycle::calendar(CycleLength::monthly);
  CHECK(refused(contract(monthly, {2026, 5, 1})) ==
        "C/s: its first price holds from 2026-05-01, it from 2026-06-01, which no book says");
  CHECK(
      refused(contract(BillingCycle::anchored(CycleLength::weekly, {2026, 5, 5}), {2026, 6, 1})) ==
      "contract C: its periods are counted from 2026-05-05, which no book says");
}

TEST_CASE("an import says what it makes of the next bill") {
  Books books;
  books.clock.set_today({2026, 6, 1});
  const auto text = [](const std::string& price, const std::string& more) {
    return R"({"accounts": [{"id": "a"}], "contracts": [{"id": "C", "account": "a",
      "currency": "USD", "cycle": "monthly", "start_date": "2026-06-01", "services": [
      {"id": "s", "unit_price": ")" +
           price + R"(", "units": {"source": "manual", "count": 2}}])" + more + "}]}";
  };
  const auto effect = [&](const std::string& of) {
    Texts all;
    for (const auto& each : import_effect(books.desk(), parse_book(of).value().book, "ann").value())
      all.push_back(each.contract.text() + " through " + to_string(each.through) + ": " +
                    (each.is_new ? "new" : to_string(each.amount.before)) + " -> " +
                    to_string(each.amount.after));
    return all;
  };
  // June and July, which is due by the first of July.
  CHECK(effect(text("30.00", "")) == Texts{"C through 2026-07-01: new -> 120.00 USD"});
  CHECK(book_in_force(books.desk()).value().contracts.empty());
  books.import(text("30.00", ""));
  CHECK(effect(text("30.00", "")) == Texts{});
  CHECK(effect(text("40.00", "")) == Texts{"C through 2026-07-01: 120.00 USD -> 160.00 USD"});
  REQUIRE(post_available(books.desk(), {}));
  books.clock.set_today({2026, 6, 16});
  // Half of June comes back, and July is not billed.
  CHECK(effect(text("30.00", R"(, "end_date": "2026-06-15")")) ==
        Texts{"C through 2026-07-01: 60.00 USD -> -30.00 USD"});
  // An amount that is too large is said, and stops nobody.
  auto dear = parse_book(text("30.00", "")).value().book;
  dear.contracts[0] = [&] {
    auto terms = dear.contracts[0].terms();
    auto service = terms.services[0].terms();
    service.prices.push_back({Date{2026, 7, 1},
                              UnitPrice::from_millionths(limits::price_millionths_max, usd).value(),
                              service.prices[0].cost});
    service.quantity.minimum = limits::units_max;
    terms.id = ContractId{"D"};
    dear.first_units.clear();
    terms.services = {Service::create(service).value()};
    for (int i = 0; i < 200; ++i) {
      service.id = ServiceId{"s" + std::to_string(i)};
      terms.services.push_back(Service::create(service).value());
      dear.first_units.push_back({{terms.id, service.id}, 1});
    }
    return Contract::create(terms).value();
  }();
  const auto told = import_effect(books.desk(), dear, "ann").value();
  REQUIRE(told.size() == 1);
  CHECK(told[0].error->code == Errc::out_of_range);
  // A book that is refused has no effect.
  CHECK(effect(text("31.00", "")) == Texts{});
}
