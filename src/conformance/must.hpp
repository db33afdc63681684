#pragma once

/// Results in tests.

#include <doctest/doctest.h>

#include <string>
#include <utility>

#include "billbyagent/base/result.hpp"

namespace billbyagent::conformance {

/// The value, or a failed test that shows the error.
template <class T>
T must(Result<T> result) {
  REQUIRE_MESSAGE(result.has_value(), to_string(result.error()));
  return *std::move(result);
}
inline void must(const Result<void>& result) {
  REQUIRE_MESSAGE(result.has_value(), to_string(result.error()));
}
/// The error of what must fail.
template <class T>
Error error_of(const Result<T>& result) {
  REQUIRE_FALSE(result.has_value());
  return result.error();
}
template <class T>
Errc errc_of(const Result<T>& result) {
  return error_of(result).code;
}

}  // namespace billbyagent::conformance

template <>
struct doctest::StringMaker<billbyagent::Errc> {
  static String convert(billbyagent::Errc code) {
    return std::string{billbyagent::to_string(code)}.c_str();
  }
};
