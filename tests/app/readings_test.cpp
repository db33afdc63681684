// Which of two readings of the same RMM holds.

#include <functional>

#include "app/world.hpp"
#include "billbyagent/app/freshness.hpp"
#include "billbyagent/app/review_sheet.hpp"

using namespace world;

namespace {

/// Does something once, as soon as the agents have been read.
class AfterReading final : public Observer {
 public:
  explicit AfterReading(std::function<void()> work) : work_(std::move(work)) {}
  void progress(std::string_view stage, std::size_t, std::size_t) override {
    if (stage == "reading agents" && work_) std::exchange(work_, nullptr)();
  }

 private:
  std::function<void()> work_;
};

struct TwoNights : World {
  TwoNights() {
    add_machines(1, 8);
    save({ContractSpec{
        .services = {
            {.id = "agents"},
            {.id = "servers", .source = AgentScope{.group = MachineGroupId{"acme.servers"}}}}}});
    add_machines(100, 100, "acme", "acme.servers");
    run_night(june_1);
  }
  /// A night that has read its agents, and goes on when `meanwhile` is done.
  SyncReport slow_night(std::function<void()> meanwhile) {
    AfterReading observer{std::move(meanwhile)};
    Desk watched = desk();
    watched.observer = &observer;
    night.deadline = Deadline::clock::now() + std::chrono::hours{1};
    return nightly_sync(watched, rmm, night).value();
  }
  std::vector<ReadingRecord> readings() {
    return store.begin(tenant, Access::read).value()->readings(9).value();
  }
};

}  // namespace

TEST_CASE("a reading that began earlier does not overwrite what a later one counted") {
  TwoNights w;
  w.clock.set_today(june_10);
  w.remove_machines(8, 8);
  const auto slow = w.slow_night([&] {
    w.add_machines(8, 12);
    CHECK(w.run_night(june_10).count(SyncStatus::changed) == 1);
  });
  CHECK(slow.count(SyncStatus::overtaken) == 2);
  CHECK(w.units_on(june_10) == 13);
  CHECK(w.history().changes().size() == 2);
  CHECK(summary(slow).find("2 overtaken") != std::string::npos);
}

TEST_CASE("a later reading that failed overtakes nothing") {
  TwoNights w;
  w.clock.set_today(june_10);
  w.remove_machines(8, 8);
  const auto slow = w.slow_night([&] {
    w.rmm.fail(MemoryProvider::Call::scan, {Errc::unreachable, "gone"});
    CHECK(w.run_night(june_10).scan_error);
    w.rmm.recover();
  });
  CHECK(slow.count(SyncStatus::changed) == 1);
  CHECK(w.units_on(june_10) == 8);
}

TEST_CASE("Get Units Now during a long night costs the night that service alone") {
  TwoNights w;
  w.clock.set_today(june_10);
  const auto slow = w.slow_night([&] {
    w.add_machines(101, 101, "acme", "acme.servers");
    CHECK(take_over_units_now(w.desk(), w.rmm, key("C-1", "servers"), w.night));
  });
  CHECK(slow.count(SyncStatus::overtaken) == 1);
  CHECK(slow.count(SyncStatus::unchanged) == 1);
  CHECK(w.units_on(june_10, key("C-1", "servers")) == 2);
}

TEST_CASE("each reading is on record: when, how many agents, and why it failed") {
  TwoNights w;
  w.rmm.fail(MemoryProvider::Call::scan, {Errc::unreachable, "gone"});
  w.clock.set_today(june_10);
  CHECK(w.run_night(june_10).scan_error);
  const auto readings = w.readings();
  REQUIRE(readings.size() == 2);
  CHECK(readings[1].number == 1);
  CHECK(readings[1].state == ReadingState::whole);
  CHECK(readings[1].agents == 9);
  CHECK(readings[1].day == june_1);
  CHECK(readings[0].number == 2);
  CHECK(readings[0].state == ReadingState::failed);
  CHECK(readings[0].failure.find("gone") != std::string::npos);
  w.night.dry_run = true;
  CHECK(w.run_night(june_10).scan_error);
  CHECK(w.readings().size() == 2);
}

TEST_CASE("a reading is on record with what it showed and the services it did not count") {
  TwoNights w;
  w.rmm.remove(MachineGroupId{"acme.servers"});
  w.clock.set_today(june_10);
  CHECK(w.run_night(june_10).count(SyncStatus::failed) == 1);
  w.run_night(june_10);
  w.add_machines(9, 9);
  w.run_night(june_10);
  const auto readings = w.readings();
  REQUIRE(readings.size() == 4);
  for (const auto& reading : readings) REQUIRE(reading.shown);
  CHECK(readings[3].uncounted.empty());
  REQUIRE(readings[2].uncounted.size() == 1);
  CHECK(readings[2].uncounted[0].key == key("C-1", "servers"));
  CHECK(readings[2].uncounted[0].why.starts_with("machine_group_gone"));
  CHECK(readings[1].shown == readings[2].shown);
  CHECK(readings[0].shown != readings[1].shown);
}

TEST_CASE("a later reading that did not count a service leaves it to the earlier one") {
  TwoNights w;
  w.clock.set_today(june_10);
  w.add_machines(101, 101, "acme", "acme.servers");
  const auto slow = w.slow_night([&] {
    w.rmm.remove(MachineGroupId{"acme.servers"});
    CHECK(w.run_night(june_10).count(SyncStatus::failed) == 1);
  });
  CHECK(slow.count(SyncStatus::overtaken) == 1);
  CHECK(slow.count(SyncStatus::changed) == 1);
  CHECK(w.units_on(june_10, key("C-1", "servers")) == 2);
}

TEST_CASE("each service is as fresh as the last reading that counted it, and says why it is not") {
  TwoNights w;
  const auto of = [&](Date day) {
    w.clock.set_today(day);
    return service_freshness(w.desk(), 2).value();
  };
  w.rmm.remove(MachineGroupId{"acme.servers"});
  for (const Date day : {june_1.plus_days(1), june_1.plus_days(2), june_1.plus_days(3)})
    w.run_night(day);
  auto services = of(june_1.plus_days(3));
  REQUIRE(services.size() == 2);
  CHECK(services[0] == ServiceFreshness{.key = key(), .counted_on = june_1.plus_days(3)});
  CHECK(services[1].counted_on == june_1);
  CHECK(services[1].failed_on == june_1.plus_days(3));
  CHECK(services[1].failure.starts_with("machine_group_gone"));
  CHECK(services[1].stale);
  CHECK(!of(june_1.plus_days(2))[1].stale);
  CHECK(of(june_1.plus_days(6))[0].stale);

  // Now the whole RMM is gone: each service tells of its own last count.
  w.rmm.fail(MemoryProvider::Call::scan, {Errc::unreachable, "gone"});
  w.run_night(june_1.plus_days(4));
  services = of(june_1.plus_days(4));
  CHECK(services[0].counted_on == june_1.plus_days(3));
  CHECK(services[0].failure.starts_with("unreachable"));
  CHECK(services[1].counted_on == june_1);
}

TEST_CASE("lines say when they were counted, and stale counts are warned of or refused") {
  TwoNights w;
  w.rmm.remove(MachineGroupId{"acme.servers"});
  const Date day = june_1.plus_days(5);
  w.run_night(day);
  const auto counted_on = [](const std::vector<LineItem>& lines, const std::string& service) {
    for (const auto& line : lines)
      if (line.key.service.text() == service) return line.counted_on;
    return std::optional<Date>{};
  };
  const auto review = billing_review(w.desk(), {}).value();
  CHECK(counted_on(review.contracts.at(0).lines, "agents") == day);
  CHECK(counted_on(review.contracts.at(0).lines, "servers") == june_1);
  const auto sheet = review_sheet(w.desk(), {}).value();
  CHECK(sheet.needs_a_person());
  CHECK(sheet.accounts.at(0).rows.at(1).stale);
  CHECK(sheet.accounts.at(0).rows.at(1).counted_on == june_1);

  const auto refused = w.post(day, {.stale_counts = StaleCounts::refused});
  REQUIRE(refused.contracts.size() == 1);
  CHECK(refused.contracts[0].error->code == Errc::stale_counts);
  CHECK(refused.contracts[0].error->context.starts_with(
      "contract C-1: service servers was last counted on 2026-06-01; since then: machine_group"));
  CHECK(w.posted().empty());

  const auto warned = w.post(day);
  REQUIRE(warned.contracts.at(0).stale.size() == 1);
  CHECK(warned.contracts[0].stale[0].key == key("C-1", "servers"));
  REQUIRE(w.posted().size() == 2);
  CHECK(w.posted()[0].line.counted_on == day);
  CHECK(w.posted()[1].line.counted_on == june_1);
  CHECK(texts(w.post(day.plus_days(40), {.stale_days = 0})).size() == 2);
}

TEST_CASE(
    "a machine that moved is no new one for a night whose beginning another night passed by") {
  World w;
  AgentScope desks = group_scope("acme.root", SubGroups::excluded);
  AgentScope servers = group_scope("acme.servers");
  servers.rule.grace_new_days = 7;
  w.save({ContractSpec{.id = "C-1", .services = {{.id = "desks", .source = desks}}},
          ContractSpec{.id = "C-2", .services = {{.id = "servers", .source = servers}}}});
  w.add_machines(1, 8);
  w.add_machines(100, 101, "acme", "acme.servers");
  w.run_night(june_1);
  w.clock.set_today(june_10);
  w.rmm.find(AgentId{"8"})->group = MachineGroupId{"acme.servers"};
  // The earlier night takes the first contract over, and then stops.
  AfterReading observer{[&] {
    NightlyOptions first = w.night;
    first.only = key("C-1", "desks");
    CHECK(nightly_sync(w.desk(), w.rmm, first).value().count(SyncStatus::changed) == 1);
  }};
  Desk watched = w.desk();
  watched.observer = &observer;
  w.night.deadline = Deadline::clock::now() + std::chrono::hours{1};
  const auto report = nightly_sync(watched, w.rmm, w.night).value();
  CHECK(report.count(SyncStatus::changed) == 1);
  CHECK(w.units_on(june_10, key("C-2", "servers")) == 3);
}
