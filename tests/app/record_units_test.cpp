#include "app/world.hpp"

using namespace world;

namespace {

const Date july_5{2026, 7, 5};

Result<UnitChange> correct(World& w, Date day, Date effective, Units units,
                           const std::string& reason = "counted by hand",
                           const ServiceKey& of = key()) {
  w.clock.set_today(day);
  return record_units(
      w.desk(),
      {.key = of, .effective = effective, .units = units, .reason = reason, .author = "ann"});
}

}  // namespace

TEST_CASE("a correction of the past leaves its difference in every period, posted or not") {
  World w;
  w.add_machines(1, 10);
  w.save({ContractSpec{}});
  w.run_night(june_1);
  w.post(july_1);
  REQUIRE(correct(w, july_5, june_10, 12));
  CHECK(texts(w.post(july_5)) ==
        Texts{"2026-06-10..2026-06-30  +2 x 5.00 x 21/30  7.00 USD  increment",
              "2026-07-01..2026-07-31  +2 x 5.00  10.00 USD  increment"});
  CHECK(texts(w.post(Date{2026, 8, 1})) ==
        Texts{"2026-08-01..2026-08-31  12 x 5.00  60.00 USD  recurring"});
}

TEST_CASE("a correction reaches up to the next recorded change") {
  World w;
  w.add_machines(1, 10);
  w.save({ContractSpec{}});
  w.run_night(june_1);
  w.add_machines(11, 15);
  w.run_night(Date{2026, 6, 16});
  w.post(july_1);
  REQUIRE(correct(w, july_5, june_10, 15));
  CHECK(texts(w.post(july_5)) ==
        Texts{"2026-06-10..2026-06-30  +5 x 5.00 x 21/30  17.50 USD  increment",
              "2026-06-16..2026-06-30  -5 x 5.00 x 15/30  -12.50 USD  decrement"});
}

TEST_CASE("a correction taken back leaves nothing") {
  World w;
  w.add_machines(1, 10);
  w.save({ContractSpec{}});
  w.run_night(june_1);
  w.post(june_1);
  REQUIRE(correct(w, june_10, june_10, 13));
  w.post(june_10);
  REQUIRE(correct(w, june_10, june_10, 10));
  CHECK(texts(w.post(june_10, {.credit_batches = CreditBatches::allowed})) ==
        Texts{"2026-06-10..2026-06-30  -3 x 5.00 x 21/30  -10.50 USD  decrement"});
}

TEST_CASE("typed-in units change on any day of the service's life, also ahead") {
  World w;
  w.save({ContractSpec{.services = {{.source = ManualUnits{}}}}}, {{key(), 4}});
  CHECK(w.units_on(june_1) == 4);
  const auto ahead = correct(w, june_10, july_1, 6, "");
  REQUIRE(ahead);
  CHECK(ahead->reason == ChangeReason::manual);
  CHECK(w.units_on(july_1.previous()) == 4);
  CHECK(texts(w.post(july_1)) == Texts{"2026-06-01..2026-06-30  4 x 5.00  20.00 USD  recurring",
                                       "2026-07-01..2026-07-31  6 x 5.00  30.00 USD  recurring"});
}

TEST_CASE("what can't be recorded says why and writes nothing") {
  World w;
  w.add_machines(1, 2);
  w.save({ContractSpec{.services = {{.id = "agents"},
                                    {.id = "manual", .source = ManualUnits{}},
                                    {.id = "ended", .end = june_10}}}});
  w.run_night(june_1);
  struct Case {
    const char* what;
    ServiceKey of;
    Date effective;
    Units units;
    const char* reason;
    Errc code;
  };
  const std::vector<Case> cases{
      {"no such contract", key("C-9"), june_10, 1, "r", Errc::not_found},
      {"no such service", key("C-1", "x"), june_10, 1, "r", Errc::not_found},
      {"before the service", key(), Date{2026, 5, 31}, 1, "r", Errc::out_of_range},
      {"after its end", key("C-1", "ended"), june_10, 1, "r", Errc::out_of_range},
      {"derived, ahead", key(), july_5.next(), 1, "r", Errc::invalid_argument},
      {"no reason", key(), june_10, 1, "", Errc::invalid_argument},
      {"manual past, no reason", key("C-1", "manual"), june_10, 1, "", Errc::invalid_argument},
      {"negative", key(), june_10, -1, "r", Errc::invalid_units},
      {"too many", key(), june_10, limits::units_max + 1, "r", Errc::invalid_units},
      {"no change", key(), june_10, 2, "r", Errc::nothing_to_do},
  };
  for (const auto& test : cases) {
    CAPTURE(test.what);
    const auto refused = correct(w, july_5, test.effective, test.units, test.reason, test.of);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == test.code);
    CHECK_FALSE(refused.error().context.empty());
  }
  CHECK(w.history().changes().size() == 1);
}
