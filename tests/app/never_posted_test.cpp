#include <billbyagent/app/import_changes.hpp>

#include "app/world.hpp"
#include "billbyagent/app/amend.hpp"

using namespace world;

namespace {

/// Typed-in units at a price that is a typing error.
struct MistypedWorld : World {
  MistypedWorld() { take(seats()); }
  static ContractSpec seats(const std::string& price = "300.00") {
    return {.services = {{.source = ManualUnits{}, .price = price}}};
  }
  ImportReport take(const ContractSpec& spec, Units units = 10) {
    return take(book_of(spec, units));
  }
  ImportReport take(const Book& book) {
    return import_book(desk(), book, "import", ImportMode::write).value();
  }
  Book book_of(const ContractSpec& spec, Units units = 10) {
    Book book;
    book.accounts.push_back({AccountId{"acme"}, "Acme", OrganizationId{"acme"}});
    book.accounts.push_back({AccountId{"beta"}, "Beta", std::nullopt});
    book.contracts.push_back(contract(spec));
    for (const auto& service : spec.services)
      book.first_units.push_back({key(spec.id, service.id), units});
    return book;
  }
  Contract saved() {
    return store.begin(tenant, Access::read).value()->contract(ContractId{"C-1"}).value();
  }
  Result<Tombstone> gone(const char* service = nullptr, DeleteMode mode = DeleteMode::write) {
    return delete_unposted(desk(), ContractId{"C-1"},
                           service ? std::optional{ServiceId{service}} : std::nullopt, "ann",
                           "typed wrong", mode);
  }
};

}  // namespace

TEST_CASE("a mistyped price is mended by importing the corrected book") {
  MistypedWorld w;
  Texts told;
  for (const auto& change :
       import_changes(w.desk(), w.book_of(MistypedWorld::seats("30.00")), "i").value())
    told.push_back(to_string(change));
  CHECK(told == Texts{"C-1/agents: price from 2026-06-01: 300.00, cost 2.00 -> 30.00, cost 2.00"});
  CHECK(w.take(MistypedWorld::seats("30.00")).contracts_updated == 1);
  CHECK(w.saved().find_service(key().service)->terms().prices.size() == 1);
  CHECK(texts(w.post(june_1)) ==
        Texts{"2026-06-01..2026-06-30  10 x 30.00  300.00 USD  recurring"});
  // From then on it is locked, also once it was taken back.
  CHECK(w.take(MistypedWorld::seats("31.00")).refused[0].code == Errc::terms_locked);
  REQUIRE(unpost(w.desk(), batch_id(ContractId{"C-1"}, 1), {.author = "ann", .reason = "test"}));
  CHECK(w.take(MistypedWorld::seats("31.00")).refused[0].code == Errc::terms_locked);
}

TEST_CASE("a contract that was never posted takes other days, another account and another cycle") {
  MistypedWorld w;
  ContractSpec other = MistypedWorld::seats();
  other.account = "beta";
  other.timing = BillingTiming::arrears;
  other.start = Date{2026, 5, 1};
  for (auto& service : other.services) service.effective = Date{2026, 5, 1};
  CHECK(w.take(other).accepted());
  CHECK(w.saved() == contract(other));
  // The days before the first count have it too.
  CHECK(texts(w.post(june_1)) ==
        Texts{"2026-05-01..2026-05-31  10 x 300.00  3000.00 USD  recurring"});
}

TEST_CASE("how units derive is locked before anything was posted") {
  MistypedWorld w;
  ContractSpec other = MistypedWorld::seats();
  other.services[0].source = group_scope("acme.servers");
  CHECK(w.take(other).refused[0].code == Errc::unit_source_locked);
  World derived;
  derived.save({{}});
  Book book = w.book_of({.account = "beta"});
  book.first_units.clear();
  const auto moved = import_book(derived.desk(), book, "import", ImportMode::write).value();
  REQUIRE(moved.refused.size() == 1);
  CHECK(moved.refused[0].code == Errc::unit_source_locked);
}

TEST_CASE("a price that reaches into posted days has to be asked for") {
  MistypedWorld w;
  const auto price = [&](Date day, const char* amount) {
    return DatedPrice{day, UnitPrice::parse(amount, usd).value(),
                      UnitPrice::parse("2", usd).value()};
  };
  REQUIRE(add_price(w.desk(), key(), price(june_10, "31")));
  w.post(june_1);
  CHECK(add_price(w.desk(), key(), price(june_10, "32")).error() ==
        Error{Errc::reaches_back,
              "service agents of contract C-1 is posted through 2026-06-30: a price from "
              "2026-06-10 bills those days once more"});
  CHECK(add_price(w.desk(), key(), price(june_10, "32"), ReachBack::allowed));
  CHECK(add_price(w.desk(), key(), price(july_1, "33")));
}

TEST_CASE("what was never posted is deleted for good, and says when and by whom") {
  MistypedWorld w;
  CHECK(w.gone(nullptr, DeleteMode::dry_run).has_value());
  CHECK(w.saved().id() == ContractId{"C-1"});
  CHECK(w.gone("other").error().code == Errc::not_found);
  const auto tombstone = w.gone();
  REQUIRE(tombstone);
  CHECK(tombstone->author == "ann");
  CHECK(deleted(w.desk()).value() == std::vector{*tombstone});
  CHECK(texts(w.post(june_1)).empty());
  const auto again = w.take(MistypedWorld::seats());
  REQUIRE(again.refused.size() == 1);
  CHECK(again.refused[0].code == Errc::deleted);
  CHECK(again.refused[0].context.find("contract C-1 was deleted by ann at ") == 0);
  CHECK(w.gone().error().code == Errc::deleted);
}

TEST_CASE("a service with held readings and machines is deleted with them") {
  World w;
  w.add_machines(1, 5);
  w.save({ContractSpec{.services = {{.source = group_scope("acme.root")}}}});
  w.run_night(june_1);
  REQUIRE(w.units_on(june_1) == 5);
  REQUIRE(delete_unposted(w.desk(), ContractId{"C-1"}, key().service, "ann", "twice"));
  w.run_night(june_1.next());
  CHECK(texts(w.post(june_10)).empty());
  CHECK(delete_unposted(w.desk(), ContractId{"C-1"}, key().service, "ann", "x").error().code ==
        Errc::deleted);
}

TEST_CASE("what was posted once is not deleted, and a reason is needed") {
  MistypedWorld w;
  CHECK(delete_unposted(w.desk(), ContractId{"C-1"}, std::nullopt, "ann", "").error().code ==
        Errc::invalid_argument);
  w.post(june_1);
  REQUIRE(unpost(w.desk(), batch_id(ContractId{"C-1"}, 1), {.author = "ann", .reason = "test"}));
  CHECK(w.gone().error().code == Errc::wrong_state);
  CHECK(w.gone("agents").error().code == Errc::wrong_state);
}
