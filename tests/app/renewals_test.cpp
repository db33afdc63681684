// What renews or ends soon, and the act of renewing.

#include "billbyagent/app/renewals.hpp"

#include "app/world.hpp"
#include "billbyagent/app/amend.hpp"
#include "billbyagent/app/import_changes.hpp"

using namespace world;

namespace {

constexpr AgreedTerm year{12, 90, AtTermEnd::renews};
constexpr AgreedTerm ends{12, 30, AtTermEnd::ends};

/// Contracts from 1 June 2026 on, ten typed-in units at 30.00 a month.
struct AgreedWorld : World {
  AgreedWorld() {
    for (const char* account : {"acme", "beta"})
      book.accounts.push_back({AccountId{account}, account, OrganizationId{account}});
  }
  void add(const std::string& id, std::optional<AgreedTerm> term, std::optional<Date> end = {},
           const std::string& account = "acme") {
    auto terms = contract({.id = id,
                           .account = account,
                           .services = {{.source = ManualUnits{}, .price = "30.00"}},
                           .end = end})
                     .terms();
    terms.agreed_term = term;
    book.contracts.push_back(Contract::create(std::move(terms)).value());
    book.first_units.push_back({key(id), 10});
  }
  void take() {
    const auto report = import_book(desk(), book, "import", ImportMode::write);
    REQUIRE(report);
    for (const auto& refused : report->refused) FAIL(to_string(refused));
  }
  Texts coming(Date today, std::int32_t days, const std::optional<AccountId>& account = {}) {
    clock.set_today(today);
    Texts all;
    for (const auto& row : coming_renewals(desk(), days, account).value().rows)
      all.push_back(
          (row.service ? to_string(ServiceKey{row.contract, *row.service}) : row.contract.text()) +
          " " + std::string{to_string(row.what)} + " " + to_string(row.day) +
          (row.notice_by ? ", notice by " + to_string(*row.notice_by) : ""));
    return all;
  }
  Contract saved(const std::string& id = "C-1") {
    return store.begin(tenant, Access::read).value()->contract(ContractId{id}).value();
  }
  Result<Contract> renew(const Renewal& renewal = {}) {
    return renew_contract(desk(), ContractId{"C-1"}, renewal);
  }

  Book book;
};

}  // namespace

TEST_CASE("what renews or ends soon is listed by day, and until when notice can be given") {
  AgreedWorld w;
  w.add("C-1", year);
  w.add("C-2", ends, Date{2027, 6, 1}, "beta");
  w.add("C-3", std::nullopt);
  w.add("C-4", std::nullopt, Date{2026, 9, 1});
  w.take();
  REQUIRE(change_end(w.desk(), ContractId{"C-3"}, key().service, Date{2026, 7, 31}));
  CHECK(w.coming(june_1, 91) == Texts{"C-3/agents ends 2026-07-31", "C-4 ends 2026-08-31"});
  // The day of notice comes long before the day itself.
  CHECK(w.coming({2027, 2, 1}, 30) == Texts{"C-1 renews 2027-06-01, notice by 2027-03-02"});
  CHECK(w.coming({2027, 5, 1}, 31) == Texts{"C-2 ends 2027-05-31, notice by 2027-05-01",
                                            "C-1 renews 2027-06-01, notice by 2027-03-02"});
  CHECK(w.coming({2027, 5, 1}, 31, AccountId{"beta"}).size() == 1);
  CHECK(w.coming({2027, 6, 1}, 31).empty());
  CHECK(coming_renewals(w.desk(), 1, AccountId{"nobody"}).error().code == Errc::not_found);
  CHECK(coming_renewals(w.desk(), -1).error().code == Errc::out_of_range);
}

TEST_CASE("renewing a contract that ends moves its end, and says why") {
  AgreedWorld w;
  w.add("C-1", ends, Date{2027, 6, 1});
  w.take();
  w.clock.set_today({2027, 5, 1});
  const auto renewed = w.renew({.reason = "signed", .author = "ann"});
  REQUIRE(renewed);
  CHECK(renewed->terms().end == Date{2028, 6, 1});
  const auto& amendment = renewed->terms().amendments.back();
  CHECK(amendment.effective == Date{2027, 6, 1});
  CHECK(amendment.agreed_term == ends);
  CHECK(amendment.reason == "signed");
  CHECK(amendment.author == "ann");
  CHECK(amendment.recorded == w.clock.now());
  CHECK(w.saved() == *renewed);
  // Its days are billed on: the thirteenth month as the first.
  CHECK(texts(w.post({2027, 6, 1})).back() ==
        "2027-06-01..2027-06-30  10 x 30.00  300.00 USD  recurring");
}

TEST_CASE("renewing one that was given notice of takes the end away") {
  AgreedWorld w;
  w.add("C-1", year);
  w.take();
  const auto ended = end_with_term(w.desk(), ContractId{"C-1"});
  REQUIRE(ended);
  CHECK(ended->terms().end == Date{2027, 6, 1});
  REQUIRE(w.renew());
  CHECK_FALSE(w.saved().terms().end);
  CHECK(w.coming({2027, 6, 1}, 366) == Texts{"C-1 renews 2028-06-01, notice by 2028-03-02"});
}

TEST_CASE("too late to give notice for a term, it ends with the next") {
  AgreedWorld w;
  w.add("C-1", year);
  w.take();
  w.clock.set_today({2027, 3, 3});
  CHECK(end_with_term(w.desk(), ContractId{"C-1"}).value().terms().end == Date{2028, 6, 1});
}

TEST_CASE("another term follows the present one") {
  AgreedWorld w;
  w.add("C-1", year);
  w.take();
  REQUIRE(w.renew({.agreed_term = AgreedTerm{24, 30, AtTermEnd::ends}}));
  CHECK(w.saved().terms().end == Date{2029, 6, 1});
  CHECK(w.coming(june_1, 365) == Texts{"C-1 renews 2027-06-01, notice by 2027-03-02"});
}

TEST_CASE("what can't be renewed says why") {
  AgreedWorld w;
  w.add("C-1", year);
  w.add("C-2", std::nullopt);
  w.take();
  CHECK(w.renew().error() ==
        Error{Errc::nothing_to_do, "contract C-1 renews by itself on 2027-06-01"});
  CHECK(w.renew({.agreed_term = AgreedTerm{0}}).error().code == Errc::out_of_range);
  const auto no_term = renew_contract(w.desk(), ContractId{"C-2"}, {}).error();
  CHECK(no_term.code == Errc::invalid_argument);
  CHECK(no_term.context == "contract C-2 has no term; say how long the new one is");
  CHECK(renew_contract(w.desk(), ContractId{"C-9"}, {}).error().code == Errc::not_found);
  CHECK(end_with_term(w.desk(), ContractId{"C-2"}).error().code == Errc::invalid_argument);
  CHECK(w.saved().terms().amendments.empty());
}

TEST_CASE("a book that does not name the term leaves it, and one that does changes it") {
  AgreedWorld w;
  w.add("C-1", year);
  w.take();
  w.post(june_1);
  Book other = w.book;
  auto terms = other.contracts[0].terms();
  terms.agreed_term = AgreedTerm{24, 0, AtTermEnd::renews};
  other.contracts[0] = Contract::create(terms).value();
  other.named_of_contracts[ContractId{"C-1"}] = {"name"};
  CHECK(import_changes(w.desk(), other, "ann").value().empty());
  other.named_of_contracts[ContractId{"C-1"}] = {"term"};
  const auto changes = import_changes(w.desk(), other, "ann").value();
  REQUIRE(changes.size() == 1);
  CHECK(to_string(changes[0]) ==
        "C-1: term: 12 months, renews, 90 days of notice -> 24 months, renews");
}
