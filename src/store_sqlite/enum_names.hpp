#pragma once

/// Enumerators are kept by name, so that a file can be read by people and by other versions.

#include <cstdint>
#include <optional>
#include <string_view>

namespace billbyagent::sqlite {

template <class Enum>
std::string_view text_of(Enum value) {
  return to_string(value);
}

template <class Enum>
std::optional<Enum> named(std::string_view name) {
  // Names are looked up by trying; no enumeration of the library has more. Values that are no
  // enumerators are called `unknown`.
  constexpr std::uint8_t enumerators_max = 16;
  for (std::uint8_t i = 0; i < enumerators_max && name != "unknown"; ++i)
    if (text_of(static_cast<Enum>(i)) == name) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace billbyagent::sqlite
