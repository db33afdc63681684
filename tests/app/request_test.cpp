// A decision that is asked for again, as its answer was lost.

#include <functional>

#include "world.hpp"

using namespace world;

namespace {

const Date june_2{2026, 6, 2};
const BatchId batch{"C-1#1"};

/// June is posted, and a fall from 10 to 1 waits.
struct DecidingWorld : World {
  DecidingWorld() {
    add_machines(1, 10);
    save({ContractSpec{}, {.id = "C-2", .account = "beta"}});
    run_night(june_1);
    post(june_1);
    remove_machines(2, 10);
    run_night(june_2);
  }
  std::string state() {
    std::string all;
    auto reading = store.begin(tenant, Access::read).value();
    for (const auto& each : reading->batches(std::nullopt).value())
      all += each.id.text() + " " + std::string{to_string(each.state)} + "\n";
    const UnitHistory units = history();
    for (const auto& change : units.changes())
      all += std::to_string(change.units) + " from " + to_string(change.effective) + "\n";
    all += std::to_string(reading->held_readings(key()).value().size()) + " held, " +
           std::to_string(notices().size()) + " notices\n";
    return all;
  }
};

std::string names(const Result<std::vector<BatchId>>& batches) {
  std::string text;
  for (const auto& each : batches.value()) text += each.text() + " ";
  return text;
}
std::string units(const Result<std::vector<UnitChange>>& changes) {
  std::string text;
  for (const auto& each : changes.value()) text += std::to_string(each.units) + " ";
  return text;
}

/// What it answers, as text; without a request it is refused the second time.
struct Decision {
  const char* name;
  std::function<std::string(World&, const std::string& request)> ask;
  std::function<Errc(World&, const std::string& request)> ask_another;
};

StateChange by_ann(const std::string& request) { return {"ann", "because", request}; }

const std::vector<Decision>& decisions() {
  static const std::vector<Decision> all{
      {"unpost",
       [](World& w, const auto& id) { return names(unpost(w.desk(), batch, by_ann(id))); },
       [](World& w, const auto& id) {
         return unpost(w.desk(), BatchId{"C-1#9"}, by_ann(id)).error().code;
       }},
      {"invoice",
       [](World& w, const auto& id) {
         return mark_invoiced(w.desk(), {batch}, "INV-1", by_ann(id)).value(), "";
       },
       [](World& w, const auto& id) {
         return mark_invoiced(w.desk(), {batch}, "INV-2", by_ann(id)).error().code;
       }},
      {"exported",
       [](World& w, const auto& id) {
         (void)mark_invoiced(w.desk(), {batch}, "INV-1", by_ann(""));
         return mark_exported(w.desk(), {batch}, by_ann(id)).value(), "";
       },
       [](World& w, const auto& id) {
         return mark_exported(w.desk(), {BatchId{"C-1#9"}}, by_ann(id)).error().code;
       }},
      {"void",
       [](World& w, const auto& id) {
         (void)mark_invoiced(w.desk(), {batch}, "INV-1", by_ann(""));
         return names(void_invoice(w.desk(), "INV-1", by_ann(id)));
       },
       [](World& w, const auto& id) {
         return void_invoice(w.desk(), "INV-2", by_ann(id)).error().code;
       }},
      {"correct",
       [](World& w, const auto& id) {
         return std::to_string(
             record_units(w.desk(), {key(), june_1, 7, "typo", "ann", id})->units);
       },
       [](World& w, const auto& id) {
         return record_units(w.desk(), {key(), june_1, 8, "typo", "ann", id}).error().code;
       }},
      {"confirm",
       [](World& w, const auto& id) { return units(confirm_held(w.desk(), key(), "ann", {}, id)); },
       [](World& w, const auto& id) {
         return confirm_held(w.desk(), key("C-2"), "ann", {}, id).error().code;
       }},
      {"reject",
       [](World& w, const auto& id) {
         return std::to_string(reject_held(w.desk(), key(), "ann", "no", id)->front().units);
       },
       [](World& w, const auto& id) {
         return reject_held(w.desk(), key("C-2"), "ann", "no", id).error().code;
       }},
  };
  return all;
}

}  // namespace

TEST_CASE("what is asked for again under its request's id is done once, with the same answer") {
  for (const auto& decision : decisions()) {
    CAPTURE(decision.name);
    DecidingWorld w;
    const auto first = decision.ask(w, "r-1");
    const auto after = w.state();
    w.clock.advance_ms(60'000);
    CHECK(decision.ask(w, "r-1") == first);
    CHECK(w.state() == after);
    // Also when what was decided has gone on since.
    w.post(june_2);
    const auto later = w.state();
    CHECK(decision.ask(w, "r-1") == first);
    CHECK(w.state() == later);
  }
}

TEST_CASE("a request's id stands for one thing") {
  for (const auto& decision : decisions()) {
    CAPTURE(decision.name);
    DecidingWorld w;
    decision.ask(w, "r-1");
    const auto after = w.state();
    CHECK(decision.ask_another(w, "r-1") == Errc::conflicts);
    CHECK(w.state() == after);
  }
  DecidingWorld w;
  CHECK(unpost(w.desk(), batch, by_ann(std::string(200, 'r'))).error().code == Errc::out_of_range);
  CHECK(w.posted()[0].state == LineState::posted);
}

TEST_CASE("what failed under a request's id may be asked for again") {
  DecidingWorld w;
  const BatchId none{"C-1#9"};
  CHECK(unpost(w.desk(), none, by_ann("r-1")).error().code == Errc::not_found);
  CHECK(names(unpost(w.desk(), batch, by_ann("r-1"))) == "C-1#1 ");
}

TEST_CASE("without a request's id the second time is refused, as before") {
  DecidingWorld w;
  CHECK(unpost(w.desk(), batch, by_ann("")));
  CHECK(unpost(w.desk(), batch, by_ann("")).error().code == Errc::wrong_state);
}

TEST_CASE("however many decisions came since, the last run tells which day is believed") {
  DecidingWorld w;
  for (int i = 0; i < 20; ++i)
    CHECK(record_units(w.desk(), {key(), june_1, 20 + i, "typo", "ann", "r-" + std::to_string(i)}));
  CHECK(w.try_night(june_1.previous()).error().code == Errc::implausible_day);
}
