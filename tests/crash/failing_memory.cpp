#include "crash/failing_memory.hpp"

#include <sqlite3.h>

#include <cstdlib>
#include <new>
#include <utility>

namespace {

thread_local int fail_at = 0;  // zero: never
thread_local int seen = 0;

bool fails() { return fail_at > 0 && ++seen == fail_at; }

sqlite3_mem_methods real;
void* allocate(int size) { return fails() ? nullptr : real.xMalloc(size); }
void* resize(void* memory, int size) { return fails() ? nullptr : real.xRealloc(memory, size); }

}  // namespace

namespace billbyagent::tests {

void use_failing_memory() {
  static bool done = false;
  if (std::exchange(done, true)) return;
  sqlite3_shutdown();
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
  sqlite3_mem_methods failing = real;
  failing.xMalloc = allocate;
  failing.xRealloc = resize;
  sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
  sqlite3_initialize();
}

void fail_allocation(int n) {
  seen = 0;
  fail_at = n;
}

int allocations_seen() {
  fail_at = 0;
  return seen;
}

}  // namespace billbyagent::tests

void* operator new(std::size_t size) {
  void* memory = fails() ? nullptr : std::malloc(size == 0 ? 1 : size);
  if (!memory) throw std::bad_alloc{};
  return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
