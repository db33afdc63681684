// Backups of a SQLite store, and what a restored one refuses.

#include <sys/stat.h>

#include <cstdio>
#include <filesystem>
#include <thread>

#include "conformance/must.hpp"
#include "conformance/raw_database.hpp"
#include "conformance/store_file.hpp"
#include "conformance/store_samples.hpp"

using namespace billbyagent;
using namespace billbyagent::conformance;
using namespace billbyagent::tests;

namespace {

const TenantId t1{"t1"};
const TenantId t2{"t2"};
const Date june{2026, 6, 1};

/// The file with its book, and a backup of that.
struct BackedUp {
  StoreFile file{};
  SqliteStoreOptions options{file.path()};
  std::string backup = file.path() + ".backup";
  SqliteRestoration restoration{.from = backup,
                                .kept = file.path() + ".kept",
                                .author = "clara",
                                .reason = "disk failed",
                                .now = Instant{1'783'000'000'000}};
  BackedUp() {
    auto store = file.open();
    for (const auto& tenant : {t1, t2}) {
      auto tx = must(store->begin(tenant, Access::write));
      write_book(*tx);
      must(tx->commit());
    }
    must(backup_sqlite_store(options, backup));
  }
  static Result<void> post(Store& store, const TenantId& tenant, std::size_t number) {
    auto tx = store.begin(tenant, Access::write);
    if (!tx) return tx.error();
    const Date day = june.plus_days(static_cast<int>(number));
    must((*tx)->append_batch(batch(number), {line(derived_key(), june, day)}));
    return (*tx)->commit();
  }
  static std::size_t batches(Store& store) {
    return must(must(store.begin(t1, Access::read))->batches(std::nullopt)).size();
  }
};

}  // namespace

TEST_CASE("SQLite: a backup is one state, for its owner alone, and not written over another file") {
  BackedUp world;
  auto store = world.file.open();
  must(BackedUp::post(*store, t1, 1));
  // While somebody writes.
  auto writer = must(store->begin(t1, Access::write));
  const std::string second = world.backup + "2";
  must(backup_sqlite_store(world.options, second));
  CHECK(error_of(backup_sqlite_store(world.options, second)).code == Errc::conflicts);
  struct stat about {};
  REQUIRE(::stat(second.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  CHECK(BackedUp::batches(*must(open_sqlite_store({second}))) == 1);
  CHECK(BackedUp::batches(*must(open_sqlite_store({world.backup}))) == 0);
  CHECK(error_of(backup_sqlite_store({second + "-none"}, second + "3")).code == Errc::file_failed);
}

TEST_CASE("SQLite: a restored store records no batch until the tenant has reconciled") {
  BackedUp world;
  must(BackedUp::post(*world.file.open(), t1, 1));
  must(restore_sqlite_store(world.options, world.restoration));
  auto store = world.file.open();
  CHECK(BackedUp::batches(*store) == 0);
  CHECK(BackedUp::batches(*must(open_sqlite_store({world.restoration.kept}))) == 1);
  for (const auto& tenant : {t1, t2}) {
    CHECK(error_of(BackedUp::post(*store, tenant, 1)).code == Errc::store_behind);
    CHECK(must(sqlite_generation(world.options, tenant)).stopped.has_value());
  }
  // What posts nothing goes on.
  auto counts = must(store->begin(t1, Access::write));
  must(counts->append_unit_change(derived_key(), change(1, {2026, 2, 28}, 5)));
  must(counts->commit());
  SqliteStoreOptions reconciling = world.options;
  reconciling.reconciling = true;
  must(BackedUp::post(*must(open_sqlite_store(reconciling)), t1, 1));
  CHECK(error_of(end_sqlite_stop(world.options, t1, "clara", "", {})).code ==
        Errc::invalid_argument);
  must(end_sqlite_stop(world.options, t1, "clara", "compared", {}));
  CHECK(error_of(end_sqlite_stop(world.options, t1, "clara", "again", {})).code ==
        Errc::nothing_to_do);
  must(BackedUp::post(*store, t1, 2));
  CHECK(error_of(BackedUp::post(*store, t2, 1)).code == Errc::store_behind);
}

TEST_CASE("SQLite: who had the file open when it was restored writes nothing any more") {
  BackedUp world;
  auto store = world.file.open();
  must(BackedUp::post(*store, t1, 1));
  auto reader = must(store->begin(t1, Access::read));
  CHECK(must(reader->batches(std::nullopt)).size() == 1);
  {
    auto writer = must(store->begin(t1, Access::write));
    SqliteStoreOptions impatient{world.options.path, std::chrono::milliseconds{50}};
    CHECK(error_of(restore_sqlite_store(impatient, world.restoration)).code == Errc::store_busy);
  }
  world.restoration.kept += "2";
  must(restore_sqlite_store(world.options, world.restoration));
  CHECK_MESSAGE(must(reader->batches(std::nullopt)).size() == 1, "a reader keeps its state");
  reader.reset();
  CHECK(error_of(store->begin(t1, Access::write)).code == Errc::store_behind);
  // Once more is another generation, whatever the number in the backup is.
  const auto first = must(sqlite_generation(world.options, t1));
  must(end_sqlite_stop(world.options, t1, "clara", "compared", {}));
  world.restoration.kept += "3";
  must(restore_sqlite_store(world.options, world.restoration));
  const auto second = must(sqlite_generation(world.options, t1));
  CHECK(second.number == first.number + 1);
  CHECK(second.origin == first.origin);
  CHECK(second.token != first.token);
  CHECK(second.stopped.has_value());
}

TEST_CASE("SQLite: what is no whole backup leaves the file as it was") {
  BackedUp world;
  must(BackedUp::post(*world.file.open(), t1, 1));
  const auto refused = [&](const std::string& from, int number) {
    auto restoration = world.restoration;
    restoration.from = from;
    restoration.kept += std::to_string(number);
    return error_of(restore_sqlite_store(world.options, restoration)).code;
  };
  const std::string text = world.backup + ".txt";
  std::FILE* file = std::fopen(text.c_str(), "w");
  std::fputs("this is no database, whatever its name says", file);
  std::fclose(file);
  CHECK(refused(text, 1) == Errc::store_not_a_database);
  CHECK(refused(world.backup + "-none", 2) == Errc::file_failed);
  {
    RawDatabase other{world.backup + ".other"};
    REQUIRE(other.run("CREATE TABLE theirs (x)") == "");
  }
  CHECK(refused(world.backup + ".other", 3) == Errc::store_not_a_database);
  auto store = world.file.open();
  CHECK(BackedUp::batches(*store) == 1);
  must(BackedUp::post(*store, t1, 2));
}

TEST_CASE("SQLite: a backup is restored where there is no file any more") {
  BackedUp world;
  for (const char* suffix : {"", "-wal", "-shm"}) std::remove((world.file.path() + suffix).c_str());
  must(restore_sqlite_store(world.options, world.restoration));
  CHECK(must(sqlite_generation(world.options, t1)).number == 2);
  CHECK(error_of(BackedUp::post(*world.file.open(), t1, 1)).code == Errc::store_behind);
}

TEST_CASE("SQLite: several who restore at once do not take each other's files") {
  const BackedUp world;
  // Where all would once have prepared theirs.
  REQUIRE(std::filesystem::create_directory(world.file.path() + ".restoring"));
  std::vector<Result<void>> done(4, Result<void>{});
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < done.size(); ++i)
    threads.emplace_back([&, i] {
      auto own = world.restoration;
      own.kept += std::to_string(i);
      auto options = world.options;
      options.busy_timeout = std::chrono::seconds{60};
      done[i] = restore_sqlite_store(options, own);
    });
  for (auto& each : threads) each.join();
  std::size_t restored = 0;
  for (const auto& each : done) {
    if (each)
      ++restored;
    else
      CHECK_MESSAGE(each.error().code == Errc::store_busy, each.error().context);
  }
  CHECK(restored >= 1);
  CHECK(must(sqlite_generation(world.options, t1)).number >= 2);
  for (const auto& each : std::filesystem::directory_iterator{world.file.directory()})
    CHECK_MESSAGE(each.path().string().find(".restoring-") == std::string::npos, each.path());
}
