#include "app/world.hpp"

using namespace world;

namespace {

const Date june_11{2026, 6, 11};

struct CountedWorld : World {
  explicit CountedWorld(int machines = 10) {
    add_machines(1, machines);
    save({ContractSpec{}});
    run_night(june_1);
  }
};

}  // namespace

TEST_CASE("the first count takes effect on the service's effective date") {
  World w;
  w.add_machines(1, 3);
  w.save({ContractSpec{}});
  const auto report = w.run_night(june_10);
  REQUIRE(report.services.size() == 1);
  CHECK(report.services[0].status == SyncStatus::first_count);
  CHECK(w.units_on(june_1) == 3);
  CHECK(w.history().changes()[0].reason == ChangeReason::initial);
}

TEST_CASE("a changed count takes effect on the day it was seen, once") {
  CountedWorld w;
  w.add_machines(11, 12);
  const auto report = w.run_night(june_10);
  CHECK(report.services[0].status == SyncStatus::changed);
  CHECK(w.units_on(june_10.previous()) == 10);
  CHECK(w.units_on(june_10) == 12);
  CHECK(w.run_night(june_10).services[0].status == SyncStatus::unchanged);
  CHECK(w.run_night(june_11).services[0].status == SyncStatus::unchanged);
  CHECK(w.history().changes().size() == 2);
}

TEST_CASE("of several counts on one day the last one holds") {
  CountedWorld w;
  w.add_machines(11, 12);
  w.run_night(june_10);
  w.remove_machines(11, 11);
  w.run_night(june_10);
  CHECK(w.units_on(june_10) == 11);
  CHECK(w.history().changes().size() == 3);
  CHECK(texts(w.post(june_10)) ==
        Texts{"2026-06-01..2026-06-30  10 x 5.00  50.00 USD  recurring",
              "2026-06-10..2026-06-30  +1 x 5.00 x 21/30  3.50 USD  increment"});
}

TEST_CASE("the machines behind a change are kept, with where they went and came from") {
  World w;
  w.add_machines(1, 6);
  w.save({ContractSpec{},
          ContractSpec{.id = "C-2", .services = {{.source = group_scope("acme.servers")}}},
          ContractSpec{.id = "C-3", .account = "beta"}});
  w.night.guard.hold_first_zero = false;
  w.run_night(june_1);
  w.rmm.find(AgentId{"1"})->group = MachineGroupId{"acme.servers"};
  auto& to_beta = *w.rmm.find(AgentId{"2"});
  to_beta.organization = OrganizationId{"beta"};
  to_beta.group = MachineGroupId{"beta.root"};
  w.remove_machines(3, 3);
  w.add_machines(7, 7);
  const auto report = w.run_night(june_10);
  REQUIRE(report.services.size() == 3);
  using Move = MachineMove;
  const auto event = [&](Move move, std::string id, std::string detail) {
    return MachineEvent{june_10, move, AgentId{id}, "name-" + id, std::move(detail)};
  };
  CHECK(report.services[0].machines == std::vector{event(Move::moved_out, "2", "to beta.root"),
                                                   event(Move::removed, "3", ""),
                                                   event(Move::added, "7", "")});
  const std::string origin = "from contract C-1, service agents";
  CHECK(report.services[1].machines == std::vector{event(Move::moved_in, "1", origin)});
  CHECK(report.services[2].machines == std::vector{event(Move::moved_in, "2", origin)});
}

TEST_CASE("as many machines but other ones: no new units, but the machines are recorded") {
  CountedWorld w{3};
  w.remove_machines(2, 2);
  w.add_machines(4, 4);
  const auto report = w.run_night(june_10);
  CHECK(report.services[0].status == SyncStatus::machines_changed);
  CHECK(report.services[0].machines.size() == 2);
  CHECK(w.history().changes().size() == 1);
  CHECK(w.notices().size() == 1);  // the first count's
  CHECK(w.run_night(june_11).services[0].status == SyncStatus::unchanged);
}

TEST_CASE("an error is not a zero: whatever the RMM fails at, all units stay and all are named") {
  using Call = MemoryProvider::Call;
  for (const Call call : {Call::organizations, Call::machine_groups, Call::views, Call::scan})
    for (const Errc code : {Errc::unauthorized, Errc::mfa_required, Errc::timed_out,
                            Errc::incomplete_scan, Errc::protocol_error, Errc::unreachable}) {
      CAPTURE(static_cast<int>(call));
      CAPTURE(to_string(code));
      CountedWorld w;
      w.add_machines(11, 12);
      w.rmm.fail(call, Error{code, "told to"});
      const auto report = w.run_night(june_10);
      REQUIRE(report.scan_error);
      CHECK(report.scan_error->code == code);
      REQUIRE(report.services.size() == 1);
      CHECK(report.services[0].status == SyncStatus::failed);
      CHECK(report.services[0].error->code == code);
      CHECK(w.units_on(june_10) == 10);
      w.rmm.recover();
      CHECK(w.run_night(june_11).services[0].status == SyncStatus::changed);
    }
}

TEST_CASE("what is gone fails its own services alone") {
  struct Case {
    const char* what;
    ContractSpec broken;
    Errc code;
    void (*breaks)(World&);
  };
  const std::vector<Case> cases{
      {"organization gone", ContractSpec{.id = "C-2", .account = "beta"}, Errc::organization_gone,
       [](World& w) { w.rmm.remove(OrganizationId{"beta"}); }},
      {"group gone",
       ContractSpec{.id = "C-2", .services = {{.source = group_scope("acme.servers")}}},
       Errc::machine_group_gone, [](World& w) { w.rmm.remove(MachineGroupId{"acme.servers"}); }},
      {"group moved to another organization",
       ContractSpec{.id = "C-2", .services = {{.source = group_scope("acme.servers")}}},
       Errc::machine_group_gone,
       [](World& w) {
         w.rmm.find(MachineGroupId{"acme.servers"})->organization = OrganizationId{"beta"};
       }},
      {"view gone", ContractSpec{.id = "C-2", .services = {{.source = view_scope("v")}}},
       Errc::view_gone, [](World& w) { w.rmm.remove(ViewId{"v"}); }},
      {"view unreadable", ContractSpec{.id = "C-2", .services = {{.source = view_scope("v")}}},
       Errc::forbidden,
       [](World& w) {
         w.rmm.fail_view(ViewId{"v"}, Error{Errc::forbidden, "told to"});
       }},
  };
  for (const auto& test : cases) {
    CAPTURE(test.what);
    World w;
    w.add_machines(1, 4);
    w.add_machines(5, 8, "beta");
    w.add_machines(9, 12, "acme", "acme.servers");
    *w.rmm.members(ViewId{"v"}) = {AgentId{"1"}, AgentId{"5"}, AgentId{"9"}, AgentId{"10"}};
    w.save({ContractSpec{}, test.broken});
    w.run_night(june_1);
    const Units before = w.units_on(june_1, key("C-2"));
    CHECK(before > 0);
    test.breaks(w);
    w.add_machines(13, 13);
    const auto report = w.run_night(june_10);
    CHECK_FALSE(report.scan_error);
    REQUIRE(report.services.size() == 2);
    CHECK(report.services[0].status == SyncStatus::changed);
    CHECK(report.services[1].status == SyncStatus::failed);
    CHECK(report.services[1].error->code == test.code);
    CHECK(w.units_on(june_10, key("C-2")) == before);
  }
}

TEST_CASE("an account without a linked organization is an error of its services") {
  World w;
  w.save({ContractSpec{.account = "unlinked"}});
  const auto report = w.run_night(june_1);
  REQUIRE(report.services.size() == 1);
  CHECK(report.services[0].error->code == Errc::organization_not_linked);
  CHECK(report.services[0].error->context == "account unlinked");
  CHECK(w.history().empty());
}

TEST_CASE("scopes: group with and without sub-groups, view, states") {
  World w;
  w.add_machines(1, 4);
  w.add_machines(5, 7, "acme", "acme.servers");
  w.rmm.find(AgentId{"1"})->state = AgentState::suspended;
  w.rmm.find(AgentId{"2"})->state = AgentState::never_checked_in;
  *w.rmm.members(ViewId{"v"}) = {AgentId{"1"}, AgentId{"2"}, AgentId{"5"}, AgentId{"99"}};
  AgentScope all_states;
  all_states.rule.never_checked_in = Counting::counted;
  AgentScope listed;
  listed.machines = {AgentId{"6"}, AgentId{"3"}, AgentId{"99"}};
  w.save({ContractSpec{
      .services = {{.id = "organization"},
                   {.id = "with", .source = group_scope("acme.root")},
                   {.id = "without", .source = group_scope("acme.root", SubGroups::excluded)},
                   {.id = "view", .source = view_scope("v")},
                   {.id = "all", .source = all_states},
                   {.id = "listed", .source = listed}}}});
  w.run_night(june_1);
  const auto units = [&](const char* id) { return w.units_on(june_1, key("C-1", id)); };
  CHECK(units("organization") == 6);
  CHECK(units("with") == 6);
  CHECK(units("without") == 3);
  CHECK(units("view") == 2);
  CHECK(units("all") == 7);
  CHECK(units("listed") == 2);
}

TEST_CASE("only services in force of active contracts are counted") {
  World w;
  w.add_machines(1, 3);
  w.save({ContractSpec{.id = "C-1", .status = ContractStatus::inactive},
          ContractSpec{.id = "C-2", .services = {{.effective = Date{2026, 7, 1}}}},
          ContractSpec{.id = "C-3", .services = {{.end = june_10}}},
          ContractSpec{.id = "C-4", .services = {{.source = ManualUnits{}}}}});
  CHECK(w.run_night(june_10).services.empty());
}

TEST_CASE("a scan that starts over counts each machine once") {
  CountedWorld w;
  w.add_machines(11, 12);
  w.rmm.set_page_size(5);
  w.rmm.restart_scans(2);
  w.run_night(june_10);
  CHECK(w.units_on(june_10) == 12);
}

TEST_CASE("an implausible drop is held until a person confirms it, day by day") {
  CountedWorld w{10};
  w.remove_machines(5, 10);
  auto report = w.run_night(june_10);
  CHECK(report.services[0].status == SyncStatus::held);
  CHECK(report.services[0].held_why == "fell by more than 50 %: 10 -> 4");
  CHECK(w.units_on(june_10) == 10);
  CHECK(w.run_night(june_10).services[0].status == SyncStatus::held);
  w.remove_machines(4, 4);
  w.run_night(june_11);
  CHECK(w.units_on(june_11) == 10);
  CHECK(w.notices().size() == 3);  // first count, and one for each held reading

  const auto confirmed = confirm_held(w.desk(), key(), "ann");
  REQUIRE(confirmed);
  CHECK(confirmed->size() == 2);
  CHECK(w.units_on(june_10) == 4);
  CHECK(w.units_on(june_11) == 3);
  CHECK(w.history().changes().back().author == "ann");
  CHECK(w.run_night(june_11).services[0].status == SyncStatus::unchanged);
  CHECK(confirm_held(w.desk(), key(), "ann").error().code == Errc::nothing_to_do);
  CHECK(w.store.begin(tenant, Access::read).value()->machines(key()).value().size() == 3);
}

TEST_CASE("a plausible count dissolves what was held") {
  CountedWorld w{10};
  w.remove_machines(1, 10);
  CHECK(w.run_night(june_10).services[0].held_why == "fell to zero: 10 -> 0");
  w.add_machines(1, 9);
  CHECK(w.run_night(june_11).services[0].status == SyncStatus::changed);
  CHECK(w.units_on(june_11) == 9);
  CHECK(confirm_held(w.desk(), key(), "ann").error().code == Errc::nothing_to_do);
}

TEST_CASE("a rise that is too good to be true waits for a person") {
  CountedWorld w{10};
  w.add_machines(11, 31);
  const auto held = w.run_night(june_10).services[0];
  CHECK(held.status == SyncStatus::held);
  CHECK(held.held_why == "rose by more than 100 %: 10 -> 31");
  CHECK(w.units_on(june_10) == 10);
  CHECK(w.run_night(june_11).services[0].status == SyncStatus::held);
  CHECK(w.notices().back().notice.kind == NoticeKind::rise_held);
  SUBCASE("who confirms it, as of the day that it was seen") {
    const auto taken = confirm_held(w.desk(), key(), "ann").value();
    REQUIRE(taken.size() == 1);
    CHECK(taken[0].reason == ChangeReason::confirmed_rise);
    CHECK(taken[0].note == "rose by more than 100 %: 10 -> 31");
    CHECK(taken[0].effective == june_10);
    CHECK(w.units_on(june_10) == 31);
    CHECK(w.run_night(june_11).services[0].status == SyncStatus::unchanged);
  }
  SUBCASE("who rejects it") {
    REQUIRE(reject_held(w.desk(), key(), "ann", "the view was widened"));
    CHECK(w.run_night(june_11).services[0].status == SyncStatus::rejected);
    CHECK(w.units_on(june_11) == 10);
  }
  SUBCASE("unless the count is plausible again") {
    w.remove_machines(12, 31);
    CHECK(w.run_night(june_11).services[0].status == SyncStatus::changed);
    CHECK(w.units_on(june_10) == 10);
    CHECK(w.units_on(june_11) == 11);
  }
  SUBCASE("or rises are believed by a setting") {
    w.night.guard.hold_rises = false;
    CHECK(w.run_night(june_11).services[0].status == SyncStatus::changed);
  }
}

TEST_CASE("a first count of zero waits for a person") {
  World w;
  w.save({ContractSpec{}});
  CHECK(w.run_night(june_10).services[0].status == SyncStatus::held);
  CHECK(w.history().empty());
  CHECK(w.notices().back().notice.kind == NoticeKind::first_zero_held);
  const auto reading = w.store.begin(tenant, Access::read).value()->held_readings(key()).value();
  REQUIRE(reading.size() == 1);
  CHECK(reading[0].cause == HeldCause::first_zero);
  CHECK(reading[0].effective == june_1);
  SUBCASE("machines that come later are the first count, from the beginning") {
    w.add_machines(1, 100);
    CHECK(w.run_night(june_11).services[0].status == SyncStatus::first_count);
    CHECK(w.units_on(june_1) == 100);
  }
  SUBCASE("confirmed, it is the first count") {
    const auto taken = confirm_held(w.desk(), key(), "ann").value();
    REQUIRE(taken.size() == 1);
    CHECK(taken[0].reason == ChangeReason::initial);
    CHECK(w.units_on(june_1) == 0);
    CHECK(w.run_night(june_11).services[0].status == SyncStatus::unchanged);
    w.add_machines(1, 5);
    CHECK(w.run_night(june_11).services[0].status == SyncStatus::changed);
  }
  SUBCASE("rejected, it is not asked about again") {
    REQUIRE(reject_held(w.desk(), key(), "ann", "the scope was wrong"));
    CHECK(w.run_night(june_11).services[0].status == SyncStatus::rejected);
    CHECK(w.history().empty());
  }
  SUBCASE("and waits as one reading, however many nights see it") {
    w.run_night(june_11);
    CHECK(w.store.begin(tenant, Access::read).value()->held_readings(key()).value().size() == 1);
  }
  SUBCASE("or is believed by a setting") {
    w.night.guard.hold_first_zero = false;
    CHECK(w.run_night(june_11).services[0].status == SyncStatus::first_count);
    CHECK(w.units_on(june_1) == 0);
  }
}

TEST_CASE("machines that go to an organization without an account wait for a person") {
  for (const bool known : {false, true}) {
    CAPTURE(known);
    CountedWorld w{30};
    w.rmm.add(Organization{OrganizationId{"acme2"}, "Acme 2", "acme2"});
    w.rmm.add(group("acme2.root", "acme2"));
    for (int i = 21; i <= 30; ++i) {
      w.remove_machines(i, i);
      w.rmm.add(
          machine(std::to_string(i), known ? "beta" : "acme2", known ? "beta.root" : "acme2.root"));
    }
    const auto report = w.run_night(june_10);
    if (known) {
      CHECK(report.services[0].status == SyncStatus::changed);
      CHECK(w.units_on(june_10) == 20);
      continue;
    }
    CHECK(report.services[0].status == SyncStatus::held);
    CHECK(report.services[0].held_why ==
          "10 machines went to an organization without an account: acme2");
    CHECK(w.units_on(june_10) == 30);
    CHECK(w.run_night(june_11).services[0].status == SyncStatus::held);
    REQUIRE(confirm_held(w.desk(), key(), "ann"));
    CHECK(w.units_on(june_10) == 20);
    CHECK(w.run_night(june_11).services[0].status == SyncStatus::unchanged);
  }
}

TEST_CASE("agents that belong to nothing the RMM lists are noted") {
  CountedWorld w;
  CHECK(w.run_night(june_10).rmms.at(0).notes.empty());
  w.rmm.add(machine("98", "0", "acme.root"));
  w.rmm.add(machine("99", "acme", "0"));
  const auto report = w.run_night(june_11);
  CHECK(report.rmms.at(0).notes ==
        Texts{"1 agent has no organization that the RMM lists, such as name-98 (98) in 0",
              "1 agent has no machine group that the RMM lists, such as name-99 (99) in 0"});
}

TEST_CASE("the guard: what is believed and what is held") {
  struct Case {
    std::optional<Units> before;
    Units after;
    std::optional<HeldCause> cause;
  };
  const SyncGuard guard;
  const auto fell = HeldCause::implausible;
  const auto rose = HeldCause::rise;
  for (const auto& test : std::vector<Case>{
           {10, 11, {}},
           {10, 10, {}},
           {10, 5, {}},
           {10, 4, fell},
           {1, 0, fell},
           {2, 1, {}},
           {3, 1, {}},
           {4, 1, fell},
           {0, 0, {}},
           {0, 7, {}},
           {0, 19, {}},
           {0, 20, rose},
           {1, 20, {}},
           {1, 21, rose},
           {20, 40, {}},
           {20, 41, rose},
           {5, 4'020, rose},
           {1'000, 2'000, {}},
           {1'000, 2'001, rose},
           {limits::units_max, 1, fell},
           {1, limits::units_max, rose},
           {std::nullopt, 0, HeldCause::first_zero},
           {std::nullopt, limits::units_max, {}},
       }) {
    CAPTURE(test.after);
    CHECK(guard.cause_to_hold(test.before, test.after) == test.cause);
    CHECK(guard.reason_to_hold(test.before, test.after).has_value() == test.cause.has_value());
  }
  CHECK_FALSE(SyncGuard{.hold_rises = false}.cause_to_hold(1, limits::units_max));
  CHECK_FALSE(SyncGuard{.hold_first_zero = false}.cause_to_hold(std::nullopt, 0));
  CHECK(SyncGuard{.max_rise_percent = 0, .small_rise_units = 0}.cause_to_hold(10, 11) == rose);
  CHECK(check(SyncGuard{.max_rise_percent = -1}).error().code == Errc::invalid_settings);
  CHECK(check(SyncGuard{.small_rise_units = -1}).error().code == Errc::invalid_settings);
  CHECK(check(SyncGuard{.max_drop_percent = 101}).error().code == Errc::invalid_settings);
  CHECK(check(SyncGuard{.small_drop_units = -1}).error().code == Errc::invalid_settings);
}

TEST_CASE("a dry run tells the same and writes nothing") {
  CountedWorld w;
  w.add_machines(11, 12);
  const auto notices = w.notices().size();
  w.night.dry_run = true;
  const auto dry = w.run_night(june_10);
  CHECK(w.units_on(june_10) == 10);
  CHECK(w.notices().size() == notices);
  w.night.dry_run = false;
  const auto real = w.run_night(june_10);
  REQUIRE(dry.services.size() == real.services.size());
  CHECK(dry.services[0].status == real.services[0].status);
  CHECK(dry.services[0].counted == real.services[0].counted);
  CHECK(dry.services[0].machines == real.services[0].machines);
  CHECK(w.units_on(june_10) == 12);
}

TEST_CASE("one service can be taken over alone, by Get Units Now") {
  World w;
  w.add_machines(1, 3);
  w.save({ContractSpec{.services = {{.id = "a"}, {.id = "b"}}}});
  const auto now = get_units_now(w.desk(), w.rmm, key("C-1", "a"),
                                 Deadline::clock::now() + std::chrono::hours{1});
  REQUIRE(now);
  CHECK(now->counted == 3);
  CHECK_FALSE(now->present);
  w.night.deadline = Deadline::clock::now() + std::chrono::hours{1};
  const auto taken = take_over_units_now(w.desk(), w.rmm, key("C-1", "a"), w.night);
  REQUIRE(taken);
  CHECK(taken->services.size() == 1);
  CHECK(w.units_on(june_1, key("C-1", "a")) == 3);
  CHECK(w.history(key("C-1", "b")).empty());
}

TEST_CASE("Get Units Now says what is wrong") {
  World w;
  w.save({ContractSpec{.services = {{.id = "manual", .source = ManualUnits{}}, {.id = "agents"}}},
          ContractSpec{.id = "C-2", .account = "unlinked"}});
  const auto code_of = [&](const ServiceKey& of) {
    return get_units_now(w.desk(), w.rmm, of, Deadline::clock::now() + std::chrono::hours{1})
        .error()
        .code;
  };
  CHECK(code_of(key("C-9")) == Errc::not_found);
  CHECK(code_of(key("C-1", "nothing")) == Errc::not_found);
  CHECK(code_of(key("C-1", "manual")) == Errc::invalid_argument);
  CHECK(code_of(key("C-2")) == Errc::organization_not_linked);
  w.rmm.fail(MemoryProvider::Call::organizations, Error{Errc::unauthorized, "told to"});
  CHECK(code_of(key()) == Errc::unauthorized);
}

TEST_CASE("cancelled between contracts: what was committed stays, the rest follows") {
  class CancelAfterFirst final : public Observer {
   public:
    void progress(std::string_view stage, std::size_t, std::size_t) override {
      if (stage == "taking over counts") ++taken_;
    }
    bool cancelled() override { return taken_ > 0; }

   private:
    int taken_ = 0;
  };
  World w;
  w.add_machines(1, 3);
  w.save({ContractSpec{}, ContractSpec{.id = "C-2"}});
  w.night.contracts_per_transaction = 1;
  w.night.deadline = Deadline::clock::now() + std::chrono::hours{1};
  CancelAfterFirst observer;
  const auto cancelled = nightly_sync({w.store, tenant, w.clock, &observer}, w.rmm, w.night);
  CHECK(cancelled.error().code == Errc::cancelled);
  CHECK(w.units_on(june_1) == 3);
  CHECK(w.history(key("C-2")).empty());
  w.run_night(june_1);
  CHECK(w.units_on(june_1, key("C-2")) == 3);
  CHECK(w.history().changes().size() == 1);
}

TEST_CASE("the notice of a change names units, day and machines, and has a lasting id") {
  CountedWorld w{2};
  w.add_machines(3, 3);
  w.run_night(june_10);
  const auto notices = w.notices();
  REQUIRE(notices.size() == 2);
  const Notice& notice = notices[1].notice;
  CHECK(notice.id.text() == "units_changed/C-1/agents/2");
  CHECK(notice.recipients == std::vector<std::string>{"billing@msp.example"});
  CHECK(notice.body ==
        "Service agents (agents): 2 -> 3 units from 2026-06-10, nightly_sync\n"
        "  + name-3 (3) added\n");
}

TEST_CASE("notices are delivered at least once and stay when the receiver fails") {
  CountedWorld w{2};
  MemoryNotifier notifier;
  notifier.fail(Error{Errc::notice_failed, "told to"});
  auto report = deliver_notices(w.desk(), notifier, 10);
  REQUIRE(report);
  CHECK(report->failed == 1);
  CHECK(w.notices().size() == 1);
  CHECK(w.notices()[0].attempts == 1);
  notifier.recover();
  report = deliver_notices(w.desk(), notifier, 10);
  CHECK(report->delivered == 1);
  CHECK(w.notices().empty());
  CHECK(deliver_notices(w.desk(), notifier, 10)->delivered == 0);
}
