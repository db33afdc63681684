// Copies of the whole file, by SQLite's own means: pages under its locks, never bytes of a file
// that others write to.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "billbyagent/adapters/store_sqlite.hpp"
#include "store_sql/query.hpp"
#include "store_sqlite/schema.hpp"

namespace billbyagent {
namespace sqlite {
namespace {

Error file_error(const std::string& path) {
  const int code = errno;
  return {code == EEXIST ? Errc::conflicts : Errc::file_failed, path + ": " + std::strerror(code)};
}

/// An empty file for its owner alone. SQLite gives its journals the same rights.
Result<void> make_private(const std::string& path) {
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) return file_error(path);
  ::close(file);
  return {};
}

void remove_database(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) ::unlink((path + suffix).c_str());
}

/// Several may restore at once: each has a file of its own, which nobody could plant.
Result<std::string> random_name(std::string begin) {
  unsigned char bytes[8];
  if (::getentropy(bytes, sizeof bytes) != 0) return file_error(begin);
  for (const unsigned char byte : bytes) {
    begin += "0123456789abcdef"[byte >> 4U];
    begin += "0123456789abcdef"[byte & 0xFU];
  }
  return begin;
}

/// Removed at the end, unless it is kept.
class NewFile {
 public:
  explicit NewFile(std::string path) : path_(std::move(path)) {}
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile() {
    if (!kept_) remove_database(path_);
  }
  void keep() { kept_ = true; }

 private:
  std::string path_;
  bool kept_ = false;
};

Result<void> copy(Connection& from, Connection& to) {
  sqlite3_backup* backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
  if (!backup) return to.failure();
  // All pages in one step: one state of the source, one transaction of the target.
  const int stepped = sqlite3_backup_step(backup, -1);
  const int finished = sqlite3_backup_finish(backup);
  if (stepped == SQLITE_BUSY || stepped == SQLITE_LOCKED)
    return Error{Errc::store_busy, "another run writes to the database"};
  if (stepped != SQLITE_DONE || finished != SQLITE_OK) return to.failure();
  return {};
}

Result<void> check_whole(Connection& connection, const std::string& path) {
  if (const auto found = check_pages(connection); !found.empty())
    return Error{Errc::store_failed, path + ": damaged: " + found.front()};
  return {};
}

/// One file without a log beside it, all of it on the disk.
Result<void> close_log(Connection& connection, const std::string& path) {
  if (auto done = connection.execute("PRAGMA journal_mode=DELETE"); !done)
    return within(path, done.error());
  return {};
}

Result<void> sync_file(const std::string& path) {
  const auto directory = path.substr(0, path.find_last_of('/') + 1);
  for (const auto& each : {path, directory.empty() ? std::string{"."} : directory}) {
    const int file = ::open(each.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return file_error(each);
    const bool failed = ::fsync(file) != 0;
    const auto error = failed ? std::optional{file_error(each)} : std::nullopt;
    ::close(file);
    if (error) return *error;
  }
  return {};
}

/// The database of `from` as a new file at `path`, which `finish` may change before it is checked.
template <class Finish>
Result<void> copy_to_new(const std::string& from, const std::string& path, const Patience& patience,
                         Finish finish) {
  if (auto made = make_private(path); !made) return made;
  NewFile file{path};
  auto source = Connection::open(from, false, patience);
  if (!source) return source.error();
  auto target = Connection::open(path, false, patience);
  if (!target) return target.error();
  if (auto copied = copy(**source, **target); !copied) return within(path, copied.error());
  if (auto done = finish(**target); !done) return done;
  if (auto closed = close_log(**target, path); !closed) return closed;
  if (auto whole = check_whole(**target, path); !whole) return whole;
  target->reset();
  if (auto synced = sync_file(path); !synced) return synced;
  file.keep();
  return {};
}

constexpr auto as_it_is = [](Connection&) { return Result<void>{}; };

}  // namespace
}  // namespace sqlite

Result<void> backup_sqlite_store(const SqliteStoreOptions& options, const std::string& to) {
  // Another program's file is no database of ours, nor is one of a newer version.
  SqliteStoreOptions existing = options;
  existing.create = false;
  if (auto opened = open_sqlite_store(existing); !opened) return opened.error();
  return sqlite::copy_to_new(options.path, to, sqlite::patience_of(options), sqlite::as_it_is);
}

Result<void> restore_sqlite_store(const SqliteStoreOptions& options,
                                  const SqliteRestoration& restoration) {
  using namespace sqlite;
  const Patience patience = patience_of(options);
  const bool there = ::access(options.path.c_str(), F_OK) == 0;
  std::int64_t number = 1;
  if (there) {
    auto before = sqlite_generation(options, TenantId{"-"});
    if (!before) return before.error();
    number = before->number;
    if (auto kept = copy_to_new(options.path, restoration.kept, patience, as_it_is); !kept)
      return kept;
  }
  const auto prepared = random_name(options.path + ".restoring-");
  if (!prepared) return prepared.error();
  const auto new_generation = [&](sqlite::Connection& target) -> Result<void> {
    sql::Query tables{target, "SELECT 1 FROM sqlite_schema LIMIT 1"};
    bool empty = true;
    while (tables.next()) empty = false;
    if (auto read = tables.end(); !read) return read;
    if (empty) return Error{Errc::store_not_a_database, "nothing was ever kept there"};
    if (auto ready = prepare_file(target, restoration.from, patience); !ready) return ready;
    // Beyond those of the file that it replaces too: whoever has that open is to notice.
    return sql::Query{target,
                      "INSERT INTO generation SELECT 1 + max(max(number), ?4), "
                      "lower(hex(randomblob(16))), ?1, ?2, ?3 FROM generation"}
        .run(restoration.reason, restoration.author, restoration.now, number)
        .end();
  };
  if (auto made = copy_to_new(restoration.from, *prepared, patience, new_generation); !made)
    return within(restoration.from, made.error());
  NewFile removed{*prepared};
  if (!there)
    if (auto made = make_private(options.path); !made) return made;
  auto source = sqlite::Connection::open(*prepared, false, patience);
  if (!source) return source.error();
  auto target = sqlite::Connection::open(options.path, false, patience);
  if (!target) return target.error();
  if (auto copied = copy(**source, **target); !copied) return within(options.path, copied.error());
  target->reset();
  if (auto opened = open_sqlite_store({options.path, patience.longest, false}); !opened)
    return opened.error();
  return sync_file(options.path);
}

}  // namespace billbyagent
