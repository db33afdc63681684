#pragma once

/// `std::format("{:>12}", line.amount)` for whatever of this library has a `to_string`; the
/// specification is that of a string. Needs a standard library with `<format>` (GCC 13, LLVM 17 or
/// later) and is empty without: `__cpp_lib_format` tells. Threads: as `std::format`.

#include <version>

#include "billbyagent/base/printable.hpp"

#ifdef __cpp_lib_format
#include <format>
#include <string_view>

template <billbyagent::Printable T>
struct std::formatter<T, char> : std::formatter<std::string_view, char> {
  template <class Context>
  auto format(const T& value, Context& context) const {
    const auto text = to_string(value);
    return std::formatter<std::string_view, char>::format(std::string_view{text}, context);
  }
};
#endif
