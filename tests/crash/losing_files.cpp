#include "crash/losing_files.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <new>
#include <random>
#include <vector>

namespace billbyagent::tests {
namespace {

constexpr std::size_t sector = 512;

struct Change {
  std::size_t at = 0;  ///< of a write; of a cut the new size
  std::string data{};
  bool is_cut = false;
};

/// A file as a disk knows it.
struct Known {
  std::string synced{};
  std::vector<Change> since{};
  bool existed = false;  ///< before, or it was synced
  bool removed = false;
};

void apply(std::string& content, const Change& change) {
  if (change.is_cut) {
    content.resize(change.at);
    return;
  }
  if (content.size() < change.at + change.data.size())
    content.resize(change.at + change.data.size());
  content.replace(change.at, change.data.size(), change.data);
}

std::string read_whole(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// SQLite's interface is C, so these have to be reachable from plain functions. One at a time.
struct {
  std::map<std::string, Known> files{};
  int fails_from = 0;  ///< zero: never
  int seen = 0;

  bool fails() { return ++seen >= fails_from && fails_from > 0; }
} disk;
sqlite3_vfs layer;
sqlite3_vfs* real = nullptr;

/// In memory: this, then the real file.
struct File : sqlite3_file {
  Known* known;  ///< null: nothing that outlives the process
  sqlite3_file* below() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
File& file_of(sqlite3_file* file) { return *static_cast<File*>(file); }

template <auto Method, class... Arguments>
int forward(sqlite3_file* file, Arguments... arguments) {
  sqlite3_file* below = file_of(file).below();
  return (below->pMethods->*Method)(below, arguments...);
}
void barrier(sqlite3_file* file) {
  sqlite3_file* below = file_of(file).below();
  below->pMethods->xShmBarrier(below);
}

int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
  if (disk.fails()) return SQLITE_IOERR_WRITE;
  if (Known* known = file_of(file).known)
    known->since.push_back({static_cast<std::size_t>(at),
                            {static_cast<const char*>(data), static_cast<std::size_t>(size)}});
  return forward<&sqlite3_io_methods::xWrite>(file, data, size, at);
}
int cut(sqlite3_file* file, sqlite3_int64 size) {
  if (disk.fails()) return SQLITE_IOERR_TRUNCATE;
  if (Known* known = file_of(file).known)
    known->since.push_back({static_cast<std::size_t>(size), {}, true});
  return forward<&sqlite3_io_methods::xTruncate>(file, size);
}
/// The real file need not be synced: no power is lost here.
int sync(sqlite3_file* file, int) {
  if (disk.fails()) return SQLITE_IOERR_FSYNC;
  if (Known* known = file_of(file).known) {
    for (const auto& change : known->since) apply(known->synced, change);
    known->since.clear();
    known->existed = true;
  }
  return SQLITE_OK;
}

sqlite3_io_methods make_methods() {
  using M = sqlite3_io_methods;
  M methods{};
  methods.iVersion = 2;
  methods.xClose = forward<&M::xClose>;
  methods.xRead = forward<&M::xRead, void*, int, sqlite3_int64>;
  methods.xWrite = write;
  methods.xTruncate = cut;
  methods.xSync = sync;
  methods.xFileSize = forward<&M::xFileSize, sqlite3_int64*>;
  methods.xLock = forward<&M::xLock, int>;
  methods.xUnlock = forward<&M::xUnlock, int>;
  methods.xCheckReservedLock = forward<&M::xCheckReservedLock, int*>;
  methods.xFileControl = forward<&M::xFileControl, int, void*>;
  methods.xSectorSize = forward<&M::xSectorSize>;
  methods.xDeviceCharacteristics = forward<&M::xDeviceCharacteristics>;
  methods.xShmMap = forward<&M::xShmMap, int, int, int, void volatile**>;
  methods.xShmLock = forward<&M::xShmLock, int, int, int>;
  methods.xShmBarrier = barrier;
  methods.xShmUnmap = forward<&M::xShmUnmap, int>;
  return methods;
}

constexpr int kept_files = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* got) {
  static const sqlite3_io_methods methods = make_methods();
  auto* mine = new (file) File{};
  const bool is_kept = name && (flags & kept_files);
  const bool is_there = is_kept && std::filesystem::exists(name);
  if (is_kept && !is_there && (flags & SQLITE_OPEN_CREATE) && disk.fails()) return SQLITE_CANTOPEN;
  const int code = real->xOpen(real, name, mine->below(), flags, got);
  mine->pMethods = mine->below()->pMethods ? &methods : nullptr;
  if (!is_kept || code != SQLITE_OK) return code;
  Known& known = disk.files[name];
  if (known.removed) known = {};
  if (is_there && known.synced.empty() && known.since.empty())
    known = {.synced = read_whole(name), .existed = true};
  mine->known = &known;
  return code;
}

int remove_file(sqlite3_vfs*, const char* name, int sync_directory) {
  if (disk.fails()) return SQLITE_IOERR_DELETE;
  if (const auto at = disk.files.find(name); at != disk.files.end()) at->second.removed = true;
  return real->xDelete(real, name, sync_directory);
}

}  // namespace

LosingFiles::LosingFiles() {
  disk = {};
  real = sqlite3_vfs_find(nullptr);
  layer = *real;
  layer.zName = "losing";
  layer.pNext = nullptr;
  layer.szOsFile = static_cast<int>(sizeof(File)) + real->szOsFile;
  layer.xOpen = open_file;
  layer.xDelete = remove_file;
  sqlite3_vfs_register(&layer, 1);
}

LosingFiles::~LosingFiles() {
  sqlite3_vfs_unregister(&layer);
  sqlite3_vfs_register(real, 1);
}

void LosingFiles::lose_power_at(int n) {
  disk.fails_from = n;
  disk.seen = 0;
}
bool LosingFiles::power_is_lost() const {
  return disk.fails_from > 0 && disk.seen >= disk.fails_from;
}
int LosingFiles::operations() const { return disk.seen; }

void LosingFiles::write_what_is_left(const std::string& from, const std::string& folder,
                                     std::uint32_t seed) {
  std::mt19937 random{seed};
  const std::size_t kept_of_four = random() % 5;  // none of what was not synced, to all of it
  const auto is_kept = [&] { return random() % 4 < kept_of_four; };
  // What nobody opened is as it was; shared memory is gone.
  for (const char* end : {"", "-wal", "-journal"})
    if (const std::string path = from + end;
        !disk.files.contains(path) && std::filesystem::exists(path))
      std::filesystem::copy(path, folder);
  for (const auto& [path, known] : disk.files) {
    if (!path.starts_with(from)) continue;
    if (known.removed ? is_kept() : !known.existed && !is_kept()) continue;
    std::string content = known.synced;
    for (const auto& change : known.since) {
      if (change.is_cut) {
        if (is_kept()) apply(content, change);
        continue;
      }
      for (std::size_t begin = 0; begin < change.data.size();) {
        const std::size_t end = std::min(
            change.data.size(), (change.at + begin) / sector * sector + sector - change.at);
        if (is_kept()) apply(content, {change.at + begin, change.data.substr(begin, end - begin)});
        begin = end;
      }
    }
    const auto name = std::filesystem::path{path}.filename();
    std::ofstream{std::filesystem::path{folder} / name, std::ios::binary} << content;
  }
}

}  // namespace billbyagent::tests
