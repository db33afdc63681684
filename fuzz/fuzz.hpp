#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

/// What must hold for any input; a fault stops the fuzzer at the input that shows it.
inline void must(bool holds) {
  if (!holds) std::abort();
}

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}
