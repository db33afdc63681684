// Billing cycle, timing, account and names of a contract, changed from a day on.

#include <functional>

#include "app/world.hpp"
#include "billbyagent/app/amend.hpp"
#include "billbyagent/app/book_in_force.hpp"
#include "billbyagent/app/import_changes.hpp"
#include "billbyagent/app/observed_units.hpp"
#include "billbyagent/app/raise_prices.hpp"
#include "billbyagent/app/shared_posting.hpp"
#include "billbyagent/app/statements.hpp"
#include "billbyagent/app/verify.hpp"

using namespace world;

namespace {

const ContractId c_1{"C-1"};
const AccountId acme{"acme"};
const AccountId beta{"beta"};
const Date june_20{2026, 6, 20};

ContractSpec seats(const std::string& id = "C-1") {
  return {.id = id, .services = {{.source = ManualUnits{}, .price = "30.00"}}};
}

ContractAmendment to_beta(Date day, AccountFrom from = AccountFrom::effective_date) {
  return {
      .effective = day, .account = beta, .account_from = from, .reason = "sold", .author = "ann"};
}

/// C-1 and C-2 of acme, ten and one units at 30.00 a month; June is posted.
struct MovingWorld : World {
  MovingWorld() {
    save({seats(), seats("C-2")}, {{key(), 10}, {key("C-2"), 1}});
    post(june_1);
    clock.set_today(june_10);
  }
  void amend(ContractAmendment amendment) {
    const auto done = amend_contract(desk(), c_1, {std::move(amendment)}, ReachBack::allowed);
    REQUIRE_MESSAGE(done, to_string(done.error()));
  }
  Contract saved(const ContractId& id = c_1) {
    return store.begin(tenant, Access::read).value()->contract(id).value();
  }
  /// The book that was imported, with C-1 otherwise.
  ImportReport import(const std::function<void(Contract::Terms&)>& change = [](auto&) {}) {
    Book book;
    auto terms = contract(seats()).terms();
    change(terms);
    book.contracts.push_back(Contract::create(std::move(terms)).value());
    book.named_of_contracts[c_1] = {"name", "account", "cycle", "timing", "recipients"};
    return import_book(desk(), book, "import", ImportMode::write).value();
  }
};

std::string said(const Explanation& explanation) {
  std::string all;
  for (const auto& sentence : explanation.derivation) all += sentence + "\n";
  return all;
}

}  // namespace

TEST_CASE(
    "a contract that moves posts a batch to each account, and credits settle with their own") {
  MovingWorld w;
  w.amend(to_beta(june_10));
  REQUIRE(record_units(w.desk(),
                       {.key = key("C-2"), .effective = june_10, .units = 2, .reason = "hired"}));
  const auto report = w.post(june_10);
  REQUIRE(report.contracts.size() == 3);
  const auto& credit = report.contracts[0];
  const auto& charge = report.contracts[1];
  const auto& other = report.contracts[2];
  CHECK(credit.account == acme);
  CHECK(texts(credit.lines) ==
        Texts{"2026-06-10..2026-06-30  -10 x 30.00 x 21/30  -210.00 USD  decrement"});
  CHECK(charge.account == beta);
  CHECK(texts(charge.lines) ==
        Texts{"2026-06-10..2026-06-30  +10 x 30.00 x 21/30  210.00 USD  increment"});
  REQUIRE((credit.batch && charge.batch && other.batch));
  CHECK(credit.batch->account == acme);
  CHECK(charge.batch->account == beta);
  CHECK(credit.batch->settlement == other.batch->settlement);
  CHECK_FALSE(credit.batch->settlement.empty());
  CHECK(charge.batch->settlement.empty());
  CHECK(w.post(june_10).contracts.empty());
  // A night that comes later changes nothing of who paid.
  CHECK(w.posted()[0].line.account == acme);
}

TEST_CASE("of a posting that several do, a contract that moved is in one part with both accounts") {
  MovingWorld w;
  auto of_beta = seats("C-3");
  of_beta.account = "beta";
  w.save({of_beta}, {{key("C-3"), 1}});
  const AccountRange before{.to = beta};
  const AccountRange behind{.from = beta};
  CHECK(account_ranges(w.desk(), 1).value() == std::vector{before, behind});
  w.amend(to_beta(june_10));
  REQUIRE(record_units(w.desk(),
                       {.key = key("C-2"), .effective = june_10, .units = 2, .reason = "hired"}));
  CHECK(account_ranges(w.desk(), 1).value() == std::vector{before, behind});
  const auto shared = SharedPosting::prepare(w.desk(), {}).value();
  // Beta's other contract is with the one that moved to it, which is with acme's.
  CHECK(shared->post(w.desk(), behind).value().contracts.empty());
  const auto report = shared->post(w.desk(), before).value();
  REQUIRE(report.contracts.size() == 4);
  const auto& credit = report.contracts[0];
  const auto& charge = report.contracts[1];
  const auto& settling = report.contracts[2];
  const auto& other = report.contracts[3];
  CHECK((credit.account == acme && charge.account == beta));
  CHECK((settling.account == acme && other.account == beta));
  REQUIRE((credit.batch && charge.batch && settling.batch && other.batch));
  CHECK_FALSE(credit.batch->settlement.empty());
  CHECK(credit.batch->settlement == settling.batch->settlement);
  // Done again, nothing twice; and one process finds nothing left.
  CHECK(shared->post(w.desk(), before).value().contracts.empty());
  CHECK(w.post(june_10).contracts.empty());
}

TEST_CASE("two billing periods that begin on one day are two for whoever looks at lines") {
  MovingWorld w;
  // June is posted by the month; from the 20th on it is part of a quarter from 1 June on.
  w.amend({.effective = june_20,
           .cycle = BillingCycle::anchored(CycleLength::quarterly, june_1),
           .author = "ann"});
  w.post(june_20, {.credit_batches = CreditBatches::allowed});
  Texts lines;
  for (const auto& entry : w.posted()) lines.push_back(to_string(entry.line));
  CHECK(lines == Texts{"2026-06-01..2026-06-30  10 x 30.00  300.00 USD  recurring",
                       "2026-06-20..2026-06-30  -10 x 30.00 x 11/30  -110.00 USD  decrement",
                       "2026-06-20..2026-08-31  10 x 30.00 x 73/92  238.04 USD  recurring"});
  const auto verified = verify(w.desk()).value();
  for (const auto& finding : verified.findings) FAIL_CHECK(finding.what);
  // A correction finds each of them.
  REQUIRE(record_units(w.desk(),
                       {.key = key(), .effective = june_1, .units = 11, .reason = "one more"}));
  CHECK(texts(w.post(june_20)) ==
        Texts{"2026-06-01..2026-06-19  +1 x 30.00 x 19/30  19.00 USD  increment",
              "2026-06-20..2026-08-31  +1 x 30.00 x 73/92  23.81 USD  increment"});
  CHECK(verify(w.desk()).value().findings.empty());
}

TEST_CASE("what comes back to an account without charges is held, and owed to that account") {
  MovingWorld w;
  w.amend(to_beta(june_10));
  for (int run = 0; run < 2; ++run) {
    const auto report = w.post(june_10);
    REQUIRE(report.owed.size() == 1);
    CHECK(report.owed[0] ==
          OwedCredit{acme, c_1, Money::from_minor(21'000, usd), 1, true});  // C-2 goes on
    CHECK(report.count(BatchStatus::posted) == (run == 0 ? 1 : 0));
  }
  const auto review = billing_review(w.desk(), {.through = june_10, .account = acme}).value();
  REQUIRE(review.contracts.size() == 1);
  CHECK(review.contracts[0].lines.size() == 1);
  CHECK(review.contracts[0].lines[0].account == acme);
}

TEST_CASE("each account is stated what it pays for, by the names of the day") {
  MovingWorld w;
  w.amend(to_beta(june_10));
  w.amend({.effective = june_10, .name = "Seats of beta"});
  REQUIRE(amend_service(w.desk(), key(), {{.effective = june_10, .name = "Seats"}}));
  w.post(june_10, {.credit_batches = CreditBatches::allowed});
  const auto of_beta = statement(w.desk(), {.account = beta}).value();
  REQUIRE(of_beta.services.size() == 1);
  CHECK(of_beta.services[0].contract == "Seats of beta");
  CHECK(of_beta.services[0].name == "Seats");
  CHECK(of_beta.services[0].amount == Money::from_minor(21'000, usd));
  const auto all = statements(w.desk(), std::nullopt).value();
  CHECK(all.at(acme).totals.at(usd) == Money::from_minor(30'000 + 3'000 - 21'000, usd));
  CHECK(all.at(beta).totals.at(usd) == Money::from_minor(21'000, usd));
  Texts names;
  for (const auto& posted : w.posted()) names.push_back(posted.line.service_name);
  CHECK(names == Texts{"Service agents", "Seats", "Seats"});
}

TEST_CASE("an explanation names the amendment behind a line") {
  MovingWorld w;
  w.amend(to_beta(june_10));
  w.amend({.effective = june_20,
           .cycle = BillingCycle::anchored(CycleLength::annual, june_20),
           .timing = BillingTiming::arrears,
           .reason = "agreed",
           .author = "bob"});
  w.post(june_20, {.credit_batches = CreditBatches::allowed});
  const auto text = [&](Date day, int sequence) {
    return said(explain_line(w.desk(), {c_1, key().service, june_1, day, sequence}).value());
  };
  CHECK(text(june_10, 1).find("From 2026-06-10: contract account beta by ann (sold)") !=
        std::string::npos);
  CHECK(text(june_20, 1)
            .find("From 2026-06-20: contract periods annual as from 2026-06-20, timing "
                  "arrears by bob (agreed)") != std::string::npos);
}

TEST_CASE("what reaches into posted days has to be asked for, and says nothing twice") {
  MovingWorld w;
  const auto error = [&](ContractAmendment amendment, Date day = june_10) {
    amendment.effective = day;
    return amend_contract(w.desk(), c_1, {std::move(amendment)}).error();
  };
  const auto weekly = BillingCycle::calendar(CycleLength::weekly);
  CHECK(error({.effective = june_10, .cycle = weekly}).code == Errc::reaches_back);
  CHECK(error({.effective = june_10, .timing = BillingTiming::arrears}).code == Errc::reaches_back);
  CHECK(error(to_beta(june_10)).context.find("C-1 is posted through 2026-06-30") !=
        std::string::npos);
  CHECK(error({.effective = july_1, .timing = BillingTiming::advance}, july_1).code ==
        Errc::nothing_to_do);
  CHECK(error({.effective = july_1, .account = acme}, july_1).code == Errc::nothing_to_do);
  CHECK(error({.effective = july_1, .account = AccountId{"nobody"}}, july_1).code ==
        Errc::not_found);
  CHECK(error({.effective = july_1, .account_from = AccountFrom::next_period}, july_1).code ==
        Errc::invalid_argument);
  CHECK(w.saved().terms().amendments.empty());
  CHECK(amend_contract(w.desk(), c_1, {to_beta(june_10, AccountFrom::next_period)}));
  CHECK(amend_contract(w.desk(), c_1, {{.effective = july_1, .cycle = weekly}}));
}

TEST_CASE("another account counts the machines of the first one") {
  World w;
  w.add_machines(1, 3);
  w.add_machines(4, 8, "beta");
  w.save({ContractSpec{}});
  w.run_night(june_1);
  REQUIRE(amend_contract(w.desk(), c_1, {to_beta(june_10)}));
  const auto scope = [&] {
    return *w.store.begin(tenant, Access::read)
                .value()
                ->contract(c_1)
                .value()
                .terms()
                .services[0]
                .agent_scope();
  };
  CHECK(scope().organization == OrganizationId{"acme"});
  const auto night = w.run_night(june_10);
  CHECK(night.services[0].account == beta);
  CHECK(w.units_on(june_10) == 3);
  // The book of before still means what it meant.
  w.save({ContractSpec{}});
  CHECK(scope().organization == OrganizationId{"acme"});
}

TEST_CASE("a contract whose machines nobody could go on counting does not move") {
  World w;
  w.save({{.account = "unlinked"}});
  const auto moved = amend_contract(w.desk(), c_1, {to_beta(june_10)});
  CHECK(moved.error().code == Errc::organization_not_linked);
}

TEST_CASE("a book that says how things are by now says nothing new") {
  MovingWorld w;
  w.amend(to_beta(june_10));
  w.amend({.effective = june_10, .timing = BillingTiming::arrears, .name = "Renamed"});
  const auto before = w.saved();
  CHECK(w.import([](auto& terms) {
           terms.account = beta;
           terms.timing = BillingTiming::arrears;
           terms.name = "Renamed";
         }).contracts_unchanged == 1);
  CHECK(w.saved() == before);
  // What was amended is amended again.
  CHECK(w.import([](auto& terms) {
           terms.account = beta;
           terms.timing = BillingTiming::arrears;
           terms.name = "Renamed again";
         }).contracts_updated == 1);
  CHECK(w.saved().name_on(june_10.previous()) == "Contract C-1");
  CHECK(w.saved().name_on(june_10) == "Renamed again");
  const auto report = w.import([](auto& terms) { terms.account = AccountId{"unlinked"}; });
  REQUIRE(report.refused.size() == 1);
  CHECK(report.refused[0] ==
        Error{Errc::terms_locked, "contract C-1: account: amend it from a day on"});
}

TEST_CASE("who left hears nothing of what becomes known afterwards") {
  World w;
  w.add_machines(1, 3);
  w.save({ContractSpec{}});
  w.run_night(june_1);
  REQUIRE(amend_contract(
      w.desk(), c_1,
      {{.effective = june_10, .recipients = std::vector<std::string>{"new@msp.example"}}}));
  w.remove_machines(3, 3);
  w.run_night(june_10);
  const auto notices = w.notices();
  REQUIRE(notices.size() == 2);
  CHECK(notices[0].notice.recipients == Texts{"billing@msp.example"});
  CHECK(notices[1].notice.recipients == Texts{"new@msp.example"});
}

TEST_CASE("a period that begins before its section is neither closed nor billed again") {
  World w;
  w.save({seats()}, {{key(), 10}});
  for (const Date day : {june_1, july_1}) w.post(day);
  const Date july_11{2026, 7, 11};
  REQUIRE(amend_contract(
      w.desk(), c_1, {{.effective = july_11, .cycle = BillingCycle::calendar(CycleLength::annual)}},
      ReachBack::allowed));
  for (const Date day : {july_11, Date{2026, 7, 12}, Date{2026, 8, 1}, Date{2026, 9, 1}})
    w.post(day, {.credit_batches = CreditBatches::allowed});
  REQUIRE(record_units(
      w.desk(), {.key = key(), .effective = Date{2026, 8, 1}, .units = 9, .reason = "counted"}));
  w.post(Date{2026, 9, 2}, {.credit_batches = CreditBatches::allowed});
  w.post(Date{2027, 1, 1});
  Texts lines;
  for (const auto& posted : w.posted())
    if (posted.line.billing_period.begin() == Date{2026, 1, 1})
      lines.push_back(to_string(posted.line));
  CHECK(lines == Texts{"2026-07-11..2026-12-31  10 x 30.00 x 174/365  143.01 USD  recurring",
                       "2026-08-01..2026-12-31  -1 x 30.00 x 153/365  -12.57 USD  decrement"});
  CHECK(verify(w.desk()).value().findings.empty());
}

TEST_CASE("who pays, and in which periods, is asked of the day everywhere") {
  MovingWorld w;
  w.amend(to_beta(june_20));
  w.amend({.effective = Date{2026, 7, 1},
           .cycle = BillingCycle::calendar(CycleLength::quarterly),
           .reason = "agreed"});
  const Date july_2{2026, 7, 2};
  // A raise for an account reaches the contracts that moved to it.
  const auto raised = raise_prices(
      w.desk(),
      {.basis_points = 1'000, .from = Date{2026, 10, 1}, .accounts = {beta}, .dry_run = true});
  REQUIRE(raised);
  REQUIRE(raised->services.size() == 1);
  CHECK(raised->services[0].key == key());
  // The book of one contract has all the accounts that it names.
  const auto book = book_in_force(w.desk(), c_1).value();
  REQUIRE(book.accounts.size() == 2);
  CHECK(book.accounts[0].id == acme);
  CHECK(book.accounts[1].id == beta);
  // The next bill is that of the quarter.
  w.clock.set_today(july_2);
  Book dearer;
  auto terms = w.saved().terms();
  terms.recipients = {"it@example.com"};
  auto service = terms.services[0].terms();
  service.prices.push_back(
      {Date{2026, 10, 1}, UnitPrice::parse("31", usd).value(), service.prices[0].cost});
  terms.services[0] = Service::create(service).value();
  dearer.contracts.push_back(Contract::create(std::move(terms)).value());
  const auto effects = import_effect(w.desk(), dearer, "import").value();
  REQUIRE(effects.size() == 1);
  CHECK(effects[0].account == beta);
  CHECK(effects[0].through == Date{2026, 10, 1});
}

TEST_CASE(
    "what is observed is priced by the terms of its day, and shares what the contract takes off") {
  World w;
  w.add_machines(1, 4);
  ContractSpec spec{.trust = Trust::observe};
  spec.services = {{.id = "agents"}, {.id = "more"}};
  w.save({spec});
  REQUIRE(amend_contract(w.desk(), c_1,
                         {{.effective = june_1,
                           .discount_amount = UnitPrice::parse("25", usd).value(),
                           .reason = "new"}}));
  REQUIRE(amend_contract(w.desk(), c_1, {to_beta(june_10)}));
  w.run_night(june_1);
  const auto seen = observed_units(w.desk(), {}).value();
  REQUIRE(seen.size() == 2);
  CHECK(seen[0].account == acme);
  // Four machines at 5.00 each: the first takes 20.00 of the 25.00, the other what is left.
  CHECK(seen[0].amount.minor() == 0);
  CHECK(seen[1].amount.minor() == 1'500);
  w.run_night(june_20);
  CHECK(observed_units(w.desk(), {}).value()[0].account == beta);
}
