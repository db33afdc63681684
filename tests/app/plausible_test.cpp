// Days and amounts that a run does not believe.

#include <functional>

#include "app/world.hpp"
#include "billbyagent/app/amend.hpp"

using namespace world;

namespace {

struct Row {
  std::string name;
  Date day;
  DayLimit limit;
  Errc expected;  ///< `internal`: it goes ahead
};

}  // namespace

TEST_CASE("a run does not believe a day that lies before the last run, or a year after it") {
  const Row rows[] = {
      {"the same day", june_10, {}, Errc::internal},
      {"a year later", june_10.plus_days(366), {}, Errc::internal},
      {"more than a year later", june_10.plus_days(367), {}, Errc::implausible_day},
      {"a mistyped century", Date{2099, 1, 1}, {}, Errc::implausible_day},
      {"a clock that went back", june_1, {}, Errc::implausible_day},
      {"further ahead is asked for",
       june_10.plus_days(367),
       {.most_days_ahead = 400},
       Errc::internal},
      {"less is asked for", june_10.plus_days(8), {.most_days_ahead = 7}, Errc::implausible_day},
      {"a person has looked", june_1, {.believed = true}, Errc::internal},
      {"no limit at all", june_10, {.most_days_ahead = 0}, Errc::invalid_settings},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    World w;
    w.add_machines(1, 10);
    w.save({ContractSpec{}});
    w.run_night(june_10);
    w.add_machines(11, 11);
    w.clock.set_today(row.day);
    w.night.day_limit = row.limit;
    const auto code = [](const auto& done) { return done ? Errc::internal : done.error().code; };
    CHECK(code(w.try_night(row.day)) == row.expected);
    CHECK(w.history().changes().size() == (row.expected == Errc::internal ? 2 : 1));
    World other;
    other.save({ContractSpec{}});
    other.post(june_10);
    other.clock.set_today(row.day);
    CHECK(code(post_available(other.desk(), {.day_limit = row.limit})) == row.expected);
  }
}

TEST_CASE("a dry run may look at any day") {
  World w;
  w.add_machines(1, 10);
  w.save({ContractSpec{}});
  w.run_night(june_1);
  w.clock.set_today(Date{2099, 1, 1});
  CHECK(post_available(w.desk(), {.most_periods = 0, .dry_run = true}));
}

TEST_CASE("more than 13 periods of a service at once wait for a person, not so other contracts") {
  const ContractSpec later{.id = "C-2",
                           .services = {{.source = ManualUnits{}, .effective = {2027, 6, 1}}}};
  World w;
  w.add_machines(1, 10);
  w.save({ContractSpec{}, later}, {{key("C-2"), 1}});
  w.run_night(june_1);
  const auto thirteen = w.post(Date{2027, 6, 30}, {.day_limit = {.most_days_ahead = 400}});
  CHECK(texts(thirteen).size() == 13 + 1);

  World late;
  late.add_machines(1, 10);
  late.save({ContractSpec{}, later}, {{key("C-2"), 1}});
  late.run_night(june_1);
  const AutomationOptions usual{.settlement = Settlement::contract,
                                .day_limit = {.most_days_ahead = 400}};
  const auto report = late.post(july_1.plus_days(365), usual);
  REQUIRE(report.count(BatchStatus::failed) == 1);
  CHECK(report.contracts[0].error->code == Errc::implausible_batch);
  CHECK(report.contracts[0].error->context ==
        "contract C-1: service agents: 14 billing periods at once, from 2026-06-01 on");
  CHECK(late.posted("C-1").empty());
  CHECK(late.posted("C-2").size() == 2);
  auto all = usual;
  all.most_periods = 0;
  CHECK(texts(late.post(july_1.plus_days(365), all)).size() == 14);
}

namespace {

/// Ten machines at 5.00 were billed for June; then something happens, and July is to be billed.
struct Billed : World {
  Billed() {
    add_machines(1, 10);
    save({ContractSpec{}, ContractSpec{.id = "C-2", .services = {{.source = ManualUnits{}}}}},
         {{key("C-2"), 3}});
    run_night(june_1);
    CHECK(texts(post(june_1)).size() == 2);
  }
  void price(const std::string& text, Date from) {
    const auto new_price = UnitPrice::parse(text, usd).value();
    add_price(desk(), key(), {from, new_price, new_price}, ReachBack::allowed).value();
  }
  void correct(Units units) {
    clock.set_today(june_10);
    record_units(desk(), {.key = key(),
                          .effective = june_10,
                          .units = units,
                          .reason = "counted by hand",
                          .author = "ann"})
        .value();
  }
};

struct BatchRow {
  std::string name;
  std::function<void(Billed&)> happens;
  BatchLimit limit;
  std::string says;  ///< empty: it is posted
};

}  // namespace

TEST_CASE("a batch far beyond what its contract was billed so far waits for a person") {
  const BatchRow rows[] = {
      {"as usual", [](Billed&) {}, {}, ""},
      {"a price four times as high", [](Billed& w) { w.price("20.00", july_1); }, {}, ""},
      {"a point in the wrong place",
       [](Billed& w) { w.price("50.00", july_1); },
       {},
       "500.00 USD for 1 billing period, and no period came to more than 50.00 USD so far"},
      {"the same, when that is wanted",
       [](Billed& w) { w.price("50.00", july_1); },
       {.max_rise_percent = 900},
       ""},
      {"the same, when a person has looked",
       [](Billed& w) { w.price("50.00", july_1); },
       {.believed = true},
       ""},
      {"the same, where that is small",
       [](Billed& w) { w.price("50.00", july_1); },
       {.small_minor = 50'001},
       ""},
      {"less than what is usual is wanted",
       [](Billed&) {},
       {.max_rise_percent = 0, .small_minor = 0},
       ""},
      {"the past too", [](Billed& w) { w.correct(200); }, {}, "1,665.00"},
      {"a credit", [](Billed& w) { w.price("1.00", june_1); }, {.max_rise_percent = 0}, ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    Billed w;
    row.happens(w);
    const auto report =
        w.post(july_1, {.settlement = Settlement::contract, .batch_limit = row.limit});
    CHECK(w.posted("C-2").size() == 2);
    REQUIRE(!report.contracts.empty());
    const auto& first = report.contracts[0];
    CHECK((first.error ? first.error->code : Errc::internal) ==
          (row.says.empty() ? Errc::internal : Errc::implausible_batch));
    if (first.error && row.name != "the past too")
      CHECK(first.error->context == "contract C-1: " + row.says);
    if (first.error) CHECK(first.account == AccountId{"acme"});
    CHECK((w.posted().size() > 1) == row.says.empty());
  }
}

TEST_CASE("limits of a batch that are none are refused") {
  World w;
  w.save({ContractSpec{}});
  for (const auto& limit : {BatchLimit{.max_rise_percent = -1}, BatchLimit{.small_minor = -1}}) {
    const auto done = post_available(w.desk(), {.batch_limit = limit});
    REQUIRE(!done);
    CHECK(done.error().code == Errc::invalid_settings);
  }
}

TEST_CASE("limits that are wider than usual are on record, with the reason") {
  Billed w;
  w.post(july_1, {.most_periods = 0,
                  .batch_limit = {.believed = true},
                  .day_limit = {.believed = true},
                  .why_lifted = "moved house (ann)"});
  w.night.guard.hold_rises = false;
  w.night.guard.max_drop_percent = 100;
  w.run_night(july_1);
  w.post(july_1, {.most_periods = 6, .why_lifted = "nothing is lifted"});
  const auto runs = w.store.begin(tenant, Access::read).value()->runs(9).value();
  REQUIRE(runs.size() == 5);
  CHECK(runs[0].lifted.empty());
  CHECK(runs[1].lifted == "max_drop_percent 100; every rise is believed");
  CHECK(runs[2].lifted ==
        "the day is believed; the batch is believed; most_periods 0: moved house (ann)");
  CHECK(runs[3].lifted.empty());
}
