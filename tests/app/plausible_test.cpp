// Days and amounts that a run does not believe.

#include "app/world.hpp"

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
