// Units, the machines behind them and counts that wait for a person.

#include "conformance/store_samples.hpp"
#include "conformance/store_suite.hpp"

namespace billbyagent::conformance {
namespace {

Behaviours<TestedStore> here;

}  // namespace

BEHAVIOUR("unit changes come back in order, every field", TestedStore& under_test) {
  auto tx = under_test.writing();
  write_book(*tx);
  CHECK(must(tx->unit_history(derived_key())).empty());
  std::vector<UnitChange> changes;
  for (int i = 0; i < 7; ++i) {
    auto next = change(i + 1, Date{2026, 6, 10 - i}, i == 3 ? limits::units_max : i);
    next.reason = static_cast<ChangeReason>(i);
    next.recorded = Instant{i == 0 ? least : most - i};
    CHECK(must(tx->append_unit_change(derived_key(), next)) == PostingOutcome::created);
    changes.push_back(next);
  }
  commit(tx);
  under_test.reopen();
  auto read = under_test.reading();
  CHECK(must(read->unit_history(derived_key())).changes() == changes);
  CHECK(must(read->unit_history(manual_key())).empty());
}

BEHAVIOUR("the sequence of a unit change decides", TestedStore& under_test) {
  struct Case {
    std::string what;
    UnitChange change;
    PostingOutcome outcome;
  };
  auto later = change(1, {2026, 6, 1}, 5);
  later.recorded = Instant{7};
  const Case cases[] = {
      {"the same again", change(1, {2026, 6, 1}, 5), PostingOutcome::already_posted},
      {"the same, recorded later", later, PostingOutcome::already_posted},
      {"other units", change(1, {2026, 6, 1}, 6), PostingOutcome::conflicts},
      {"another day", change(2, {2026, 6, 3}, 8), PostingOutcome::conflicts},
      {"the next one", change(3, {2026, 6, 1}, 9), PostingOutcome::created},
  };
  auto tx = under_test.writing();
  write_book(*tx);
  must(tx->append_unit_change(manual_key(), change(1, {2026, 6, 1}, 5)));
  must(tx->append_unit_change(manual_key(), change(2, {2026, 6, 2}, 8)));
  for (const bool on_record : {false, true}) {
    CAPTURE(on_record);
    if (on_record) under_test.go_on(tx);
    for (const Case& row : cases) {
      CAPTURE(row.what);
      const bool again = on_record && row.outcome == PostingOutcome::created;
      CHECK(must(tx->append_unit_change(manual_key(), row.change)) ==
            (again ? PostingOutcome::already_posted : row.outcome));
    }
    CHECK(must(tx->unit_history(manual_key())).changes().size() == 3);
  }
}

BEHAVIOUR("unit changes that cannot be are refused", TestedStore& under_test) {
  struct Case {
    std::string what;
    ServiceKey service;
    UnitChange change;
    Errc code;
  };
  const ServiceKey unknown{derived_key().contract, ServiceId{"nothing"}};
  const Case cases[] = {
      {"a gap", manual_key(), change(3, {2026, 6, 1}, 6), Errc::invalid_argument},
      {"sequence zero", manual_key(), change(0, {2026, 6, 1}, 6), Errc::invalid_argument},
      {"nothing new", manual_key(), change(2, {2026, 6, 9}, 5), Errc::invalid_argument},
      {"negative units", manual_key(), change(2, {2026, 6, 9}, -1), Errc::invalid_units},
      {"no such service", unknown, change(1, {2026, 6, 9}, 1), Errc::not_found},
  };
  auto tx = under_test.writing();
  write_book(*tx);
  must(tx->append_unit_change(manual_key(), change(1, {2026, 6, 1}, 5)));
  must(tx->commit());
  for (const Case& row : cases) {
    CAPTURE(row.what);
    CHECK(errc_of(under_test.writing()->append_unit_change(row.service, row.change)) == row.code);
  }
}

BEHAVIOUR("machine events are kept in order and move the machines along", TestedStore& under_test) {
  const std::vector<MachineEvent> first{
      event(MachineMove::added, "m-2", "pc02"), event(MachineMove::moved_in, "m-10", "pc10"),
      event(MachineMove::added, "M-1", awkward), event(MachineMove::added, "m-3", "pc03")};
  MachineEvent identified = event(MachineMove::identified, "M-1", "not its name");
  identified.hardware = {"known now", ""};
  identified.since.reset();
  MachineEvent unknown = identified;
  unknown.agent = AgentId{"m-4"};
  const std::vector<MachineEvent> second{event(MachineMove::removed, "m-2", "pc02"),
                                         event(MachineMove::moved_out, "m-10", "pc10"),
                                         event(MachineMove::added, "m-3", "renamed"),
                                         event(MachineMove::removed, "unknown", "x"),
                                         event(MachineMove::added, "m-2", "back"),
                                         event(MachineMove::waiting, "m-4", "new"),
                                         event(MachineMove::missing, "m-3", "x"),
                                         event(MachineMove::missing, "m-2", "x"),
                                         event(MachineMove::returned, "m-2", "x"),
                                         identified,
                                         unknown};
  auto tx = under_test.writing();
  write_book(*tx);
  must(tx->append_machine_events(derived_key(), first));
  under_test.go_on(tx);
  must(tx->append_machine_events(derived_key(), second));
  must(tx->append_machine_events(derived_key(), {}));
  must(tx->append_machine_events(manual_key(), {event(MachineMove::added, "m-9", "other")}));
  commit(tx);
  under_test.reopen();
  auto read = under_test.reading();
  auto all = first;
  all.insert(all.end(), second.begin(), second.end());
  CHECK(must(read->machine_events(derived_key())) == all);
  const Date seen = first.front().seen;
  CHECK(must(read->services_with_machine_events_since(seen)) ==
        std::vector{manual_key(), derived_key()});
  CHECK(must(read->services_with_machine_events_since(seen.next())).empty());
  // Those that wait are not among them, those that are missing are.
  const auto machine = [](const std::string& agent, const std::string& name) {
    return Machine{AgentId{agent}, name, {agent + awkward, "mac " + agent}};
  };
  CHECK(must(read->machines(derived_key())) ==
        std::vector{Machine{AgentId{"M-1"}, awkward, {"known now", ""}}, machine("m-2", "back"),
                    machine("m-3", "renamed")});
  CHECK(errc_of(under_test.writing()->append_machine_events(
            {derived_key().contract, ServiceId{"?"}}, first)) == Errc::not_found);
}

BEHAVIOUR("the digest of the machines goes along with them and is kept", TestedStore& under_test) {
  const auto digest = [&](const ServiceKey& key) {
    return must(under_test.reading()->dossier(key.contract, Part::digest))
        ->services.at(key.service)
        .digest;
  };
  auto tx = under_test.writing();
  write_book(*tx);
  must(tx->append_machine_events(manual_key(), {event(MachineMove::added, "m-1", "pc")}));
  must(tx->machines_digest(derived_key()));
  commit(tx);
  under_test.reopen();
  CHECK(digest(manual_key()) == digest_of(must(under_test.reading()->machines(manual_key()))));
  CHECK(digest(derived_key()) == digest_of({}));
  tx = under_test.writing();
  must(tx->append_machine_events(manual_key(), {event(MachineMove::removed, "m-1", "pc")}));
  must(tx->append_machine_events(derived_key(), {event(MachineMove::waiting, "m-1", "pc")}));
  commit(tx);
  under_test.reopen();
  CHECK(digest(manual_key()) == digest_of({}));
  CHECK_FALSE(digest(derived_key()).has_value());
}

BEHAVIOUR("held readings stack up until they end", TestedStore& under_test) {
  auto tx = under_test.writing();
  write_book(*tx);
  CHECK(must(tx->services_with_held_readings()).empty());
  must(tx->append_held_reading(derived_key(), held({2026, 6, 11}, 1)));
  must(tx->append_held_reading(derived_key(), held({2026, 6, 10}, 0)));
  must(tx->append_held_reading(manual_key(), {.effective = Date{2026, 6, 12}}));
  commit(tx);
  under_test.reopen();
  auto next = under_test.writing();
  CHECK(must(next->services_with_held_readings()) == std::vector{manual_key(), derived_key()});
  CHECK(must(next->held_readings(derived_key())) ==
        std::vector{held({2026, 6, 11}, 1), held({2026, 6, 10}, 0)});
  must(next->end_held_readings(derived_key(), {HeldEnd::confirmed, "clara", "", Instant{9}}));
  CHECK(must(next->held_readings(derived_key())).empty());
  CHECK(must(next->services_with_held_readings()) == std::vector{manual_key()});
  must(next->append_held_reading(derived_key(), held({2026, 6, 20}, 2)));
  must(next->end_held_readings(manual_key(), {HeldEnd::dissolved, "night", "", Instant{9}}));
  must(next->end_held_readings(manual_key(), {HeldEnd::dissolved, "night", "", Instant{9}}));
  commit(next);
  under_test.reopen();
  auto read = under_test.reading();
  CHECK(must(read->held_readings(derived_key())) == std::vector{held({2026, 6, 20}, 2)});
  CHECK(must(read->services_with_held_readings()) == std::vector{derived_key()});
}

BEHAVIOUR("held readings need their service", TestedStore& under_test) {
  const ServiceKey unknown{ContractId{"?"}, ServiceId{"?"}};
  CHECK(errc_of(under_test.writing()->append_held_reading(unknown, held({2026, 1, 1}, 0))) ==
        Errc::not_found);
  CHECK(errc_of(under_test.writing()->end_held_readings(unknown, {})) == Errc::not_found);
}

BEHAVIOUR("readings that ended stay on record, with how, by whom, why and when",
          TestedStore& under_test) {
  const HeldEnding no{HeldEnd::rejected, "ann", "not yet: " + awkward, Instant{most}};
  const HeldEnding yes{HeldEnd::confirmed, "clara", "", Instant{11}};
  const HeldEnding dissolved{HeldEnd::dissolved, "night", "", Instant{12}};
  auto tx = under_test.writing();
  write_book(*tx);
  CHECK(must(tx->ended_readings(derived_key())).empty());
  must(tx->append_held_reading(derived_key(), proposed({2026, 6, 10}, 12, 1)));
  must(tx->append_held_reading(derived_key(), proposed({2026, 6, 11}, 13, 2)));
  must(tx->end_held_readings(derived_key(), no));
  must(tx->append_held_reading(derived_key(), held({2026, 6, 12}, 1)));
  must(tx->append_held_reading(derived_key(), proposed({2026, 6, 13}, 14, 3)));
  under_test.go_on(tx);
  must(tx->end_held_readings(derived_key(), yes));
  must(tx->append_held_reading(derived_key(), held({2026, 6, 14}, 0)));
  must(tx->end_held_readings(derived_key(), dissolved));
  must(tx->append_held_reading(derived_key(), proposed({2026, 6, 15}, 15, 4)));
  commit(tx);
  under_test.reopen();
  auto read = under_test.reading();
  CHECK(must(read->held_readings(derived_key())) == std::vector{proposed({2026, 6, 15}, 15, 4)});
  CHECK(must(read->ended_readings(derived_key())) ==
        std::vector<EndedReading>{{proposed({2026, 6, 10}, 12, 1), no},
                                  {proposed({2026, 6, 11}, 13, 2), no},
                                  {held({2026, 6, 12}, 1), yes},
                                  {proposed({2026, 6, 13}, 14, 3), yes},
                                  {held({2026, 6, 14}, 0), dissolved}});
  CHECK(must(read->ended_readings(manual_key())).empty());
  CHECK(must(read->ended_readings({ContractId{"?"}, ServiceId{"?"}})).empty());
}

BEHAVIOUR("proposals are numbered without a gap, also across those that ended",
          TestedStore& under_test) {
  auto unnumbered = proposed({2026, 6, 10}, 12, 0);
  auto numbered_drop = held({2026, 6, 10}, 12);
  numbered_drop.proposal = 2;
  const HeldReading wrong[] = {proposed({2026, 6, 10}, 12, 1), proposed({2026, 6, 10}, 12, 3),
                               unnumbered, numbered_drop};
  auto tx = under_test.writing();
  write_book(*tx);
  must(tx->append_held_reading(derived_key(), proposed({2026, 6, 10}, 12, 1)));
  must(tx->end_held_readings(derived_key(), {}));
  must(tx->append_held_reading(manual_key(), proposed({2026, 6, 10}, 12, 1)));
  must(tx->commit());
  for (const auto& reading : wrong) {
    CAPTURE(reading.proposal);
    CHECK(errc_of(under_test.writing()->append_held_reading(derived_key(), reading)) ==
          Errc::invalid_argument);
  }
  must(under_test.writing()->append_held_reading(derived_key(), proposed({2026, 6, 11}, 13, 2)));
}

const Behaviours<TestedStore>& store_units() { return here; }

}  // namespace billbyagent::conformance
