#include "billbyagent/base/result.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <type_traits>

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

TEST_CASE("a value can be had with another in its stead") {
  const Result<std::string> good{std::string{"x"}};
  const Result<std::string> bad{Error{Errc::not_found, "C-1"}};
  CHECK(good.value_or("other") == "x");
  CHECK(bad.value_or("other") == "other");
  CHECK(Result<std::string>{bad}.value_or("other") == "other");
  auto owner = Result<std::unique_ptr<int>>{std::make_unique<int>(3)};
  CHECK(*std::move(owner).value_or(nullptr) == 3);
}

namespace {
Result<int> parse_digit(char c) {
  if (c < '0' || c > '9') return Error{Errc::invalid_units, std::string(1, c)};
  return c - '0';
}
Result<std::string> stars(int count) {
  if (count > 5) return Error{Errc::out_of_range, std::to_string(count)};
  return std::string(static_cast<std::size_t>(count), '*');
}
struct Named {
  std::string name;
  std::string shout() const { return name + "!"; }
};
}  // namespace

TEST_CASE("steps that may fail follow each other, and the first error stays") {
  struct Row {
    char c;
    Result<std::size_t> length;
  };
  for (const auto& row :
       {Row{'3', std::size_t{3}}, Row{'0', std::size_t{0}},
        Row{'9', Error{Errc::out_of_range, "9"}}, Row{'x', Error{Errc::invalid_units, "x"}}}) {
    CAPTURE(row.c);
    const auto length = parse_digit(row.c).and_then(stars).transform(&std::string::size);
    REQUIRE(length.has_value() == row.length.has_value());
    if (length)
      CHECK(*length == *row.length);
    else
      CHECK(length.error() == row.length.error());
  }
}

TEST_CASE("an error can be answered or told further") {
  const auto none_is_zero = [](const Error& error) {
    return error.code == Errc::not_found ? Result<int>{0} : Result<int>{error};
  };
  CHECK(Result<int>{7}.or_else(none_is_zero).value() == 7);
  CHECK(Result<int>{Error{Errc::not_found, ""}}.or_else(none_is_zero).value() == 0);
  const Result<int> busy{Error{Errc::store_busy, "x"}};
  CHECK(busy.or_else(none_is_zero).error().code == Errc::store_busy);
  const auto inside = [](Error error) { return Result<int>{within("C-1", std::move(error))}; };
  CHECK(busy.or_else(inside).error().context == "C-1: x");
}

TEST_CASE("what comes out of a temporary is moved, what comes out of a name is copied") {
  auto owner = [] { return Result<std::unique_ptr<int>>{std::make_unique<int>(3)}; };
  const std::unique_ptr<int> taken =
      *owner().transform([](std::unique_ptr<int> held) { return held; });
  CHECK(*taken == 3);
  const auto whole =
      owner().or_else([](const Error&) { return Result<std::unique_ptr<int>>{nullptr}; });
  CHECK(**whole == 3);

  const Result<Named> named{Named{"ann"}};
  CHECK(named.transform(&Named::name).value() == "ann");
  CHECK(named.transform(&Named::shout).value() == "ann!");
  CHECK(Result<Named>{Named{"bob"}}.transform(&Named::name).value() == "bob");
  CHECK(named->name == "ann");
  static_assert(std::is_same_v<decltype(named.transform(&Named::name)), Result<std::string>>);
  CHECK(Result<int>{Error{Errc::cancelled, "x"}}.error() == Error{Errc::cancelled, "x"});
}

TEST_CASE("a result can be given another value or error") {
  const Error error{Errc::not_found, "a text that is too long to be kept in the string itself"};
  const auto text = [](char c) { return std::string(100, c); };
  for (const bool had : {true, false})
    for (const bool gets : {true, false}) {
      CAPTURE(had);
      CAPTURE(gets);
      Result<std::string> result = had ? Result<std::string>{text('a')} : error;
      const Result<std::string> other = gets ? Result<std::string>{text('b')} : error;
      result = other;
      REQUIRE(result.has_value() == gets);
      REQUIRE(other.has_value() == gets);
      if (gets)
        CHECK(*result == *other);
      else
        CHECK(result.error() == error);
      result = Result<std::string>{text('c')};
      CHECK(*result == text('c'));
    }
}

namespace {
struct ThrowsWhenMoved {
  ThrowsWhenMoved() = default;
  ThrowsWhenMoved(const ThrowsWhenMoved&) = default;
  ThrowsWhenMoved(ThrowsWhenMoved&& other) : armed(other.armed) {
    if (armed && --*armed < 0) throw std::runtime_error("moved");
  }
  ThrowsWhenMoved& operator=(const ThrowsWhenMoved&) = default;
  int* armed = nullptr;
};
}  // namespace

TEST_CASE("a value that cannot be moved in leaves the error") {
  int moves = 1;
  ThrowsWhenMoved value;
  value.armed = &moves;
  const Result<ThrowsWhenMoved> source{value};
  moves = 0;
  Result<ThrowsWhenMoved> result{Error{Errc::not_found, "C-1"}};
  CHECK_THROWS_AS(result = source, std::runtime_error);
  CHECK(result.error() == Error{Errc::not_found, "C-1"});
}

TEST_CASE("a result is copied and moved as its value is") {
  static_assert(std::is_copy_constructible_v<Result<std::string>>);
  static_assert(!std::is_copy_constructible_v<Result<std::unique_ptr<int>>>);
  static_assert(std::is_nothrow_move_constructible_v<Result<std::unique_ptr<int>>>);
  auto first = Result<std::unique_ptr<int>>{std::make_unique<int>(3)};
  auto second = std::move(first);
  CHECK(**second == 3);
  second = Result<std::unique_ptr<int>>{Error{Errc::cancelled, ""}};
  CHECK(second.error().code == Errc::cancelled);
}

TEST_CASE("a result without a value has the same steps") {
  const Result<void> done;
  const Result<void> bad{Error{Errc::cancelled, "x"}};
  int calls = 0;
  const auto call = [&] { ++calls; };
  const auto next = [&]() -> Result<int> { return ++calls; };
  CHECK(done.and_then(next).value() == 1);
  CHECK(done.transform(call).has_value());
  CHECK(calls == 2);
  CHECK(bad.and_then(next).error() == bad.error());
  CHECK(bad.transform(call).error() == bad.error());
  CHECK(calls == 2);
  CHECK(bad.or_else([](const Error&) { return Result<void>{}; }).has_value());
  CHECK(Result<int>{4}.transform([&](int units) { calls = units; }).has_value());
  CHECK(calls == 4);
}

TEST_CASE("a result can be a constant") {
  constexpr auto half = [](int value) -> Result<int> {
    if (value % 2 != 0) return Error{Errc::invalid_units, ""};
    return value / 2;
  };
  static_assert(Result<int>{8}.and_then(half).and_then(half).value_or(0) == 2);
  static_assert(Result<int>{8}.transform([](int value) { return value + 1; }).value() == 9);
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
