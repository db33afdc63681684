// Structs of programs that are older or newer than the library.

#include "structs.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;
using namespace billbyagent::capi;

namespace {

/// A struct as it was in 1.0, as it is in a library of 1.1, and in a program of 1.2.
struct Old {
  std::uint32_t struct_size = sizeof(Old);
  std::int32_t a = 1;
  const char* b = "b";
};
struct Now {
  std::uint32_t struct_size = sizeof(Now);
  std::int32_t a = 1;
  const char* b = "b";
  std::int64_t c = 3;
};
struct Later {
  std::uint32_t struct_size = sizeof(Later);
  std::int32_t a = 1;
  const char* b = "b";
  std::int64_t c = 3;
  std::int64_t d = 0;
};

template <class Given>
Now read(const Given& given) {
  return read_struct(reinterpret_cast<const Now*>(&given), Now{}, "options", sizeof(Old));
}
template <class Given>
Errc refusal(const Given& given) {
  try {
    (void)read(given);
  } catch (const Exception& refused) {
    CHECK(refused.error().context.starts_with("options"));
    return refused.error().code;
  }
  FAIL("it was accepted");
  return Errc::internal;
}

}  // namespace

TEST_CASE("what an older program gives has the defaults for the rest") {
  Old old;
  old.a = 7;
  const Now read_now = read(old);
  CHECK(read_now.a == 7);
  CHECK(read_now.c == 3);
}

TEST_CASE("what a newer program gives is taken as long as the news are zero") {
  Later later;
  later.c = 8;
  CHECK(read(later).c == 8);
  later.d = 1;
  CHECK(refusal(later) == Errc::invalid_argument);
}

TEST_CASE("a size that no version had is refused") {
  Now now;
  for (const std::uint32_t size : {0u, 4u, std::uint32_t{sizeof(Old)} - 1, 100'000u, 0xffffffffu}) {
    now.struct_size = size;
    CHECK(refusal(now) == Errc::invalid_argument);
  }
}

TEST_CASE("an older program is given what it has room for, a newer one zeros for its news") {
  const Now value{sizeof(Now), 5, "text", 6};
  struct {
    Old old;
    std::int64_t behind = 99;
  } room;
  write_struct(reinterpret_cast<Now*>(&room.old), value, "out", sizeof(Old));
  CHECK(room.old.a == 5);
  CHECK(room.old.struct_size == sizeof(Old));
  CHECK(room.behind == 99);

  Later later;
  later.d = 77;
  write_struct(reinterpret_cast<Now*>(&later), value, "out", sizeof(Old));
  CHECK(later.c == 6);
  CHECK(later.d == 0);
  CHECK(later.struct_size == sizeof(Later));
}
