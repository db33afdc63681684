#pragma once

/// `Result<T>` to and from `std::expected<T, Error>`. Needs a standard library with `<expected>`
/// and C++23 (GCC 12 with `-std=c++23`, LLVM 16 or later) and is empty without:
/// `__cpp_lib_expected` tells. Threads: plain values.

#include <version>

#include "billbyagent/base/result.hpp"

#ifdef __cpp_lib_expected
#include <expected>
#include <utility>

namespace billbyagent {

template <class T>
constexpr std::expected<T, Error> to_expected(Result<T> result) {
  if (!result) return std::unexpected(std::move(result).error());
  if constexpr (std::is_void_v<T>)
    return {};
  else
    return *std::move(result);
}

template <class T>
constexpr Result<T> to_result(std::expected<T, Error> expected) {
  if (!expected) return std::move(expected).error();
  if constexpr (std::is_void_v<T>)
    return {};
  else
    return *std::move(expected);
}

}  // namespace billbyagent
#endif
