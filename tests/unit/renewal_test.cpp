// The terms of a contract one after the other.

#include "billbyagent/domain/renewal.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "printed_values.hpp"

using namespace billbyagent;

namespace {

struct Agreed {
  Date start;
  std::optional<AgreedTerm> term{};
  std::optional<Date> end{};
  std::vector<std::pair<Date, AgreedTerm>> renewed{};
};

Contract contract(const Agreed& agreed) {
  Contract::Terms terms{.id = ContractId{"C-1"},
                        .name = "C-1",
                        .account = AccountId{"acme"},
                        .currency = usd,
                        .cycle = BillingCycle::anchored(CycleLength::monthly, agreed.start),
                        .start = agreed.start,
                        .end = agreed.end,
                        .agreed_term = agreed.term};
  for (const auto& [day, term] : agreed.renewed)
    terms.amendments.push_back({.effective = day, .agreed_term = term});
  return Contract::create(std::move(terms)).value();
}

std::string shown(const std::optional<TermEnd>& next) {
  if (!next) return "nothing";
  std::string text = std::string{to_string(next->what)} + " " + to_string(next->day);
  if (next->notice_by) text += ", notice by " + to_string(*next->notice_by);
  return text;
}

constexpr AgreedTerm year{12, 90, AtTermEnd::renews};
constexpr AgreedTerm ends{12, 30, AtTermEnd::ends};
const Date january{2026, 1, 1};

}  // namespace

TEST_CASE("when a contract renews or ends next") {
  struct Case {
    const char* name;
    Agreed agreed;
    Date today;
    const char* next;
  };
  const Case cases[] = {
      {"no term", {january}, {2026, 6, 1}, "nothing"},
      {"no term, but an end", {january, {}, Date{2026, 7, 1}}, {2026, 6, 1}, "ends 2026-07-01"},
      {"ended", {january, year, Date{2026, 5, 1}}, {2026, 6, 1}, "nothing"},
      {"the first day", {january, year}, january, "renews 2027-01-01, notice by 2026-10-02"},
      {"the last day", {january, year}, {2026, 12, 31}, "renews 2027-01-01, notice by 2026-10-02"},
      {"renewed by itself",
       {january, year},
       {2027, 1, 1},
       "renews 2028-01-01, notice by 2027-10-02"},
      {"before it begins",
       {january, year},
       {2025, 3, 1},
       "renews 2027-01-01, notice by 2026-10-02"},
      {"given notice of",
       {january, year, Date{2027, 1, 1}},
       {2026, 6, 1},
       "ends 2027-01-01, notice by 2026-10-02"},
      {"ended in its term",
       {january, year, Date{2026, 9, 1}},
       {2026, 6, 1},
       "ends 2026-09-01, notice by 2026-10-02"},
      {"ends with its term",
       {january, ends, Date{2027, 1, 1}},
       {2026, 6, 1},
       "ends 2027-01-01, notice by 2026-12-01"},
      {"goes on beyond a term that ended",
       {january, ends, Date{2028, 1, 1}},
       {2027, 6, 1},
       "ends 2028-01-01, notice by 2026-12-01"},
      {"renewed for two years from 2027 on",
       {january, ends, Date{2029, 1, 1}, {{{2027, 1, 1}, {24, 30, AtTermEnd::ends}}}},
       {2026, 6, 1},
       "renews 2027-01-01, notice by 2026-12-01"},
      {"in those two years",
       {january, ends, Date{2029, 1, 1}, {{{2027, 1, 1}, {24, 30, AtTermEnd::ends}}}},
       {2027, 6, 1},
       "ends 2029-01-01, notice by 2028-12-01"},
      {"another term within the present one",
       {january, year, {}, {{{2026, 7, 1}, {6, 0, AtTermEnd::renews}}}},
       {2026, 8, 1},
       "renews 2027-01-01, notice by 2026-12-31"},
      {"the 31st, by months",
       {{2026, 1, 31}, AgreedTerm{1, 0, AtTermEnd::renews}},
       {2026, 3, 30},
       "renews 2026-03-31, notice by 2026-03-30"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.name);
    CHECK(shown(next_term_end(contract(each.agreed), each.today)) == each.next);
  }
}

TEST_CASE("months are counted from the start, also of terms that were agreed later") {
  const auto of_the_31st = contract({{2026, 1, 31}, AgreedTerm{1, 0, AtTermEnd::renews}});
  CHECK(term_end(of_the_31st, {2026, 2, 28}, 1) == Date{2026, 3, 31});
  CHECK(term_end(of_the_31st, {2026, 2, 10}, 1) == Date{2026, 3, 10});
  CHECK(term_end(of_the_31st, {8999, 12, 31}, 1'200) == Date{limits::last_year, 1, 1});
}

TEST_CASE("the last day of who gives notice today") {
  const auto renewing = contract({january, year});
  CHECK(last_day_by_notice(renewing, {2026, 10, 2}) == Date{2026, 12, 31});
  CHECK(last_day_by_notice(renewing, {2026, 10, 3}) == Date{2027, 12, 31});
  const auto ending = contract({january, ends, Date{2027, 1, 1}});
  CHECK(last_day_by_notice(ending, {2026, 12, 30}) == Date{2026, 12, 31});
  CHECK_FALSE(last_day_by_notice(contract({january}), january));
}

TEST_CASE("a term that makes no sense is refused") {
  const auto refused = [](const Agreed& agreed) {
    Contract::Terms terms = contract({january}).terms();
    terms.agreed_term = agreed.term;
    terms.end = agreed.end;
    for (const auto& [day, term] : agreed.renewed)
      terms.amendments.push_back({.effective = day, .agreed_term = term});
    return Contract::create(std::move(terms)).error();
  };
  CHECK(refused({january, AgreedTerm{0}}).context == "contract C-1: term: months: 0");
  CHECK(refused({january, AgreedTerm{1'201}}).code == Errc::out_of_range);
  CHECK(refused({january, AgreedTerm{12, -1}}).context == "contract C-1: term: notice_days: -1");
  CHECK(refused({january, {}, {}, {{january, AgreedTerm{0}}}}).context ==
        "contract C-1: amendments[0]: term: months: 0");
  CHECK(refused({january, ends}).context ==
        "contract C-1: term: a contract that ends with its term needs an end");
}
