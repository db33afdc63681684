#include "billbyagent/domain/billing.hpp"

#include <doctest/doctest.h>

#include "unit/terms.hpp"

using namespace billbyagent;

namespace {

Date june(int day) { return {2026, 6, day}; }
const Period whole = Period::month(2026, 6);

std::vector<std::string> texts(const std::vector<LineItem>& lines) {
  std::vector<std::string> all;
  for (const auto& line : lines)
    all.push_back(to_string(line) + "  " + std::to_string(line.units_before) + ">" +
                  std::to_string(line.units_after) + "  " + to_string(line.key.effective) + "/" +
                  std::to_string(line.key.sequence) + "  " + to_string(line.available_on));
  return all;
}
using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a line carries what it was computed from") {
  auto made = terms::service();
  made.tax_category = "standard";
  const Contract contract =
      Contract::create(terms::contract({Service::create(made).value()})).value();
  UnitHistory history = UnitHistory::starting(june(1), 10).value();
  history.record(june(10), 11).value();
  const auto lines = bill(contract, contract.terms().services[0], history, whole).value();
  CHECK(texts(lines) == Texts{"2026-06-01..2026-06-30  10 x 5.00  50.00 USD  recurring  0>10  "
                              "2026-06-01/1  2026-06-01",
                              "2026-06-10..2026-06-30  +1 x 5.00 x 21/30  3.50 USD  increment  "
                              "10>11  2026-06-10/1  2026-06-10"});
  CHECK(lines[1].cost == Money::from_minor(140, usd));
  CHECK(lines[1].tax_category == "standard");
  CHECK(lines[1].service_name == "S-1");
  CHECK(to_string(lines[1].key) == "C-1/S-1/2026-06-01/2026-06-10/1");
  const ExactValue exact = exact_amount(lines[1]);
  CHECK(exact.numerator == 350 * exact.denominator);
}

TEST_CASE("nothing is due before the service, after it, for no units and for unknown ones") {
  const Contract contract = Contract::create(terms::contract()).value();
  const Service& service = contract.terms().services[0];
  const auto count = [&](const UnitHistory& history, int month) {
    return bill(contract, service, history, Period::month(2026, month)).value().size();
  };
  CHECK(count(UnitHistory::starting(june(1), 3).value(), 5) == 0);
  CHECK(count(UnitHistory::starting(june(1), 3).value(), 6) == 1);
  CHECK(count(UnitHistory::starting(june(1), 0).value(), 6) == 0);
  CHECK(count(UnitHistory{}, 6) == 0);
}

TEST_CASE("in arrears a line waits for the period's last day") {
  auto made = terms::contract();
  made.timing = BillingTiming::arrears;
  const Contract contract = Contract::create(made).value();
  const auto lines =
      bill(contract, contract.terms().services[0], UnitHistory::starting(june(1), 3).value(), whole)
          .value();
  CHECK(lines.at(0).available_on == june(30));
}

TEST_CASE("a returned first line comes back beside the change that stands") {
  const Contract contract = Contract::create(terms::contract()).value();
  const Service& service = contract.terms().services[0];
  UnitHistory history = UnitHistory::starting(june(1), 10).value();
  std::vector<PostedLine> posted;
  const auto post = [&] {
    const auto lines = unposted(contract, service, history, whole, posted).value();
    for (const auto& line : lines) posted.push_back({.line = line});
    return texts(lines);
  };
  post();
  history.record(june(1), 12).value();
  CHECK(post() == Texts{"2026-06-01..2026-06-30  +2 x 5.00  10.00 USD  increment  10>12  "
                        "2026-06-01/2  2026-06-01"});
  posted.front().state = LineState::returned;
  CHECK(post() == Texts{"2026-06-01..2026-06-30  10 x 5.00  50.00 USD  recurring  2>12  "
                        "2026-06-01/3  2026-06-01"});
  CHECK(post().empty());
}

TEST_CASE("a line that was posted on other terms stops the reckoning") {
  const Contract contract = Contract::create(terms::contract()).value();
  const Service& service = contract.terms().services[0];
  const UnitHistory history = UnitHistory::starting(june(1), 10).value();
  const auto lines = bill(contract, service, history, whole).value();
  std::vector<PostedLine> posted{{.line = lines.front()}};
  posted[0].line.share = {29, 30};
  const Error error{Errc::conflicts,
                    "line C-1/S-1/2026-06-01/2026-06-01/1 was posted on other terms"};
  CHECK(unposted(contract, service, history, whole, posted).error() == error);
  posted[0].line = lines.front();
  posted[0].line.billing_period = {june(1), june(30)};
  CHECK(unposted(contract, service, history, whole, posted).error() == error);
  // A span that reaches beyond the period is other terms too.
  posted[0].line = lines.front();
  posted[0].line.span = {june(1), Date{2026, 7, 2}};
  CHECK(unposted(contract, service, history, whole, posted).error() == error);
}

TEST_CASE("an amount beyond 64 bits is named") {
  const Service service = Service::per_unit("agents", "100000000", kwd).value();
  UnitHistory history = UnitHistory::starting(june(1), limits::units_max).value();
  CHECK(bill(service, history, whole).value().at(0).amount.minor() == 1'000'000'000'000'000'000);
}
