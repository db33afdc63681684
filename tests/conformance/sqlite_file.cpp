// What is true of the file of a SQLite store alone.

#include <sys/stat.h>
#include <unistd.h>

#include <thread>

#include "conformance/must.hpp"
#include "conformance/raw_database.hpp"
#include "conformance/store_file.hpp"
#include "conformance/store_samples.hpp"

using namespace billbyagent;
using namespace billbyagent::conformance;
using namespace billbyagent::tests;

namespace {

Error open_error(const SqliteStoreOptions& options) { return error_of(open_sqlite_store(options)); }

void write_all(Store& store) {
  auto tx = must(store.begin(TenantId{"t1"}, Access::write));
  write_book(*tx);
  must(tx->append_unit_change(derived_key(), change(1, {2026, 2, 28}, 5)));
  must(tx->append_machine_events(derived_key(), {event(MachineMove::added, "m", "pc")}));
  must(tx->append_held_reading(derived_key(), held({2026, 6, 10}, 0)));
  must(tx->end_held_readings(derived_key(), {.author = "clara"}));
  must(tx->append_batch(batch(1), {line(derived_key(), {2026, 6, 1}, {2026, 6, 10})}));
  must(tx->append_notice(notice("n")));
  must(tx->mark_failed(NoticeId{"n"}, "no answer", {}));
  must(tx->mark_delivered(NoticeId{"n"}, {}));
  must(tx->append_run(run("r")));
  must(tx->commit());
}

}  // namespace

TEST_CASE("SQLite: append-only tables refuse every update and deletion") {
  const StoreFile file;
  write_all(*file.open());
  RawDatabase raw{file.path()};
  const char* append_only[] = {
      "service_price",  "agent_scope", "scope_machine", "unit_change",   "machine_event",
      "held_machine",   "batch",       "line",          "state_record",  "notice_recipient",
      "notice_failure", "run",         "price_tier",    "machine_class", "machine_class_criterion"};
  for (const std::string table : append_only) {
    CAPTURE(table);
    REQUIRE(raw.number("SELECT count(*) FROM " + table) > 0);
    CHECK(raw.run("UPDATE " + table + " SET tenant='x'") == table + " is append-only");
    CHECK(raw.run("DELETE FROM " + table) == table + " is append-only");
  }
  for (const std::string table : {"account", "contract", "service", "held_reading", "notice"}) {
    CAPTURE(table);
    CHECK(raw.run("DELETE FROM " + table) == table + " is append-only");
  }
}

TEST_CASE("SQLite: what changes in places refuses the rest") {
  const StoreFile file;
  write_all(*file.open());
  RawDatabase raw{file.path()};
  struct Case {
    std::string sql;
    std::string says;
  };
  const Case cases[] = {
      {"UPDATE contract SET cycle_anchor=1", "these terms of a contract are locked"},
      {"UPDATE contract SET cycle_every=2", "these terms of a contract are locked"},
      {"UPDATE agent_scope SET organization='x'", "agent_scope is append-only"},
      {"UPDATE contract SET name='ok'", ""},
      {"UPDATE service SET unit_source='manual' WHERE unit_source='agents'",
       "these terms of a service are locked"},
      {"UPDATE service SET tax_category='ok'", "these terms of a service are locked"},
      {"UPDATE service SET charging='charge_once'", "these terms of a service are locked"},
      {"UPDATE service SET name='ok'", ""},
      {"UPDATE contract SET status='ok'", "these terms of a contract are locked"},
      {"UPDATE contract_amendment SET effective=1", "contract_amendment is append-only"},
      {"DELETE FROM service_amendment", "service_amendment is append-only"},
      {"UPDATE held_reading SET units=7", "a held reading is append-only"},
      {"UPDATE held_reading SET ended_how=NULL, ended_by=NULL, ended_at=NULL",
       "a held reading is append-only"},
      {"UPDATE notice SET body='x'", "a notice is append-only"},
      {"UPDATE notice SET delivered=NULL", "a notice is append-only"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.sql);
    CHECK(raw.run(row.sql) == row.says);
  }
}

TEST_CASE("SQLite: a new file, an empty file and one in use open and are marked as ours") {
  const StoreFile file;
  file.write("");
  const auto first = file.open();
  const auto second = file.open();
  write_all(*first);
  CHECK(must(must(second->begin(TenantId{"t1"}, Access::read))->accounts()).size() == 1);
  RawDatabase raw{file.path()};
  CHECK(raw.number("PRAGMA application_id") == 0x42424131);
  CHECK(raw.number("PRAGMA user_version") == 4);
  CHECK(raw.number("SELECT count(*) FROM pragma_table_list WHERE schema='main' AND type='table' "
                   "AND name NOT LIKE 'sqlite_%' AND NOT strict") == 0);
  CHECK(raw.number("SELECT count(*) FROM pragma_journal_mode WHERE journal_mode='wal'") == 1);
}

TEST_CASE("SQLite: a file of a newer version is named and left alone") {
  const StoreFile file;
  auto open_before = file.open();
  RawDatabase raw{file.path()};
  REQUIRE(raw.run("PRAGMA user_version=7") == "");
  const auto error = open_error(file.options());
  CHECK(error.code == Errc::store_newer);
  CHECK(error.context == file.path() + ": version 7, this library knows up to 4");
  CHECK(errc_of(open_before->begin(TenantId{"t"}, Access::read)) == Errc::store_newer);
  CHECK(errc_of(open_before->begin(TenantId{"t"}, Access::write)) == Errc::store_newer);
  CHECK(raw.number("PRAGMA user_version") == 7);
}

TEST_CASE("SQLite: what is no database is left as it was") {
  const std::string contents[] = {"hello", std::string(5000, 'x')};
  for (const auto& content : contents) {
    const StoreFile file;
    file.write(content);
    const auto error = open_error(file.options());
    CHECK(error.code == Errc::store_not_a_database);
    CHECK(error.context.starts_with(file.path() + ": "));
    CHECK(file.read() == content);
  }
}

TEST_CASE("SQLite: another program's database is left as it was") {
  for (const std::string made_by :
       {"PRAGMA application_id=77", "PRAGMA user_version=3", "CREATE TABLE theirs (x)"}) {
    CAPTURE(made_by);
    const StoreFile file;
    REQUIRE(RawDatabase{file.path()}.run(
                "PRAGMA page_size=4096; CREATE TABLE t (x); DROP TABLE t;" + made_by) == "");
    const auto before = file.read();
    CHECK(open_error(file.options()).code == Errc::store_not_a_database);
    CHECK(file.read() == before);
  }
}

TEST_CASE("SQLite: places where no file can be are named") {
  const StoreFile file;
  auto in_nowhere = file.options();
  in_nowhere.path = (file.directory() / "nowhere" / "x.db").string();
  auto a_directory = file.options();
  a_directory.path = file.directory().string();
  auto missing = file.options();
  missing.create = false;
  for (const auto& options : {in_nowhere, a_directory, missing}) {
    const auto error = open_error(options);
    CHECK(error.code == Errc::file_failed);
    CHECK(error.context.starts_with(options.path + ": "));
  }
  for (const std::string& path : {std::string{}, std::string{":memory:"}, std::string{"a\0b", 3}})
    CHECK(open_error({.path = path}).code == Errc::invalid_settings);
  auto impatient = file.options();
  impatient.busy_timeout = std::chrono::milliseconds{-1};
  CHECK(open_error(impatient).code == Errc::invalid_settings);
}

TEST_CASE("SQLite: a name that means something to SQLite is only a name") {
  const StoreFile file;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(file.directory());
  must(open_sqlite_store({.path = "file:odd.db?mode=memory"}));
  CHECK(std::filesystem::exists(file.directory() / "file:odd.db?mode=memory"));
  std::filesystem::current_path(before);
}

TEST_CASE("SQLite: a new file is read by its owner alone, and so is its log") {
  const StoreFile file;
  const auto store = file.open();
  write_all(*store);
  for (const char* end : {"", "-wal", "-shm"}) {
    CAPTURE(end);
    struct stat status {};
    REQUIRE(::stat((file.path() + end).c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600U);
  }
}

TEST_CASE("SQLite: a read-only file or directory is refused") {
  struct Case {
    std::string what;
    mode_t file;
    mode_t directory;
    std::string name;
  };
  const Case cases[] = {{"file", 0444, 0777, "book.db"},
                        {"directory", 0666, 0555, "book.db"},
                        {"directory of a new file", 0666, 0555, "new.db"}};
  for (const Case& row : cases) {
    CAPTURE(row.what);
    const StoreFile file;
    write_all(*file.open());
    REQUIRE(chmod(file.path().c_str(), row.file) == 0);
    REQUIRE(chmod(file.directory().c_str(), row.directory) == 0);
    // Root may write everywhere, so the test lays that down for a moment.
    constexpr uid_t nobody = 65534;
    const bool is_root = geteuid() == 0;
    if (is_root) REQUIRE(seteuid(nobody) == 0);
    const auto path = (file.directory() / row.name).string();
    const auto opened = open_sqlite_store({.path = path});
    if (is_root) REQUIRE(seteuid(0) == 0);
    REQUIRE(chmod(file.directory().c_str(), 0755) == 0);
    const auto error = error_of(opened);
    CHECK(error.code == Errc::file_failed);
    CHECK(error.context.starts_with(path + ": "));
  }
}

TEST_CASE("SQLite: another process that writes too long is busy, not an error of ours") {
  const StoreFile file;
  auto options = file.options();
  options.busy_timeout = std::chrono::milliseconds{1};
  const auto store = must(open_sqlite_store(options));
  RawDatabase raw{file.path()};
  REQUIRE(raw.run("BEGIN IMMEDIATE") == "");
  CHECK(errc_of(store->begin(TenantId{"t"}, Access::write)) == Errc::store_busy);
  CHECK(store->begin(TenantId{"t"}, Access::read).has_value());
  REQUIRE(raw.run("COMMIT") == "");
  const auto writer = must(store->begin(TenantId{"t"}, Access::write));
  CHECK(errc_of(store->begin(TenantId{"t"}, Access::write)) == Errc::store_busy);
}

TEST_CASE("SQLite: many open a new file at once and all get the same store") {
  const StoreFile file;
  constexpr int threads = 6;
  std::vector<Result<std::unique_ptr<Store>>> opened;
  for (int i = 0; i < threads; ++i) opened.push_back(Error{});
  std::vector<std::thread> running;
  for (auto& mine : opened) running.emplace_back([&] { mine = open_sqlite_store(file.options()); });
  for (auto& thread : running) thread.join();
  for (const auto& mine : opened) must(mine.has_value() ? Result<void>{} : mine.error());
}
