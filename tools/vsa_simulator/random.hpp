#pragma once
#include <cstdint>
#include <string>

namespace billbyagent::vsa_simulator {

/// A small generator whose sequence is the same on every platform, unlike the distributions of
/// the standard library: a seed names the same estate everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }

  /// A number in [0, bound); 0 when bound is 0.
  std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : next() % bound; }

  bool one_in(std::uint64_t n) { return below(n) == 0; }

  /// `count` decimal digits, the first one not 0.
  std::string digits(std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
      out += static_cast<char>('0' + (i == 0 ? 1 + below(9) : below(10)));
    }
    return out;
  }

  template <class List>
  const auto& pick(const List& list) {
    return list[below(list.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace billbyagent::vsa_simulator
