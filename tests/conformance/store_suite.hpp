#pragma once

/// The conformance suite of the store port. To run it on another implementation, compile the
/// `suite_*.cpp` beside this file with a source that defines `stores_under_test`.

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/ports/store.hpp"

namespace conformance {

/// One empty store, and what has to be known of its kind.
class StoreUnderTest {
 public:
  virtual ~StoreUnderTest() = default;
  virtual std::string name() const = 0;
  virtual billbyagent::Store& store() = 0;
  /// Closes and opens it again. A store that keeps nothing does nothing.
  virtual void reopen() = 0;

  std::unique_ptr<billbyagent::Transaction> begin(billbyagent::Access access,
                                                  const std::string& tenant = "t1") {
    auto begun = store().begin(billbyagent::TenantId{tenant}, access);
    REQUIRE_MESSAGE(begun.has_value(), to_string(begun.error()));
    return *std::move(begun);
  }
  std::unique_ptr<billbyagent::Transaction> reading(const std::string& tenant = "t1") {
    return begin(billbyagent::Access::read, tenant);
  }
  std::unique_ptr<billbyagent::Transaction> writing(const std::string& tenant = "t1") {
    return begin(billbyagent::Access::write, tenant);
  }
};

using MakeStore = std::function<std::unique_ptr<StoreUnderTest>()>;
/// Each call of an element makes a fresh empty store. Defined once per program.
const std::vector<MakeStore>& stores_under_test();

template <class Check>
void for_each_store(Check check) {
  for (const auto& make : stores_under_test()) {
    const auto under_test = make();
    INFO("store: ", under_test->name());
    check(*under_test);
  }
}

/// The value, or a failed test that shows the error.
template <class T>
T must(billbyagent::Result<T> result) {
  REQUIRE_MESSAGE(result.has_value(), to_string(result.error()));
  return *std::move(result);
}
inline void must(const billbyagent::Result<void>& result) {
  REQUIRE_MESSAGE(result.has_value(), to_string(result.error()));
}
/// The error of what must fail.
template <class T>
billbyagent::Error error_of(const billbyagent::Result<T>& result) {
  REQUIRE_FALSE(result.has_value());
  return result.error();
}
template <class T>
billbyagent::Errc errc_of(const billbyagent::Result<T>& result) {
  return error_of(result).code;
}

}  // namespace conformance

namespace doctest {
template <>
struct StringMaker<billbyagent::Errc> {
  static String convert(billbyagent::Errc code) {
    return std::string{billbyagent::to_string(code)}.c_str();
  }
};
template <>
struct StringMaker<billbyagent::PostingOutcome> {
  static String convert(billbyagent::PostingOutcome outcome) {
    return std::string{billbyagent::to_string(outcome)}.c_str();
  }
};
template <>
struct StringMaker<billbyagent::SaveOutcome> {
  static String convert(billbyagent::SaveOutcome outcome) {
    return std::string{billbyagent::to_string(outcome)}.c_str();
  }
};
}  // namespace doctest
