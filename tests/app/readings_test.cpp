// Which of two readings of the same RMM holds.

#include <functional>

#include "app/world.hpp"

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
