#include "billbyagent/expected.hpp"

#include <doctest/doctest.h>

#include <memory>

using namespace billbyagent;

// Compiled as C++23; GCC 12 has it then.
#ifdef __cpp_lib_expected

TEST_CASE("a result becomes an expected and comes back") {
  const auto good = to_expected(Result<int>{7});
  static_assert(std::is_same_v<decltype(good), const std::expected<int, Error>>);
  CHECK(good.value() == 7);
  CHECK(to_result(good).value() == 7);
  const Error error{Errc::not_found, "contract C-1"};
  const auto bad = to_expected(Result<int>{error});
  CHECK(bad.error() == error);
  CHECK(to_result(bad).error() == error);
}

TEST_CASE("a result without a value converts too, and values are moved") {
  const Error error{Errc::cancelled, "x"};
  CHECK(to_expected(Result<void>{}).has_value());
  CHECK(to_expected(Result<void>{error}).error() == error);
  CHECK(to_result(std::expected<void, Error>{}).has_value());
  CHECK(to_result(std::expected<void, Error>{std::unexpect, error}).error() == error);
  auto owner = to_expected(Result<std::unique_ptr<int>>{std::make_unique<int>(3)});
  CHECK(**owner == 3);
  CHECK(**to_result(std::move(owner)) == 3);
}

#else

TEST_CASE("without std::expected the header gives only the result") {
  CHECK(Result<int>{7}.value() == 7);
}

#endif
