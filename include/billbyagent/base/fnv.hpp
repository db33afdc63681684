#pragma once

/// FNV-1a with 128 bits, to notice that something is not what it was. A single byte that differs
/// always gives another hash; it keeps no secrets and stops nobody who means harm. Threads: a
/// value.

#include <cstdint>
#include <string>
#include <string_view>

namespace billbyagent {

class Fnv {
 public:
  __extension__ typedef unsigned __int128 Bits;

  /// Every text is preceded by its length: "ab" and "c" are not "a" and "bc".
  void add(std::string_view text) {
    for (auto size = text.size(), i = std::size_t{0}; i < sizeof(std::uint32_t); ++i, size >>= 8)
      add_byte(static_cast<unsigned char>(size));
    for (const char c : text) add_byte(static_cast<unsigned char>(c));
  }
  void add(std::int64_t value) {
    auto bits = static_cast<std::uint64_t>(value);
    for (std::size_t i = 0; i < sizeof bits; ++i, bits >>= 8)
      add_byte(static_cast<unsigned char>(bits));
  }
  void add(const Bits& value) {
    add(static_cast<std::int64_t>(value >> 64));
    add(static_cast<std::int64_t>(value));
  }

  const Bits& value() const noexcept { return hash_; }
  std::string hex() const {
    std::string text;
    for (int shift = 124; shift >= 0; shift -= 4)
      text += "0123456789abcdef"[static_cast<unsigned>(hash_ >> shift) & 0xf];
    return text;
  }

 private:
  static constexpr Bits prime = (Bits{1} << 88) + 0x13b;

  void add_byte(unsigned char byte) { hash_ = (hash_ ^ byte) * prime; }

  Bits hash_ = (Bits{0x6c62272e07bb0142} << 64) + 0x62b821756295c58d;
};

}  // namespace billbyagent
