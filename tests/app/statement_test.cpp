#include "billbyagent/app/statements.hpp"

#include "app/world.hpp"
#include "billbyagent/app/batch_states.hpp"

using namespace world;

namespace {

Statement statement_of(World& w, StatementRequest request = {}) {
  request.account = AccountId{"acme"};
  auto found = statement(w.desk(), request);
  REQUIRE(found);
  return *std::move(found);
}

/// June and the first of July, posted.
struct Posted : World {
  Posted() {
    add_machines(1, 10);
    save({ContractSpec{}});
    run_night(june_1);
    post(june_1);
    add_machines(11, 11);
    run_night(june_10);
    post(july_1);
  }
};

}  // namespace

TEST_CASE("a statement has the lines that were posted in a month, and what is behind them") {
  Posted w;
  const auto july = statement_of(w);
  REQUIRE(july.services.size() == 1);
  const auto& service = july.services[0];
  CHECK(july.account == "acme Ltd");
  CHECK(service.lines.size() == 2);
  // 1 x 5.00 x 21/30 of June and 11 x 5.00 of July.
  CHECK(to_string(service.amount) == "58.50 USD");
  CHECK(to_string(july.totals.at(usd)) == "58.50 USD");
  CHECK(july.not_invoiced == 2);
  CHECK(service.days == Period{june_1, Date{2026, 8, 1}});
  CHECK(service.known_through == july_1);
  CHECK(service.units == std::vector<DatedUnits>{{june_1, 10}, {june_10, 11}});
  REQUIRE(service.changes.size() == 2);
  CHECK_FALSE(service.changes[0].before);
  CHECK(service.changes[1].before == 10);
  REQUIRE(service.changes[1].lines.size() == 1);
  CHECK(to_string(service.changes[1].lines[0].amount) == "3.50 USD");
  REQUIRE(service.changes[1].moves.size() == 1);
  CHECK(service.changes[1].moves[0].name == "name-11");
  REQUIRE(service.machines.size() == 11);
  CHECK(service.machines.back().since == june_1);
}

TEST_CASE("a statement of an invoice has its lines and no others") {
  Posted w;
  REQUIRE(mark_invoiced(w.desk(), {batch_id(ContractId{"C-1"}, 1)}, "INV-1", {"ann", ""}));
  const auto first = statement_of(w, {.invoice = "INV-1"});
  CHECK(to_string(first.totals.at(usd)) == "50.00 USD");
  CHECK(first.invoices == Texts{"INV-1"});
  CHECK(first.not_invoiced == 0);
  CHECK(statement(w.desk(), {.account = AccountId{"acme"}, .invoice = "INV-2"}).error().code ==
        Errc::not_found);
  CHECK(statement(w.desk(), {.account = AccountId{"beta"}, .invoice = "INV-1"}).error().code ==
        Errc::not_found);
}

TEST_CASE("the statements of all accounts are those of each") {
  Posted w;
  const auto all = statements(w.desk(), {});
  REQUIRE(all);
  REQUIRE(all->size() == 1);
  const auto& own = all->at(AccountId{"acme"});
  const auto alone = statement_of(w);
  CHECK(own.account == alone.account);
  CHECK(own.totals == alone.totals);
  CHECK(own.services.size() == alone.services.size());
  CHECK(statements(w.desk(), Period{Date{2026, 5, 1}, june_1})->empty());
}

TEST_CASE("lines that were taken back are on no statement") {
  Posted w;
  REQUIRE(unpost(w.desk(), batch_id(ContractId{"C-1"}, 2), {"ann", "wrong month"}));
  CHECK(statement(w.desk(), {.account = AccountId{"acme"}}).error().code == Errc::nothing_to_do);
  CHECK(statement(w.desk(), {.account = AccountId{"nobody"}}).error().code == Errc::not_found);
}
