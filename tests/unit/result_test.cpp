#include "billbyagent/base/result.hpp"

#include <doctest/doctest.h>

#include <memory>

using namespace billbyagent;

TEST_CASE("a result is a value or an error") {
  const Result<int> good{7};
  CHECK(good);
  CHECK(*good == 7);
  CHECK(good.value() == 7);
  const Result<int> bad{Error{Errc::not_found, "contract C-1"}};
  CHECK_FALSE(bad);
  CHECK(bad.error().code == Errc::not_found);
  CHECK_THROWS_WITH_AS(bad.value(), "not_found: contract C-1 (no such thing in the store)",
                       Exception);
  CHECK_THROWS_AS(static_cast<void>(good.error()), std::bad_variant_access);
  CHECK_THROWS_AS(static_cast<void>(*bad), std::bad_variant_access);
}

TEST_CASE("a result without a value is done or an error") {
  const Result<void> done;
  CHECK(done);
  CHECK_NOTHROW(done.value());
  const Result<void> bad{Error{Errc::cancelled, ""}};
  CHECK_FALSE(bad.has_value());
  CHECK_THROWS_WITH_AS(bad.value(), "cancelled (the work was cancelled)", Exception);
}

TEST_CASE("a value can be taken out of a temporary") {
  const auto make = [] { return Result<std::unique_ptr<int>>{std::make_unique<int>(3)}; };
  CHECK(*make().value() == 3);
}

TEST_CASE("what an error happened to is put before its context") {
  CHECK(within("contract C-1", {Errc::not_found, "service x"}).context ==
        "contract C-1: service x");
  CHECK(within("contract C-1", {Errc::not_found, ""}) == Error{Errc::not_found, "contract C-1"});
}

TEST_CASE("a broken invariant throws") {
  CHECK_NOTHROW(ensure(true, "x"));
  CHECK_THROWS_WITH_AS(ensure(false, "x must hold"), "x must hold", InvariantViolation);
}
