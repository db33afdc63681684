#include "conformance/faulty_vfs.hpp"

#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

#include <new>

namespace billbyagent::tests {
namespace {

struct Plan {
  int fail_at = 0;  ///< zero: never
  bool broken = false;
  int seen = 0;
  int die_at = 0;  ///< zero: never

  bool fails() {
    if (++seen == die_at) kill(getpid(), SIGKILL);
    return fail_at > 0 && (broken ? seen >= fail_at : seen == fail_at);
  }
};

// SQLite's interface is C, so the plan has to be reachable from plain functions. One at a time.
Plan plan;
sqlite3_vfs layer;
sqlite3_vfs* real = nullptr;

/// In memory: this, then the real file.
struct File : sqlite3_file {
  sqlite3_file* below() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
sqlite3_file* below(sqlite3_file* file) { return static_cast<File*>(file)->below(); }

template <auto Method, class... Arguments>
int forward(sqlite3_file* file, Arguments... arguments) {
  sqlite3_file* real_file = below(file);
  return (real_file->pMethods->*Method)(real_file, arguments...);
}
template <auto Method, int Code, class... Arguments>
int fallible(sqlite3_file* file, Arguments... arguments) {
  return plan.fails() ? Code : forward<Method>(file, arguments...);
}
void barrier(sqlite3_file* file) { below(file)->pMethods->xShmBarrier(below(file)); }

sqlite3_io_methods make_methods() {
  using M = sqlite3_io_methods;
  M methods{};
  methods.iVersion = 2;
  methods.xClose = forward<&M::xClose>;
  methods.xRead = forward<&M::xRead, void*, int, sqlite3_int64>;
  methods.xWrite = fallible<&M::xWrite, SQLITE_FULL, const void*, int, sqlite3_int64>;
  methods.xTruncate = fallible<&M::xTruncate, SQLITE_IOERR_TRUNCATE, sqlite3_int64>;
  methods.xSync = fallible<&M::xSync, SQLITE_IOERR_FSYNC, int>;
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

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* got) {
  static const sqlite3_io_methods methods = make_methods();
  auto* mine = new (file) File{};
  if ((flags & SQLITE_OPEN_CREATE) && plan.fails()) return SQLITE_CANTOPEN;
  const int code = real->xOpen(real, name, mine->below(), flags, got);
  mine->pMethods = mine->below()->pMethods ? &methods : nullptr;
  return code;
}

int remove_file(sqlite3_vfs*, const char* name, int sync_directory) {
  if (plan.fails()) return SQLITE_IOERR_DELETE;
  return real->xDelete(real, name, sync_directory);
}

}  // namespace

FaultyFiles::FaultyFiles() {
  plan = {};
  real = sqlite3_vfs_find(nullptr);
  layer = *real;
  layer.zName = "faulty";
  layer.pNext = nullptr;
  layer.szOsFile = static_cast<int>(sizeof(File)) + real->szOsFile;
  layer.xOpen = open_file;
  layer.xDelete = remove_file;
  sqlite3_vfs_register(&layer, 1);
}

FaultyFiles::~FaultyFiles() {
  sqlite3_vfs_unregister(&layer);
  sqlite3_vfs_register(real, 1);
}

void FaultyFiles::fail_at(int n, bool broken) { plan = {.fail_at = n, .broken = broken}; }
void FaultyFiles::die_at(int n) { plan = {.die_at = n}; }
int FaultyFiles::operations() const { return plan.seen; }
void FaultyFiles::repair() { plan = {}; }

}  // namespace billbyagent::tests
