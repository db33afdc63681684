#pragma once

/// Seeded choices. History number i of a run draws from seed + i, so a failure is repeated alone
/// with BILLBYAGENT_SEED=<seed + i> BILLBYAGENT_HISTORIES=1.

#include <doctest/doctest.h>

#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <random>
#include <string>

namespace property {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  /// Both ends included. The modulo keeps a seed's history the same with every standard library.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool one_in(int n) { return between(1, n) == 1; }
  template <class T>
  T of(std::initializer_list<T> choices) {
    return choices.begin()[between(0, static_cast<std::int64_t>(choices.size()) - 1)];
  }
  std::uint64_t bits() { return engine_(); }

 private:
  std::mt19937_64 engine_;
};

inline std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// Calls `check(random)` for `count` histories; what it returns, if not empty, is what went wrong.
template <class Check>
void for_histories(std::uint64_t count, Check check) {
  const auto seed = from_environment("BILLBYAGENT_SEED", 20'260'610);
  count = from_environment("BILLBYAGENT_HISTORIES", count);
  int failures = 0;
  for (std::uint64_t i = 0; i < count && failures < 3; ++i) {
    Random random{seed + i};
    const std::string problem = check(random);
    if (problem.empty()) continue;
    ++failures;
    FAIL_CHECK("BILLBYAGENT_SEED=" << seed + i << " BILLBYAGENT_HISTORIES=1: " << problem);
  }
  CHECK(failures == 0);
}

}  // namespace property
