// Processes that die and disks that fail: what was committed is there, the rest is not, and nothing
// is there by half.

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "conformance/faulty_vfs.hpp"
#include "conformance/must.hpp"
#include "conformance/raw_database.hpp"
#include "conformance/store_file.hpp"
#include "conformance/store_samples.hpp"

using namespace billbyagent;
using namespace billbyagent::conformance;
using namespace billbyagent::tests;

namespace {

const ServiceKey key = derived_key();

/// One night's work on the book: units, machines, a batch and a notice that belong together.
Result<void> work_a_night(Store& store) {
  auto begun = store.begin(TenantId{"t1"}, Access::write);
  if (!begun) return begun.error();
  auto& tx = **begun;
  auto history = tx.unit_history(key);
  if (!history) return history.error();
  const auto night = static_cast<std::int32_t>(history->changes().size()) + 1;
  const auto day = Date{2026, 6, 1}.plus_days(night);
  if (auto done = tx.append_unit_change(key, change(night, day, night)); !done) return done.error();
  std::vector<MachineEvent> events;
  for (int i = 0; i < 40; ++i)
    events.push_back(event(MachineMove::added, std::to_string(night * 100 + i), awkward));
  if (auto done = tx.append_machine_events(key, events); !done) return done;
  auto posted = tx.append_batch(batch(static_cast<std::size_t>(night)),
                                {line(key, {2026, 6, 1}, day, night)});
  if (!posted) return posted.error();
  auto told = tx.append_notice(notice("n" + std::to_string(night)));
  if (!told) return told.error();
  return tx.commit();
}

/// The nights in the book, which must all be whole.
std::size_t whole_nights(Store& store) {
  auto tx = must(store.begin(TenantId{"t1"}, Access::read));
  const auto nights = must(tx->unit_history(key)).changes().size();
  CHECK(must(tx->machine_events(key)).size() == nights * 40);
  CHECK(must(tx->machines(key)).size() == nights * 40);
  CHECK(must(tx->posted_lines(key.contract)).size() == nights);
  CHECK(must(tx->batches(std::nullopt)).size() == nights);
  CHECK(must(tx->pending_notices(999)).size() == nights);
  return nights;
}

void start_book(const StoreFile& file) {
  const auto store = file.open();
  auto tx = must(store->begin(TenantId{"t1"}, Access::write));
  write_book(*tx);
  must(tx->commit());
}

/// At once, without any tidying.
bool die() { return kill(getpid(), SIGKILL) == 0; }

/// Runs `work` in another process; answers whether it came to where it dies.
template <class Work>
bool dies(Work work) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    work();
    _exit(1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

}  // namespace

TEST_CASE("SQLite: a process killed in the middle of a transaction leaves nothing of it") {
  const StoreFile file;
  start_book(file);
  CHECK(dies([&] {
    FaultyFiles disk;
    auto store = open_sqlite_store(file.options());
    if (!store || !work_a_night(**store)) return false;
    auto tx = (*store)->begin(TenantId{"t1"}, Access::write);
    if (!tx) return false;
    // More than SQLite's cache holds, so that uncommitted pages reach the log.
    std::vector<MachineEvent> events;
    for (int i = 0; i < 40'000; ++i)
      events.push_back(event(MachineMove::added, std::to_string(i), awkward));
    if (!(*tx)->append_machine_events(key, events)) return false;
    disk.die_at(3'000);
    return (*tx)->commit().has_value();
  }));
  REQUIRE(std::filesystem::file_size(file.path() + "-wal") > 1'000'000);
  const auto store = file.open();
  CHECK(whole_nights(*store) == 1);
  must(work_a_night(*store));
  CHECK(whole_nights(*store) == 2);
}

TEST_CASE("SQLite: what a process committed before it was killed is recovered from the log") {
  const StoreFile file;
  start_book(file);
  CHECK(dies([&] {
    auto store = open_sqlite_store(file.options());
    for (int night = 0; night < 3; ++night)
      if (!store || !work_a_night(**store)) return false;
    return die();
  }));
  REQUIRE(std::filesystem::exists(file.path() + "-wal"));
  CHECK(whole_nights(*file.open()) == 3);
}

TEST_CASE("SQLite: a file system that fails at any operation leaves whole nights only") {
  for (const bool broken : {false, true}) {
    CAPTURE(broken);
    const StoreFile file;
    start_book(file);
    FaultyFiles disk;
    std::size_t nights = 0;
    int operations = 0;
    for (int n = 1;; ++n) {
      REQUIRE(n < 500);
      CAPTURE(n);
      disk.fail_at(n, broken);
      Result<void> worked = Error{};
      {
        auto store = open_sqlite_store(file.options());
        worked = store ? work_a_night(**store) : Result<void>{store.error()};
        operations = disk.operations();
      }
      disk.repair();
      const auto now = whole_nights(*file.open());
      if (worked) CHECK(now == nights + 1);
      // A failed commit may have reached the log whole: then it counts as done.
      if (!worked) CHECK((now == nights || now == nights + 1));
      nights = now;
      if (worked && operations < n) break;
    }
    CHECK_MESSAGE(operations > 5, "the failures must have had something to hit");
  }
}

TEST_CASE("SQLite: a file system that fails while a store is made leaves one that can be made") {
  FaultyFiles disk;
  int failed = 0;
  for (int n = 1;; ++n) {
    REQUIRE(n < 500);
    CAPTURE(n);
    const StoreFile file;
    disk.fail_at(n, true);
    const bool made = open_sqlite_store(file.options()).has_value();
    const bool untouched = disk.operations() < n;
    disk.repair();
    start_book(file);
    CHECK(must(must(file.open()->begin(TenantId{"t1"}, Access::read))->accounts()).size() == 1);
    if (!made) ++failed;
    if (made && untouched) break;
  }
  CHECK(failed > 5);
}

TEST_CASE("SQLite: after a failed commit the same store works on") {
  const StoreFile file;
  start_book(file);
  FaultyFiles disk;
  const auto store = file.open();
  disk.fail_at(1, true);
  const auto error = error_of(work_a_night(*store));
  CHECK(error.code == Errc::store_failed);
  CHECK(error.context.starts_with(file.path() + ": "));
  disk.repair();
  must(work_a_night(*store));
  CHECK(whole_nights(*store) == 1);
}
