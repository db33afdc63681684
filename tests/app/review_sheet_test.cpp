#include "billbyagent/app/review_sheet.hpp"

#include "app/world.hpp"
#include "billbyagent/app/batch_states.hpp"

using namespace world;

namespace {

ReviewSheet sheet_on(World& w, Date day, SheetOptions options = {}) {
  w.clock.set_today(day);
  auto sheet = review_sheet(w.desk(), options);
  REQUIRE(sheet);
  return *std::move(sheet);
}

std::string amount(const TotalsByCurrency& totals, Currency currency) {
  const auto found = totals.find(currency);
  return found == totals.end() ? "none" : to_string(found->second.amount);
}

}  // namespace

TEST_CASE("a sheet tells due now from later, and both from the last invoice") {
  World w;
  w.add_machines(1, 10);
  w.save({ContractSpec{}});
  w.run_night(june_1);
  w.post(june_1);
  REQUIRE(mark_invoiced(w.desk(), {batch_id(ContractId{"C-1"}, 1)}, "INV-7", {"ann", ""}));
  w.add_machines(11, 12);
  w.remove_machines(1, 1);
  w.run_night(june_10);
  const auto sheet = sheet_on(w, july_1);
  REQUIRE(sheet.accounts.size() == 1);
  CHECK(sheet.accounts[0].name == "acme Ltd");
  REQUIRE(sheet.accounts[0].rows.size() == 1);
  const auto& row = sheet.accounts[0].rows[0];
  CHECK(row.counted == 11);
  CHECK(row.charged == 11);
  REQUIRE(row.last);
  CHECK(row.last->invoice_number == "INV-7");
  CHECK(row.last->posted_on == june_1);
  CHECK(row.last->units == 10);
  CHECK(to_string(row.last->amount) == "50.00 USD");
  CHECK(row.more_units == 1);
  // +1 x 5.00 x 21/30 and 11 x 5.00, less the 50.00 of INV-7.
  CHECK(to_string(row.now.amount) == "58.50 USD");
  CHECK(to_string(row.more_amount.value()) == "8.50 USD");
  CHECK(row.due.size() == 2);
  CHECK(row.due[0].explanation);
  CHECK(row.ahead.size() == 3);
  CHECK(amount(sheet.now, usd) == "58.50 USD");
  CHECK(amount(sheet.later, usd) == "165.00 USD");
  CHECK(amount(sheet.accounts[0].now, usd) == "58.50 USD");
  CHECK(amount(sheet.months.at(july_1), usd) == "58.50 USD");
  CHECK(amount(sheet.months.at(Date{2026, 8, 1}), usd) == "55.00 USD");
  CHECK(row.moves.size() == 3);
  CHECK(row.machines.size() == 11);
  CHECK(row.counted_on == june_10);
}

TEST_CASE("a sheet shows what waits beside what is billed") {
  World w;
  w.add_machines(1, 10);
  w.save({ContractSpec{}});
  w.run_night(june_1);
  w.remove_machines(2, 10);
  w.run_night(june_10);
  const auto sheet = sheet_on(w, june_10);
  CHECK(sheet.accounts.at(0).rows.at(0).counted == 10);
  CHECK(sheet.accounts.at(0).rows.at(0).waiting == 1);
  CHECK(sheet.needs_a_person());
}

TEST_CASE("a sheet counts lines that it does not explain") {
  World w;
  w.add_machines(1, 3);
  w.save({ContractSpec{}, ContractSpec{.id = "C-2"}});
  w.run_night(june_1);
  const auto sheet = sheet_on(w, june_1, {.lines_explained_max = 1});
  CHECK(sheet.unexplained == 1);
  CHECK(sheet.services == 2);
}

TEST_CASE("a sheet says what is stale, never counted, and a part of the book") {
  World w;
  w.add_machines(1, 3);
  w.save({ContractSpec{}});
  CHECK_FALSE(sheet_on(w, june_1).accounts.at(0).rows.at(0).counted);
  CHECK(sheet_on(w, june_1).needs_a_person());
  w.run_night(june_1);
  CHECK_FALSE(sheet_on(w, june_1).needs_a_person());
  const auto late = sheet_on(w, june_10);
  CHECK(late.accounts.at(0).rows.at(0).stale);
  CHECK(late.needs_a_person());
  CHECK_FALSE(late.filtered);
  CHECK(sheet_on(w, june_1, {.filter = {.account = AccountId{"beta"}}}).filtered);
}
