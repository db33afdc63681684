#include "billbyagent/app/decide_open.hpp"

#include "app/world.hpp"

using namespace world;

namespace {

/// Two services of which a drop waits, and one of which a proposal does.
struct Waiting : World {
  Waiting() {
    add_machines(1, 10);
    add_machines(11, 20, "beta");
    save({ContractSpec{}, ContractSpec{.id = "C-2", .account = "beta"},
          ContractSpec{.id = "C-3", .trust = Trust::propose}});
    run_night(june_1);
    REQUIRE(confirm_held(desk(), key("C-3"), "ann"));
    remove_machines(3, 10);
    remove_machines(13, 20);
    run_night(june_10);
  }
  OpenDecisions open() { return open_decisions(desk()).value(); }
  Decision about(std::size_t row, DecisionKind kind, Units units = 0,
                 const std::string& reason = "ticket 7") {
    const OpenDecision at = open().rows.at(row);
    return {at.key, at.digest, kind, units, reason};
  }
  Texts decide(const std::vector<Decision>& decisions) {
    const auto report = decide_open(desk(), decisions, "ann").value();
    Texts refused;
    for (const auto& error : report.refused) refused.push_back(error.context);
    return refused;
  }
  Texts units() {
    Texts all;
    for (const std::string id : {"C-1", "C-2", "C-3"})
      all.push_back(id + " " + std::to_string(units_on(june_10, key(id))));
    return all;
  }
};

const Texts as_before{"C-1 10", "C-2 10", "C-3 10"};

}  // namespace

TEST_CASE("what waits is listed in an order that can be numbered") {
  Waiting w;
  const auto open = w.open();
  REQUIRE(open.rows.size() == 3);
  CHECK(open.rows[0].key == key("C-1"));
  CHECK(open.rows[1].account_name == "beta Ltd");
  CHECK(open.rows[2].readings.back().cause == HeldCause::proposed);
  CHECK(open.rows[0].present == 10);
  CHECK(open.digest.size() == 8);
  CHECK(open.rows[0].digest != open.rows[1].digest);
}

TEST_CASE("decisions of every kind are taken at once") {
  Waiting w;
  CHECK(w.decide({w.about(0, DecisionKind::approve), w.about(1, DecisionKind::dismiss),
                  w.about(2, DecisionKind::adjust, 7)}) == Texts{});
  CHECK(w.units() == Texts{"C-1 2", "C-2 10", "C-3 7"});
  CHECK(w.open().rows.empty());
  // The count that was said no to stays what it was said to be.
  w.run_night(Date{2026, 6, 11});
  CHECK(w.units() == Texts{"C-1 2", "C-2 10", "C-3 7"});
}

TEST_CASE("one wrong decision takes none of them") {
  Waiting w;
  const auto good = w.about(0, DecisionKind::approve);
  struct Wrong {
    std::string what;
    Decision decision;
    std::string said;
  };
  auto stale = w.about(1, DecisionKind::approve);
  stale.digest = "00000000";
  auto unknown = w.about(1, DecisionKind::approve);
  unknown.key = key("C-9");
  const std::vector<Wrong> table{
      {"seen another way", stale, "C-2/agents: what waits is not what was seen"},
      {"nothing waits", unknown, "C-9/agents: no count of it is held or proposed"},
      {"no reason", w.about(1, DecisionKind::dismiss, 0, ""), "C-2/agents: dismiss needs a reason"},
      {"no reason", w.about(1, DecisionKind::adjust, 4, ""), "C-2/agents: adjust needs a reason"},
      {"as it is", w.about(1, DecisionKind::adjust, 10), "C-2/agents: it has 10 units"},
      {"below zero", w.about(1, DecisionKind::adjust, -1), "C-2/agents: -1"},
      {"twice", good, "C-1/agents: is decided about twice"},
  };
  for (const auto& wrong : table) {
    INFO(wrong.what);
    const auto refused = w.decide({good, wrong.decision});
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].find(wrong.said) == 0);
    CHECK(w.units() == as_before);
    CHECK(w.open().rows.size() == 3);
  }
}

TEST_CASE("a row that moved is refused, whatever its number") {
  Waiting w;
  const auto seen = w.open();
  const auto third = w.about(2, DecisionKind::approve);
  w.remove_machines(2, 2);
  w.run_night(Date{2026, 6, 11});
  CHECK(w.open().digest != seen.digest);
  CHECK(w.decide({third}).size() == 1);
  CHECK(w.units() == as_before);
}
