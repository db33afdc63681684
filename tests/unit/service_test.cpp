#include "billbyagent/domain/service.hpp"

#include <doctest/doctest.h>

#include "unit/terms.hpp"

using namespace billbyagent;

namespace {

/// Tiers from and to these units, each at the price of terms::service().
std::vector<PriceTier> tiers(std::vector<std::pair<Units, std::optional<Units>>> bounds) {
  std::vector<PriceTier> made{};
  for (const auto& [from, to] : bounds)
    made.push_back({from, to, terms::price("5.00"), terms::price("2.00")});
  if (bounds.empty()) return tiers({{1, {}}});
  return made;
}

void graduate(Service::Terms& spoilt,
              const std::vector<std::pair<Units, std::optional<Units>>>& bounds) {
  spoilt.price_model = PriceModel::graduated;
  spoilt.prices[0].tiers = tiers(bounds);
}

struct Row {
  const char* what;
  void (*spoil)(Service::Terms&);
  Errc code;
  const char* context;
};

void check_refused(const std::vector<Row>& rows) {
  for (const auto& row : rows) {
    CAPTURE(row.what);
    auto spoilt = terms::service();
    row.spoil(spoilt);
    const auto service = Service::create(spoilt);
    REQUIRE_FALSE(service);
    CHECK(service.error() == Error{row.code, row.context});
  }
}

}  // namespace

TEST_CASE("bad terms are refused with the thing that is wrong") {
  check_refused({
      Row{"id", [](Service::Terms& t) { t.id = ServiceId{}; }, Errc::invalid_argument,
          "service id is empty"},
      Row{"name", [](Service::Terms& t) { t.name = std::string(1'001, 'x'); }, Errc::out_of_range,
          "service S-1: name is longer than 1000"},
      Row{"no price", [](Service::Terms& t) { t.prices.clear(); }, Errc::invalid_argument,
          "service S-1: prices: at least one is needed"},
      Row{"price too late",
          [](Service::Terms& t) {
            t.prices[0].effective = Date{2026, 6, 2};
          },
          Errc::invalid_argument,
          "service S-1: prices: none holds on the effective date 2026-06-01"},
      Row{"price currency", [](Service::Terms& t) { t.prices[0].price = terms::price("1", eur); },
          Errc::currency_mismatch, "service S-1: prices[0]: EUR in a service in USD"},
      Row{"cost currency", [](Service::Terms& t) { t.prices[0].cost = terms::price("1", eur); },
          Errc::currency_mismatch, "service S-1: prices[0]: EUR in a service in USD"},
      Row{"prices", [](Service::Terms& t) { t.prices.resize(1'001, t.prices[0]); },
          Errc::out_of_range, "service S-1: prices: 1001"},
      Row{"end",
          [](Service::Terms& t) {
            t.end = Date{2026, 6, 1};
          },
          Errc::ends_before_start,
          "service S-1: ends on 2026-05-31, before it takes effect on 2026-06-01"},
      Row{"effective",
          [](Service::Terms& t) {
            t.effective = Date{9000, 6, 1};
          },
          Errc::out_of_range, "service S-1: takes effect on 9000-06-01"},
      Row{"machines",
          [](Service::Terms& t) {
            AgentScope scope;
            scope.machines = {AgentId{"b"}, AgentId{"a"}, AgentId{"b"}};
            t.unit_source = scope;
          },
          Errc::duplicate_id, "service S-1: machines: b is listed twice"},
  });
  CHECK(Service::create(terms::service()));
}

TEST_CASE("counting rules and classes that can't be") {
  check_refused({
      Row{"seen within",
          [](Service::Terms& t) { t.unit_source = AgentScope{.rule = {.seen_within_days = 0}}; },
          Errc::out_of_range, "service S-1: counting.seen_within_days: 0"},
      Row{"seen within too many",
          [](Service::Terms& t) {
            t.unit_source = AgentScope{.rule = {.seen_within_days = 3'651}};
          },
          Errc::out_of_range, "service S-1: counting.seen_within_days: 3651"},
      Row{"seen within, and never",
          [](Service::Terms& t) {
            t.unit_source =
                AgentScope{.rule = {.never_checked_in = Counting::counted, .seen_within_days = 30}};
          },
          Errc::invalid_argument,
          "service S-1: counting.seen_within_days: a machine that never checked in was never seen; "
          "it can't be counted by counting.never_checked_in too"},
      Row{"grace of new ones",
          [](Service::Terms& t) { t.unit_source = AgentScope{.rule = {.grace_new_days = -1}}; },
          Errc::out_of_range, "service S-1: counting.grace_new_days: -1"},
      Row{"grace of gone ones",
          [](Service::Terms& t) { t.unit_source = AgentScope{.rule = {.grace_gone_days = 367}}; },
          Errc::out_of_range, "service S-1: counting.grace_gone_days: 367"},
      Row{"class", [](Service::Terms& t) { t.unit_source = AgentScope{.machine_class = ""}; },
          Errc::invalid_argument, "service S-1: machine_class: is empty"},
      Row{"classes",
          [](Service::Terms& t) {
            t.unit_source = AgentScope{.classes = {{"a", {"b"}, {}}}};
          },
          Errc::invalid_argument, "service S-1: classes: they belong to the contract"},
  });
}

TEST_CASE("quantity terms and rules that can't be") {
  check_refused({
      Row{"minimum above maximum",
          [](Service::Terms& t) {
            t.quantity.minimum = 30;
            t.quantity.maximum = 20;
          },
          Errc::invalid_argument, "service S-1: quantity.minimum: 30 is above the maximum of 20"},
      Row{"included above maximum",
          [](Service::Terms& t) {
            t.quantity.included = 21;
            t.quantity.maximum = 20;
          },
          Errc::invalid_argument, "service S-1: quantity.included: 21 is above the maximum of 20"},
      Row{"negative minimum", [](Service::Terms& t) { t.quantity.minimum = -1; },
          Errc::invalid_argument, "service S-1: quantity.minimum: -1"},
      Row{"too many included", [](Service::Terms& t) { t.quantity.included = 10'000'001; },
          Errc::invalid_argument, "service S-1: quantity.included: 10000001"},
      Row{"no fixed day", [](Service::Terms& t) { t.quantity.measure = Measure::fixed_day; },
          Errc::invalid_argument, "service S-1: quantity.fixed_day: 0 is not a day from 1 to 366"},
      Row{"fixed day", [](Service::Terms& t) { t.quantity.fixed_day = 3; }, Errc::invalid_argument,
          "service S-1: quantity.fixed_day: goes with measure fixed_day, not prorated"},
      Row{"change rule of a measured service",
          [](Service::Terms& t) {
            t.quantity.measure = Measure::high_watermark;
            t.proration.increase = IncreaseRule::full_period;
          },
          Errc::invalid_argument,
          "service S-1: proration.increase: full_period goes with measure prorated, not "
          "high_watermark"},
      Row{"minimum credit", [](Service::Terms& t) { t.proration.minimum_credit_minor = -1; },
          Errc::invalid_argument, "service S-1: proration.minimum_credit: below zero"},
  });
}

TEST_CASE("tiers, fees and raises that can't be") {
  check_refused({
      Row{"tiers of a unit price", [](Service::Terms& t) { t.prices[0].tiers = tiers({}); },
          Errc::invalid_argument,
          "service S-1: prices[0].tiers: go with price model volume or graduated"},
      Row{"no tiers", [](Service::Terms& t) { t.price_model = PriceModel::volume; },
          Errc::invalid_argument,
          "service S-1: prices[0].tiers: price model volume needs at least one"},
      Row{"overlapping tiers",
          [](Service::Terms& t) {
            graduate(t, {{1, 10}, {10, {}}});
          },
          Errc::invalid_argument,
          "service S-1: prices[0].tiers[1]: from 10 overlaps the tier before it"},
      Row{"a hole between tiers",
          [](Service::Terms& t) {
            graduate(t, {{1, 10}, {12, {}}});
          },
          Errc::invalid_argument,
          "service S-1: prices[0].tiers[1]: from 12 leaves a hole: unit 11 has no price"},
      Row{"tiers that end",
          [](Service::Terms& t) {
            graduate(t, {{1, 10}, {11, 20}});
          },
          Errc::invalid_argument, "service S-1: prices[0].tiers[1]: the last tier has no end"},
      Row{"open tier before the last",
          [](Service::Terms& t) {
            graduate(t, {{1, {}}, {11, {}}});
          },
          Errc::invalid_argument, "service S-1: prices[0].tiers[0]: only the last tier is open"},
      Row{"backward tier",
          [](Service::Terms& t) {
            graduate(t, {{1, 0}, {1, {}}});
          },
          Errc::invalid_argument, "service S-1: prices[0].tiers[0]: ends at 0, before it begins"},
      Row{"unit price beside tiers",
          [](Service::Terms& t) {
            graduate(t, {{1, {}}});
            t.prices[0].price = terms::price("4.00");
          },
          Errc::invalid_argument,
          "service S-1: prices[0]: the unit price and cost are not those of the first tier"},
      Row{"base fee currency",
          [](Service::Terms& t) { t.prices[0].base_fee = terms::price("1", eur); },
          Errc::currency_mismatch, "service S-1: prices[0]: EUR in a service in USD"},
      Row{"raise over the limit",
          [](Service::Terms& t) {
            t.indexation = Indexation{10'001, {2027, 6, 1}, 2};
          },
          Errc::out_of_range,
          "service S-1: indexation.percent: 100.01 % is not above 0 and up to 100 %"},
      Row{"raise by nothing",
          [](Service::Terms& t) {
            t.indexation = Indexation{0, {2027, 6, 1}, 2};
          },
          Errc::out_of_range,
          "service S-1: indexation.percent: 0 % is not above 0 and up to 100 %"},
      Row{"raise decimals",
          [](Service::Terms& t) {
            t.indexation = Indexation{300, {2027, 6, 1}, 7};
          },
          Errc::out_of_range, "service S-1: indexation.decimals: 7"},
  });
}

TEST_CASE("the price of a day") {
  auto made = terms::service();
  made.prices.push_back({Date{2026, 8, 1}, terms::price("7.00"), terms::price("3.00")});
  made.prices.push_back({Date{2026, 7, 1}, terms::price("6.00"), terms::price("2.50")});
  made.prices.push_back({Date{2026, 7, 1}, terms::price("6.50"), terms::price("2.50")});
  const Service service = Service::create(made).value();
  struct Row {
    Date day;
    std::int64_t millionths;
  };
  for (const auto& row :
       {Row{{2026, 5, 1}, 5'000'000}, Row{{2026, 6, 30}, 5'000'000}, Row{{2026, 7, 1}, 6'500'000},
        Row{{2026, 7, 31}, 6'500'000}, Row{{2026, 8, 1}, 7'000'000}, Row{{2030, 1, 1}, 7'000'000}})
    CHECK(service.rate_on(row.day).price_millionths == row.millionths);
  CHECK(service.rate_on(Date{2026, 8, 1}).cost_millionths == 3'000'000);
}

TEST_CASE("a service from a price alone") {
  const Service service = Service::per_unit("agents", "4.50", usd).value();
  CHECK(service.id() == ServiceId{"agents"});
  CHECK(service.agent_scope() == nullptr);
  CHECK(service.rate_on(Date{2026, 6, 1}).price_millionths == 4'500'000);
  CHECK(Service::per_unit("agents", "x", usd).error().code == Errc::invalid_money);
  CHECK(Service::per_unit("", "1", usd).error().code == Errc::invalid_argument);
}

TEST_CASE("a yearly raise is taken from the rounded price of the year before") {
  auto made = terms::service();
  made.prices = {{Date{2026, 6, 1}, terms::price("10.00"), terms::price("3.00")},
                 {Date{2028, 9, 1}, terms::price("20.00"), terms::price("3.00")}};
  made.indexation = Indexation{325, {2027, 6, 1}, 2};
  const auto service = Service::create(made).value();
  for (const auto& [day, price] : {
           std::pair{Date{2027, 5, 31}, "10.00"},
           {Date{2027, 6, 1}, "10.33"},  // 10.325
           {Date{2028, 5, 31}, "10.33"},
           {Date{2028, 6, 1}, "10.67"},  // 10.33 x 1.0325 = 10.665725
           {Date{2028, 9, 1}, "20.00"},  // a new price has not seen the raises before it
           {Date{2029, 6, 1}, "20.65"},
       }) {
    CAPTURE(to_string(day));
    CHECK(service.rate_on(day).price_millionths == terms::price(price).millionths());
    CHECK(service.rate_on(day).cost_millionths == terms::price("3.00").millionths());
  }
}
