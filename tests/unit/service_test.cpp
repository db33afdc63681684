#include "billbyagent/domain/service.hpp"

#include <doctest/doctest.h>

#include "unit/terms.hpp"

using namespace billbyagent;

TEST_CASE("bad terms are refused with the thing that is wrong") {
  struct Row {
    const char* what;
    void (*spoil)(Service::Terms&);
    Errc code;
    const char* context;
  };
  for (const auto& row : {
           Row{"id", [](Service::Terms& t) { t.id = ServiceId{}; }, Errc::invalid_argument,
               "service id is empty"},
           Row{"name", [](Service::Terms& t) { t.name = std::string(1'001, 'x'); },
               Errc::out_of_range, "service S-1: name is longer than 1000"},
           Row{"no price", [](Service::Terms& t) { t.prices.clear(); }, Errc::invalid_argument,
               "service S-1: prices: at least one is needed"},
           Row{"price too late",
               [](Service::Terms& t) {
                 t.prices[0].effective = Date{2026, 6, 2};
               },
               Errc::invalid_argument,
               "service S-1: prices: none holds on the effective date 2026-06-01"},
           Row{"price currency",
               [](Service::Terms& t) { t.prices[0].price = terms::price("1", eur); },
               Errc::currency_mismatch, "service S-1: prices: EUR in a service in USD"},
           Row{"cost currency",
               [](Service::Terms& t) { t.prices[0].cost = terms::price("1", eur); },
               Errc::currency_mismatch, "service S-1: prices: EUR in a service in USD"},
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
           Row{"seen within",
               [](Service::Terms& t) {
                 t.unit_source = AgentScope{.rule = {.seen_within_days = 0}};
               },
               Errc::out_of_range, "service S-1: counting.seen_within_days: 0"},
           Row{"seen within too many",
               [](Service::Terms& t) {
                 t.unit_source = AgentScope{.rule = {.seen_within_days = 3'651}};
               },
               Errc::out_of_range, "service S-1: counting.seen_within_days: 3651"},
           Row{"grace of new ones",
               [](Service::Terms& t) {
                 t.unit_source = AgentScope{.rule = {.grace_new_days = -1}};
               },
               Errc::out_of_range, "service S-1: counting.grace_new_days: -1"},
           Row{"grace of gone ones",
               [](Service::Terms& t) {
                 t.unit_source = AgentScope{.rule = {.grace_gone_days = 367}};
               },
               Errc::out_of_range, "service S-1: counting.grace_gone_days: 367"},
           Row{"class", [](Service::Terms& t) { t.unit_source = AgentScope{.machine_class = ""}; },
               Errc::invalid_argument, "service S-1: machine_class: is empty"},
           Row{"classes",
               [](Service::Terms& t) {
                 t.unit_source = AgentScope{.classes = {{"a", {"b"}, {}}}};
               },
               Errc::invalid_argument, "service S-1: classes: they belong to the contract"},
       }) {
    CAPTURE(row.what);
    auto spoilt = terms::service();
    row.spoil(spoilt);
    const auto service = Service::create(spoilt);
    REQUIRE_FALSE(service);
    CHECK(service.error() == Error{row.code, row.context});
  }
  CHECK(Service::create(terms::service()));
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
