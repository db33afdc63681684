// Every write, sync and allocation of every step fails once, and another one while it is done
// again: nothing is there by half, and in the end all is as if nothing had failed.

#include <doctest/doctest.h>

#include <cstdlib>
#include <functional>
#include <new>

#include "conformance/faulty_vfs.hpp"
#include "conformance/old_file.hpp"
#include "crash/failing_memory.hpp"
#include "crash/played.hpp"

using namespace billbyagent;
using namespace billbyagent::tests;

namespace {

/// How many of the places where a step can fail are tried: some by default; 0: all of them.
int places() {
  const char* wanted = std::getenv("BILLBYAGENT_FAULTS");
  return wanted ? std::atoi(wanted) : 6;
}

enum class Fault { disk_once, disk_for_good, memory };

Result<void> attempt(const StoreFile& file, const std::function<Result<void>(Store&)>& work) {
  try {
    auto store = open_sqlite_store(file.options());
    return store ? work(**store) : store.error();
  } catch (const std::bad_alloc&) {
    return Error{Errc::internal, "out of memory"};
  }
}

/// Does something while the n-th operation fails; how many there were goes to `operations`.
Result<void> attempt_with(Fault fault, int n, FaultyFiles& disk, int& operations,
                          const std::function<Result<void>()>& work) {
  if (fault == Fault::memory)
    fail_allocation(n);
  else
    disk.fail_at(n, fault == Fault::disk_for_good);
  auto done = work();
  operations = fault == Fault::memory ? allocations_seen() : disk.operations();
  disk.repair();
  return done;
}

/// Steps of more than one transaction may be there in part.
bool is_in_parts(std::size_t step) { return step >= 11; }

struct Trial {
  const Played& played;
  std::size_t step;
  Fault fault;
  FaultyFiles& disk;

  /// False: the step was done before its n-th operation.
  bool run(int n, int second) {
    const StoreFile file;
    played.prepare(step, file);
    Business business;
    play_until(step, business);
    const auto work = [&] {
      return attempt(file, [&](Store& store) { return business.run(step, store); });
    };
    int operations = 0;
    const auto first = attempt_with(fault, n, disk, operations, work);
    const bool hit = operations >= n;
    check_whole(file);
    if (second > 0) {
      int ignored = 0;
      (void)attempt_with(fault, second, disk, ignored, work).has_value();
      check_whole(file);
    }
    const auto again = work();
    if (!again) FAIL_CHECK(to_string(again.error()));
    const auto store = file.open();
    CHECK(facts(*store) == played.after(step));
    CHECK(damage_in(*store) == std::vector<std::string>{});
    if (!hit && !first) FAIL_CHECK(to_string(first.error()));
    return hit;
  }

  void check_whole(const StoreFile& file) {
    const auto store = open_sqlite_store(file.options());
    REQUIRE(store);
    const Facts now = facts(**store);
    if (is_in_parts(step)) return;
    const bool whole = now == played.before(step) || now == played.after(step) || now == Facts{};
    CHECK(whole);
  }
};

/// Where to let it fail, of so many places.
std::vector<int> chosen(int count) {
  const int wanted = places();
  const int stride = wanted > 0 ? std::max(1, count / wanted) : 1;
  std::vector<int> all;
  for (int n = 1; n <= count; n += stride) all.push_back(n);
  all.push_back(count + 1);  // after the last one
  return all;
}

void try_step(const Played& played, std::size_t step, Fault fault) {
  CAPTURE(step);
  CAPTURE(static_cast<int>(fault));
  FaultyFiles disk;
  int count = 0;
  {
    const StoreFile file;
    played.prepare(step, file);
    Business business;
    play_until(step, business);
    attempt_with(fault, 1'000'000'000, disk, count, [&] {
      return attempt(file, [&](Store& store) { return business.run(step, store); });
    }).value();
  }
  CHECK(count > 3);
  Trial trial{played, step, fault, disk};
  int tried = 0;
  for (const int n : chosen(count)) {
    CAPTURE(n);
    // Every other time the second attempt fails too, each time in another place.
    trial.run(n, ++tried % 2 == 0 ? 1 + tried * 7 % count : 0);
  }
}

}  // namespace

TEST_CASE("every write, sync and allocation of every step fails, and a second one after it") {
  use_failing_memory();
  const Played played;
  for (const Fault fault : {Fault::disk_once, Fault::disk_for_good, Fault::memory})
    for (std::size_t step = 0; step < Business::steps; ++step) try_step(played, step, fault);
}

TEST_CASE("every write, sync and allocation of an upgrade fails, and a second one after it") {
  use_failing_memory();
  FaultyFiles disk;
  for (const int version : {1, 2, 3})
    for (const Fault fault : {Fault::disk_once, Fault::disk_for_good, Fault::memory}) {
      CAPTURE(version);
      CAPTURE(static_cast<int>(fault));
      const StoreFile old;
      make_file(old, version);
      const std::string bytes = old.read();
      const auto upgrade = [](const StoreFile& file) {
        return attempt(file, [](Store&) { return Result<void>{}; });
      };
      int count = 0;
      {
        const StoreFile file;
        file.write(bytes);
        attempt_with(fault, 1'000'000'000, disk, count, [&] { return upgrade(file); }).value();
      }
      int tried = 0;
      for (const int n : chosen(count)) {
        CAPTURE(n);
        const StoreFile file;
        file.write(bytes);
        int ignored = 0;
        const auto first = attempt_with(fault, n, disk, ignored, [&] { return upgrade(file); });
        const auto reached = RawDatabase{file.path()}.number("PRAGMA user_version");
        CHECK((reached == version || reached == 4));
        if (first) CHECK(reached == 4);
        if (++tried % 2 == 0)
          (void)attempt_with(fault, 1 + tried * 7 % count, disk, ignored, [&] {
            return upgrade(file);
          }).has_value();
        const auto store = file.open();
        const auto reading = store->begin(TenantId{"t1"}, Access::read).value();
        const auto units = reading->unit_history({ContractId{"c-1"}, ServiceId{"desks"}}).value();
        CHECK(units.units_on({2026, 6, 1}) == 1);
        const FixedClock clock{world::june_1};
        CHECK(verify({*store, TenantId{"t1"}, clock}).value().sound());
      }
    }
}
