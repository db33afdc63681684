#pragma once

/// Errors are values. `Result<T>` holds a T or an `Error`; `.value()` throws `Exception` for those
/// who prefer that. Exceptions are otherwise kept for broken invariants (`InvariantViolation`).
/// Threads: plain values, no shared state.

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include "billbyagent/base/errc.hpp"

namespace billbyagent {

/// A failure and the thing it is about: one line, naming the offending value, contract, page ...
struct Error {
  Errc code = Errc::internal;
  std::string context;

  friend bool operator==(const Error&, const Error&) = default;
};

/// "name: context (meaning)", for people.
inline std::string to_string(const Error& error) {
  std::string text{to_string(error.code)};
  if (!error.context.empty()) text += ": " + error.context;
  text += " (";
  text += errc_info(error.code).meaning;
  text += ')';
  return text;
}

/// The same failure with what it happened to put before its context.
inline Error within(std::string_view what, Error error) {
  error.context =
      error.context.empty() ? std::string{what} : std::string{what} + ": " + error.context;
  return error;
}

class Exception : public std::runtime_error {
 public:
  explicit Exception(Error error)
      : std::runtime_error(to_string(error)), error_(std::move(error)) {}
  const Error& error() const noexcept { return error_; }

 private:
  Error error_;
};

/// A fault of this library, not of its input. The use-cases roll back and report `Errc::internal`.
class InvariantViolation : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

constexpr void ensure(bool holds, const char* what) {
  if (!holds) throw InvariantViolation(what);
}

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const noexcept { return state_.index() == 0; }
  bool has_value() const noexcept { return state_.index() == 0; }

  /// Throws `Exception` when there is an error instead.
  const T& value() const& {
    check();
    return std::get<0>(state_);
  }
  T& value() & {
    check();
    return std::get<0>(state_);
  }
  /// By value on purpose: no reference into a temporary survives the expression.
  T value() && {
    check();
    return std::get<0>(std::move(state_));
  }

  const T& operator*() const& { return std::get<0>(state_); }
  T& operator*() & { return std::get<0>(state_); }
  T operator*() && { return std::get<0>(std::move(state_)); }
  const T* operator->() const { return &std::get<0>(state_); }
  T* operator->() { return &std::get<0>(state_); }

  /// Throws `std::bad_variant_access` when there is a value instead.
  const Error& error() const { return std::get<1>(state_); }

 private:
  void check() const {
    if (state_.index() == 1) throw Exception(std::get<1>(state_));
  }
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  explicit operator bool() const noexcept { return !error_; }
  bool has_value() const noexcept { return !error_; }
  void value() const {
    if (error_) throw Exception(*error_);
  }
  const Error& error() const { return error_.value(); }

 private:
  std::optional<Error> error_;
};

}  // namespace billbyagent
