#pragma once

/// Structs that cross the interface begin with `struct_size` and grow at the end (rule 4 of
/// billbyagent.h). Programs of any version hand in theirs.

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "guard.hpp"

namespace billbyagent::capi {

/// The size that the struct had in version 1.0; specialise it when a field is appended.
template <class Struct>
inline constexpr std::uint32_t first_size = sizeof(Struct);

/// No struct will ever be larger: a larger size is memory that nobody initialised.
inline constexpr std::uint32_t struct_size_max = 4096;

template <class Struct>
std::uint32_t size_of_struct(const Struct* given, const char* name, std::uint32_t least) {
  std::uint32_t size = 0;
  std::memcpy(&size, given, sizeof size);
  if (size < least || size > struct_size_max)
    refuse(Errc::invalid_argument, std::string{name} + ".struct_size is " + std::to_string(size) +
                                       ", not " + std::to_string(sizeof(Struct)));
  return size;
}

/// What the caller gave, with `defaults` for the fields that his version did not have.
template <class Struct>
Struct read_struct(const Struct* given, Struct defaults, const char* name,
                   std::uint32_t least = first_size<Struct>) {
  static_assert(std::is_trivially_copyable_v<Struct>);
  if (!given) return defaults;
  const std::uint32_t size = size_of_struct(given, name, least);
  const auto* bytes = reinterpret_cast<const unsigned char*>(given);
  if (size > sizeof(Struct) &&
      std::any_of(bytes + sizeof(Struct), bytes + size, [](unsigned char b) { return b != 0; }))
    refuse(Errc::invalid_argument, std::string{name} + " sets a field that this library (" +
                                       bba_version() + ") does not know");
  std::memcpy(&defaults, given, std::min<std::size_t>(size, sizeof(Struct)));
  return defaults;
}

/// Writes as much as the caller's version has; what it has beyond ours becomes zero.
template <class Struct>
void write_struct(Struct* out, const Struct& value, const char* name = "out",
                  std::uint32_t least = first_size<Struct>) {
  static_assert(std::is_trivially_copyable_v<Struct>);
  required(out, name);
  const std::uint32_t size = size_of_struct(out, name, least);
  auto* bytes = reinterpret_cast<unsigned char*>(out);
  const std::size_t ours = std::min<std::size_t>(size, sizeof(Struct));
  std::memcpy(bytes, &value, ours);
  std::memset(bytes + ours, 0, size - ours);
  std::memcpy(bytes, &size, sizeof size);
}

/// Gives a struct, filled by `fill`, which starts from `empty`.
template <class Struct, class Fill>
bba_status give_struct(bba_error** error, Struct* out, Struct empty, Fill fill) noexcept {
  return guard(error, [&] {
    required(out, "out");
    (void)size_of_struct(out, "out", first_size<Struct>);
    fill(empty);
    write_struct(out, empty);
  });
}

}  // namespace billbyagent::capi
