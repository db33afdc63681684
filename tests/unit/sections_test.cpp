#include "billbyagent/domain/sections.hpp"

#include <doctest/doctest.h>

#include "billbyagent/domain/contract.hpp"

using namespace billbyagent;

namespace {

const BillingCycle monthly = BillingCycle::calendar(CycleLength::monthly);
const BillingCycle weekly = BillingCycle::calendar(CycleLength::weekly);
const Date june_1{2026, 6, 1};
const Date june_10{2026, 6, 10};
const Date june_20{2026, 6, 20};
const Date july_1{2026, 7, 1};
const Period june = Period::month(2026, 6);

Sections sections(const std::vector<ContractAmendment>& amendments) {
  return sections_of(monthly, BillingTiming::advance, amendments);
}

DatedAccounts accounts(const std::vector<ContractAmendment>& amendments) {
  return accounts_of(AccountId{"a"}, sections(amendments), amendments);
}

ContractAmendment cycle(Date day, const BillingCycle& wanted) {
  return {.effective = day, .cycle = wanted};
}
ContractAmendment account(Date day, const char* id, AccountFrom from = AccountFrom::next_period) {
  return {.effective = day, .account = AccountId{id}, .account_from = from};
}

}  // namespace

TEST_CASE("sections follow one another, and one that changes nothing is none") {
  const auto cut = sections({cycle(june_20, monthly),
                             cycle(june_10, weekly),
                             {.effective = june_10, .timing = BillingTiming::arrears},
                             cycle(june_20, weekly)});
  REQUIRE(cut.size() == 2);
  CHECK(cut[0] == Section{{Date{1900, 1, 1}, june_10}, monthly, BillingTiming::advance});
  CHECK(cut[1] == Section{{june_10, Date{9000, 1, 1}}, weekly, BillingTiming::arrears});
  CHECK(sections({cycle(june_10, monthly)}).size() == 1);
  CHECK(sections({cycle(Date{1900, 1, 1}, weekly)}).front().cycle == weekly);
}

TEST_CASE("a period that comes back after another cycle is one period with days elsewhere") {
  const auto cut = sections({cycle(june_10, weekly), cycle(june_20, monthly)});
  const auto parts = parts_of(cut, june);
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].days == Period{june_1, june_10});
  CHECK(parts[1].days == Period{june_20, july_1});
  CHECK(days_elsewhere(cut, june) == std::vector<Period>{{june_10, june_20}});
  CHECK(billing_periods(cut, june) == std::vector<Period>{june,
                                                          {Date{2026, 6, 8}, Date{2026, 6, 15}},
                                                          {Date{2026, 6, 15}, Date{2026, 6, 22}}});
  CHECK(parts_of(sections({}), {june_1, june_20}).empty());
}

TEST_CASE("an account pays from its day, or from where a period begins") {
  CHECK(accounts({account(june_10, "b", AccountFrom::effective_date)}).back().from == june_10);
  CHECK(accounts({account(june_10, "b")}).back().from == july_1);
  CHECK(accounts({account(june_1, "b")}).back().from == june_1);
  // Where another cycle cuts the period, the next one begins.
  CHECK(accounts({account(june_10, "b"), cycle(june_20, weekly)}).back().from == june_20);
  // Another timing does not begin one.
  CHECK(accounts({account(june_10, "b"), {.effective = june_20, .timing = BillingTiming::arrears}})
            .back()
            .from == july_1);
  // Of one day the later recorded one holds, and the same account again is none.
  const auto twice = accounts({account(june_10, "b"), account(june_20, "c"), account(july_1, "a")});
  CHECK(twice == DatedAccounts{{Date{1900, 1, 1}, AccountId{"a"}}});
}

TEST_CASE("cycles of several lengths, and in a month of one's own") {
  const auto period = [](const Result<BillingCycle>& of, Date day) { return of->period_at(day); };
  CHECK(period(BillingCycle::anchored(CycleLength::weekly, june_1).times(2), june_20) ==
        Period{Date{2026, 6, 15}, Date{2026, 6, 29}});
  CHECK(period(BillingCycle::anchored(CycleLength::monthly, Date{2026, 1, 31}).times(5), june_20) ==
        Period{Date{2026, 1, 31}, Date{2026, 6, 30}});
  CHECK(period(BillingCycle::calendar(CycleLength::annual).in_month(4), june_20) ==
        Period{Date{2026, 4, 1}, Date{2027, 4, 1}});
  CHECK(period(BillingCycle::calendar(CycleLength::quarterly).in_month(2), june_20) ==
        Period{Date{2026, 5, 1}, Date{2026, 8, 1}});
  CHECK(period(BillingCycle::on_day(CycleLength::annual, june_20, 15)->in_month(3), june_20) ==
        Period{Date{2026, 3, 15}, Date{2027, 3, 15}});
  CHECK(to_string(*BillingCycle::calendar(CycleLength::weekly).times(2)) == "every 2 weeks");
  CHECK(to_string(monthly) == "monthly");
  struct Refused {
    Result<BillingCycle> made;
    Errc code;
  };
  const Refused refused[] = {
      {weekly.times(0), Errc::out_of_range},
      {weekly.times(481), Errc::out_of_range},
      {monthly.times(121), Errc::out_of_range},
      {BillingCycle::calendar(CycleLength::annual).times(11), Errc::out_of_range},
      {monthly.in_month(4), Errc::invalid_argument},
      {weekly.in_month(4), Errc::invalid_argument},
      {BillingCycle::calendar(CycleLength::annual).in_month(13), Errc::out_of_range},
      {BillingCycle::anchored(CycleLength::annual, Date{1900, 1, 1}).in_month(12),
       Errc::out_of_range},
  };
  for (const auto& row : refused) CHECK(row.made.error().code == row.code);
}

TEST_CASE("what a contract's amendment may say") {
  const auto refused = [](const ContractAmendment& amendment) {
    Contract::Terms terms{.id = ContractId{"C-1"},
                          .account = AccountId{"a"},
                          .currency = usd,
                          .cycle = monthly,
                          .start = june_1,
                          .amendments = {amendment}};
    const auto made = Contract::create(std::move(terms));
    return made ? std::string{} : made.error().context;
  };
  CHECK(refused({.effective = june_10}) == "contract C-1: amendments[0]: changes nothing");
  CHECK(refused({.effective = june_10, .account_from = AccountFrom::next_period, .name = "n"}) ==
        "contract C-1: amendments[0]: account_from: goes with an account");
  CHECK(refused({.effective = june_10, .recipients = std::vector<std::string>{"a@b\nc"}}) ==
        "contract C-1: amendments[0]: recipients: not an e-mail address");
  CHECK(refused({.effective = june_10, .name = std::string(1'001, 'n')}) ==
        "contract C-1: amendments[0]: name is longer than 1000");
  CHECK(refused({.effective = june_10, .recipients = std::vector<std::string>{}}).empty());
}
