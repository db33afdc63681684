#include "billbyagent/domain/unit_history.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

namespace {
Date june(int day) { return {2026, 6, day}; }
}  // namespace

TEST_CASE("a count holds from its day to the next") {
  UnitHistory history = UnitHistory::starting(june(1), 10).value();
  CHECK(history.record(june(20), 12).value());
  CHECK(history.record(june(10), 11).value());
  CHECK_FALSE(history.units_on(Date{2026, 5, 31}));
  struct Row {
    int day;
    Units units;
    std::int32_t sequence;
  };
  for (const auto& row : {Row{1, 10, 1}, Row{9, 10, 1}, Row{10, 11, 3}, Row{19, 11, 3},
                          Row{20, 12, 2}, Row{30, 12, 2}}) {
    CAPTURE(row.day);
    CHECK(history.units_on(june(row.day)) == row.units);
    CHECK(history.change_on(june(row.day))->sequence == row.sequence);
  }
  CHECK(history.change_on(Date{2026, 5, 31}) == nullptr);
  CHECK(history.timeline() ==
        std::vector<DatedUnits>{{june(1), 10}, {june(10), 11}, {june(20), 12}});
}

TEST_CASE("the last count of a day holds, and every one is kept") {
  UnitHistory history = UnitHistory::starting(june(1), 10).value();
  CHECK(history.record(june(10), 12).value());
  CHECK(history.record(june(10), 13).value());
  CHECK(history.record(june(10), 10).value());
  CHECK(history.units_on(june(10)) == 10);
  CHECK(history.changes().size() == 4);
  CHECK(history.timeline().size() == 2);
  CHECK(history.changes().back().sequence == 4);
  CHECK(history.change_on(june(12))->sequence == 4);
}

TEST_CASE("saying it again appends nothing") {
  UnitHistory history = UnitHistory::starting(june(1), 10).value();
  CHECK_FALSE(history.record(june(1), 10).value());
  CHECK_FALSE(history.record(june(15), 10).value());
  CHECK(history.changes().size() == 1);
}

TEST_CASE("units are counts within limits") {
  UnitHistory history;
  CHECK(history.empty());
  CHECK(history.record(june(1), -1).error() ==
        Error{Errc::invalid_units, "-1 units on 2026-06-01"});
  CHECK(history.record(june(1), limits::units_max + 1).error().code == Errc::invalid_units);
  CHECK(history.empty());
  CHECK(history.record(june(1), limits::units_max).value());
  CHECK(history.record(june(2), 0).value());
  CHECK_FALSE(UnitHistory::starting(june(1), -1));
}

TEST_CASE("the reasons of a change have names") {
  CHECK(to_string(ChangeReason::initial) == "initial");
  CHECK(to_string(ChangeReason::nightly_sync) == "nightly_sync");
  CHECK(to_string(ChangeReason::get_units_now) == "get_units_now");
  CHECK(to_string(ChangeReason::manual) == "manual");
  CHECK(to_string(ChangeReason::correction) == "correction");
  CHECK(to_string(ChangeReason::confirmed_drop) == "confirmed_drop");
}
