#pragma once

/// Which values have a text for people: those that a `to_string` of this library takes. The headers
/// that print them, `billbyagent/ostream.hpp` and `billbyagent/format.hpp`, are included on purpose
/// and not by the core. Threads: nothing here runs.

#include <concepts>
#include <string_view>

namespace billbyagent {

/// Never defined: whether it is found tells whose type a `T` is.
template <class T>
void found_in_billbyagent(const T&);

namespace detail::by_argument {

// They hide the names above, so that only those are found that belong to the argument. A type of
// the user's with a `to_string` of its own is none of ours.
void found_in_billbyagent() = delete;
void to_string() = delete;

template <class T>
concept HasText = requires(const T& value) {
  found_in_billbyagent(value);
  { to_string(value) } -> std::convertible_to<std::string_view>;
};

}  // namespace detail::by_argument

/// Money, prices, currencies, days, moments, periods, ids, keys, lines, errors, enumerations with
/// names ...
template <class T>
concept Printable = detail::by_argument::HasText<T>;

}  // namespace billbyagent
