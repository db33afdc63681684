#pragma once

/// The names of an enumeration's values, said once: a table stands beside each enumeration, and
/// what prints, reads or lists its values asks here. Threads: constants and pure functions.

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

namespace billbyagent {

template <std::size_t Count>
using NameTable = std::array<std::string_view, Count>;

/// Specialised beside each enumeration that has names, in the order of its enumerators, which count
/// from 0 without a gap. They are the enumerators' own names, and documents and databases keep
/// them.
template <class E>
inline constexpr auto names_of = nullptr;

template <class E>
concept NamedEnum = std::is_enum_v<E> && !std::is_null_pointer_v<decltype(names_of<E>)>;

/// "unknown" for a number that is none of the enumeration's.
template <NamedEnum E>
constexpr std::string_view to_string(E value) noexcept {
  const auto index = static_cast<std::size_t>(value);
  return index < names_of<E>.size() ? names_of<E>[index] : std::string_view{"unknown"};
}

/// The value of exactly that name, in its own letters.
template <NamedEnum E>
constexpr std::optional<E> parse_name(std::string_view text) noexcept {
  for (std::size_t i = 0; i < names_of<E>.size(); ++i)
    if (names_of<E>[i] == text) return static_cast<E>(i);
  return std::nullopt;
}

/// All values, in the order of their names.
template <NamedEnum E>
constexpr auto every() noexcept {
  std::array<E, names_of<E>.size()> values{};
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<E>(i);
  return values;
}

}  // namespace billbyagent
