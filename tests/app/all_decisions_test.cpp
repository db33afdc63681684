// All that waits for a person in one list, and what became of it.

#include "app/world.hpp"
#include "billbyagent/app/amend.hpp"
#include "billbyagent/app/decide_open.hpp"

using namespace world;

namespace {

const Date june_11{2026, 6, 11};
const std::string why_gone =
    "machine_group_gone: machine group acme.servers (the RMM no longer shows the machine group)";

/// C-1 lost eight of fourteen machines, the group of C-2 is gone, C-4 ended early and owes 210.00.
struct Undecided : World {
  Undecided() {
    add_machines(1, 10);
    add_machines(11, 14, "acme", "acme.servers");
    specs = {ContractSpec{},
             ContractSpec{.id = "C-2", .services = {{.source = group_scope("acme.servers")}}},
             ContractSpec{.id = "C-4",
                          .account = "beta",
                          .services = {{.source = ManualUnits{}, .price = "30.00"}}}};
    save(specs, {{key("C-4"), 10}});
    run_night(june_1);
    post(june_1);
    remove_machines(3, 10);
    rmm.remove(MachineGroupId{"acme.servers"});
    run_night(june_10);
    specs[2].end = june_10;
    save(specs);
  }
  OpenDecisions open(const DecisionRules& rules = {}) {
    return all_open_decisions(desk(), rules).value();
  }
  Texts rows(const DecisionRules& rules = {}) {
    Texts all;
    for (const auto& row : open(rules).rows)
      all.push_back(std::string{to_string(row.about)} + " " + subject_of(row.key) +
                    (row.since ? " " + to_string(*row.since) : "") + ": " + row.evidence);
    return all;
  }
  Decision about(std::size_t row, DecisionKind kind = DecisionKind::approve) {
    const OpenDecision at = open().rows.at(row);
    return {at.key, at.digest, kind, 0, "ticket 7"};
  }
  Texts decide(const std::vector<Decision>& decisions) {
    Texts refused;
    for (const auto& error : decide_open(desk(), decisions, "ann").value().refused)
      refused.push_back(error.context);
    return refused;
  }
  Texts ended() {
    Texts all;
    for (const auto& each : ended_decisions(desk(), 100).value())
      all.push_back(
          std::string{to_string(each.ending.how)} + " " + std::string{to_string(each.about)} + " " +
          subject_of(each.key) + " by " + each.ending.author +
          (each.ending.reason.empty() ? "" : ", " + each.ending.reason) + ": " + each.evidence);
    return all;
  }

  std::vector<ContractSpec> specs;
};

}  // namespace

TEST_CASE("counts, what is gone, and credits wait in one list") {
  Undecided w;
  CHECK(w.rows() == Texts{"drop C-1/agents 2026-06-10: fell by more than 50 %: 14 -> 6",
                          "gone C-2/agents 2026-06-10: " + why_gone,
                          "credit C-4: 210.00 USD owed, and no charge to come settles it"});
  CHECK(open_decisions(w.desk()).value().rows.size() == 2);
}

TEST_CASE("what is gone is asked about once, and is over when it is back") {
  Undecided w;
  w.run_night(june_11);
  CHECK(w.rows().size() == 3);
  w.rmm.add(group("acme.servers", "acme", "acme.root"));
  w.run_night({2026, 6, 12});
  CHECK(w.rows().size() == 2);
  CHECK(w.units_on({2026, 6, 12}, key("C-2")) == 4);
  CHECK(w.ended().front() == "dissolved gone C-2/agents by nightly: " + why_gone);
}

TEST_CASE("confirmed, what is gone has no units from the day it was seen on") {
  Undecided w;
  CHECK(w.decide({w.about(1)}) == Texts{});
  CHECK(w.units_on(june_10.previous(), key("C-2")) == 4);
  CHECK(w.units_on(june_10, key("C-2")) == 0);
  CHECK(w.store.begin(tenant, Access::read).value()->machines(key("C-2")).value().empty());
  w.run_night(june_11);
  CHECK(w.rows().size() == 2);
}

TEST_CASE("rejected, what is gone keeps its units and is not asked about again") {
  Undecided w;
  CHECK(w.decide({w.about(1, DecisionKind::dismiss)}) == Texts{});
  w.run_night(june_11);
  CHECK(w.rows().size() == 2);
  CHECK(w.units_on(june_11, key("C-2")) == 4);
  CHECK(w.ended().front() == "rejected gone C-2/agents by ann, ticket 7: " + why_gone);
}

TEST_CASE("nobody is asked about what is only watched, or has no units") {
  for (const bool observed : {true, false}) {
    CAPTURE(observed);
    World w;
    w.add_machines(1, observed ? 2 : 0, "acme", "acme.servers");
    w.night.guard.hold_first_zero = false;
    ContractSpec spec{.services = {{.source = group_scope("acme.servers")}}};
    w.save({spec});
    w.run_night(june_1);
    if (observed) spec.trust = Trust::observe;
    w.save({spec});
    w.rmm.remove(MachineGroupId{"acme.servers"});
    CHECK(w.run_night(june_10).services[0].status == SyncStatus::failed);
    CHECK(all_open_decisions(w.desk()).value().rows.empty());
  }
}

TEST_CASE("a credit that is approved is paid out, with the others or not at all") {
  Undecided w;
  const auto owed = w.about(2);
  auto wrong = w.about(0);
  wrong.digest = "00000000";
  CHECK(w.decide({owed, wrong}).size() == 1);
  CHECK(w.rows().size() == 3);
  CHECK(w.decide({w.about(2, DecisionKind::dismiss)}) ==
        Texts{"C-4: what is owed stays owed until a charge settles it or it is paid out"});
  const auto report = decide_open(w.desk(), {owed, w.about(0)}, "ann").value();
  REQUIRE(report.decided.size() == 2);
  CHECK(report.decided[0].batch == BatchId{"C-4#2"});
  CHECK(w.posted("C-4").back().line.amount == Money::from_minor(-21'000, usd));
  CHECK(w.units_on(june_10) == 6);
  CHECK(w.rows().size() == 1);
  CHECK(w.ended() == Texts{"confirmed drop C-1/agents by ann: fell by more than 50 %: 14 -> 6",
                           "confirmed credit C-4 by ann: -210.00 USD paid out by batch C-4#2"});
  CHECK(w.decide({owed}) == Texts{"C-4: nothing about it waits"});
}

TEST_CASE("a credit that became another one is not paid out") {
  Undecided w;
  const auto seen = w.about(2);
  w.specs[2].end = june_10.previous();
  w.save(w.specs);
  CHECK(w.decide({seen}) ==
        Texts{"C-4: what waits is not what was seen; look at the review again"});
}

TEST_CASE("a contract that owes something to two accounts is decided about for each") {
  World w;
  w.save({{.id = "C-1", .services = {{.source = ManualUnits{}, .price = "30.00"}}}}, {{key(), 10}});
  w.post(june_1);
  w.clock.set_today(july_1);
  REQUIRE(amend_contract(w.desk(), ContractId{"C-1"},
                         {{.effective = july_1, .account = AccountId{"beta"}}}));
  w.post(july_1);
  // Half of June comes back to acme, and all of July to beta.
  REQUIRE(change_end(w.desk(), ContractId{"C-1"}, std::nullopt, Date{2026, 6, 15}));
  const auto open = [&] { return all_open_decisions(w.desk()).value().rows; };
  const auto both = open();
  REQUIRE(both.size() == 2);
  CHECK((both[0].account == AccountId{"acme"} && both[1].account == AccountId{"beta"}));
  CHECK(both[0].evidence.starts_with("150.00 USD owed"));
  CHECK(both[1].evidence.starts_with("300.00 USD owed"));
  const auto decision = [&](std::size_t row) { return Decision{both[row].key, both[row].digest}; };
  const auto decide = [&](const std::vector<Decision>& decisions) {
    return decide_open(w.desk(), decisions, "ann").value();
  };
  const auto left = [&] {
    std::int64_t minor = 0;
    for (const auto& posted : w.posted()) minor += posted.line.amount.minor();
    return minor;
  };
  SUBCASE("the second one first") {
    REQUIRE(decide({decision(1)}).decided.size() == 1);
    CHECK(left() == 30'000);
    REQUIRE(open().size() == 1);
    CHECK(open()[0].digest == both[0].digest);
  }
  SUBCASE("both together, and neither a second time") {
    CHECK(decide({decision(0), decision(0)}).refused.size() == 1);
    REQUIRE(decide({decision(1), decision(0)}).decided.size() == 2);
    CHECK(left() == 15'000);
    CHECK(open().empty());
    CHECK(decide({decision(1)}).refused.size() == 1);
  }
}

TEST_CASE("a day that is not believed waits, and runs go on from one that is") {
  Undecided w;
  const Date far{2028, 1, 1};
  w.clock.set_today(far);
  CHECK(w.try_night(far).error().code == Errc::implausible_day);
  const auto row = w.open().rows.back();
  CHECK(row.about == DecisionAbout::day);
  CHECK(subject_of(row.key) == "day");
  CHECK(row.evidence ==
        "2028-01-01, and the last run, of nightly, was for 2026-06-10: more than "
        "366 days before");
  CHECK(w.decide({w.about(3, DecisionKind::dismiss)}) ==
        Texts{"day: a wrong day is put right in the clock, or with --as-of"});
  CHECK(w.decide({w.about(3)}) == Texts{});
  CHECK(w.rows().back().starts_with("credit"));
  CHECK(w.try_night(far));
  CHECK(w.try_night(far.plus_days(400)).error().code == Errc::implausible_day);
  CHECK(w.ended().front() == "confirmed day day by ann, ticket 7: 2028-01-01 is believed");
}
