#pragma once

/// `<<` for whatever of this library has a `to_string`: `std::cout << line.amount`, `<< error`,
/// `<< Trust::propose`. Width and fill of the stream hold for the whole text. Include it where you
/// print; the core does not. Threads: as the stream.

#include <ostream>
#include <string_view>

#include "billbyagent/base/printable.hpp"

namespace billbyagent {

template <Printable T>
std::ostream& operator<<(std::ostream& out, const T& value) {
  const auto text = to_string(value);
  return out << std::string_view{text};
}

}  // namespace billbyagent
