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
