#pragma once

/// Errors are values (D13). `Result<T>` holds a T or an `Error`; `.value()` throws `Exception` for
/// those who prefer that. Exceptions are otherwise kept for broken invariants
/// (`InvariantViolation`). `billbyagent/expected.hpp` converts to and from `std::expected`.
/// Threads: plain values, no shared state.

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
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
class Result;

namespace detail {
template <class Self, class Next>
constexpr auto and_then(Self&& self, Next&& next);
template <class Self, class Change>
constexpr auto transform(Self&& self, Change&& change);
template <class Self, class Rescue>
constexpr auto or_else(Self&& self, Rescue&& rescue);
}  // namespace detail

/// `value_or`, `and_then`, `transform` and `or_else` do what those of `std::expected` do: steps
/// that may fail follow each other without an `if` between them. They take what can be called with
/// the value, or a pointer to a member of it; from a temporary the value is moved.
template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  using error_type = Error;

  constexpr Result(T value) : value_(std::move(value)), has_value_(true) {}
  constexpr Result(Error error) : error_(std::move(error)), has_value_(false) {}
  constexpr Result(const Result& other) requires std::is_copy_constructible_v<T>
      : has_value_(other.has_value_) {
    take(other);
  }
  constexpr Result(Result&& other) noexcept(std::is_nothrow_move_constructible_v<T>)
      : has_value_(other.has_value_) {
    take(std::move(other));
  }
  constexpr Result& operator=(Result other);
  constexpr ~Result() {
    if (has_value_)
      value_.~T();
    else
      error_.~Error();
  }

  constexpr explicit operator bool() const noexcept { return has_value_; }
  constexpr bool has_value() const noexcept { return has_value_; }

  /// Throws `Exception` when there is an error instead.
  constexpr const T& value() const& {
    check();
    return value_;
  }
  constexpr T& value() & {
    check();
    return value_;
  }
  /// By value on purpose: no reference into a temporary survives the expression.
  constexpr T value() && {
    check();
    return std::move(value_);
  }

  /// These throw `std::bad_variant_access` when there is an error instead, `error` when there is a
  /// value.
  constexpr const T& operator*() const& { return demand(true), value_; }
  constexpr T& operator*() & { return demand(true), value_; }
  constexpr T operator*() && { return demand(true), std::move(value_); }
  constexpr const T* operator->() const { return demand(true), std::addressof(value_); }
  constexpr T* operator->() { return demand(true), std::addressof(value_); }

  constexpr const Error& error() const& { return demand(false), error_; }
  constexpr Error error() && { return demand(false), std::move(error_); }

  template <class Other>
  constexpr T value_or(Other&& other) const& {
    return has_value_ ? value_ : static_cast<T>(std::forward<Other>(other));
  }
  template <class Other>
  constexpr T value_or(Other&& other) && {
    return has_value_ ? std::move(value_) : static_cast<T>(std::forward<Other>(other));
  }
  /// What `next` makes of the value, a `Result` again, or the error.
  template <class Next>
  constexpr auto and_then(Next&& next) const& {
    return detail::and_then(*this, std::forward<Next>(next));
  }
  template <class Next>
  constexpr auto and_then(Next&& next) && {
    return detail::and_then(std::move(*this), std::forward<Next>(next));
  }
  /// A `Result` of what `change` makes of the value, or the error.
  template <class Change>
  constexpr auto transform(Change&& change) const& {
    return detail::transform(*this, std::forward<Change>(change));
  }
  template <class Change>
  constexpr auto transform(Change&& change) && {
    return detail::transform(std::move(*this), std::forward<Change>(change));
  }
  /// The value, or what `rescue` makes of the error: a `Result` of the same type.
  template <class Rescue>
  constexpr auto or_else(Rescue&& rescue) const& {
    return detail::or_else(*this, std::forward<Rescue>(rescue));
  }
  template <class Rescue>
  constexpr auto or_else(Rescue&& rescue) && {
    return detail::or_else(std::move(*this), std::forward<Rescue>(rescue));
  }

 private:
  constexpr void check() const {
    if (!has_value_) throw Exception(error_);
  }
  constexpr void demand(bool value) const {
    if (has_value_ != value) throw std::bad_variant_access{};
  }
  template <class Other>
  constexpr void take(Other&& other) {
    if (has_value_)
      std::construct_at(std::addressof(value_), std::forward<Other>(other).value_);
    else
      std::construct_at(std::addressof(error_), std::forward<Other>(other).error_);
  }

  // Not a std::variant: nearly every function returns a Result, and its visits are what most of the
  // time went into that it took to compile them.
  union {
    T value_;
    Error error_;
  };
  bool has_value_;
};

template <class T>
constexpr Result<T>& Result<T>::operator=(Result other) {
  if (has_value_ && other.has_value_) {
    value_ = std::move(other.value_);
  } else if (has_value_) {
    value_.~T();
    std::construct_at(std::addressof(error_), std::move(other.error_));
    has_value_ = false;
  } else if (!other.has_value_) {
    error_ = std::move(other.error_);
  } else {
    Error kept = std::move(error_);
    error_.~Error();
    try {
      std::construct_at(std::addressof(value_), std::move(other.value_));
      has_value_ = true;
    } catch (...) {
      std::construct_at(std::addressof(error_), std::move(kept));
      throw;
    }
  }
  return *this;
}

/// Done, or an error. `next` and `change` are called with nothing.
template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;
  using error_type = Error;

  constexpr Result() = default;
  constexpr Result(Error error) : error_(std::move(error)) {}

  constexpr explicit operator bool() const noexcept { return !error_; }
  constexpr bool has_value() const noexcept { return !error_; }
  constexpr void value() const {
    if (error_) throw Exception(*error_);
  }
  /// Throws `std::bad_optional_access` when there is none.
  constexpr const Error& error() const& { return error_.value(); }
  constexpr Error error() && { return std::move(error_).value(); }

  template <class Next>
  constexpr auto and_then(Next&& next) const {
    return detail::and_then(*this, std::forward<Next>(next));
  }
  template <class Change>
  constexpr auto transform(Change&& change) const {
    return detail::transform(*this, std::forward<Change>(change));
  }
  template <class Rescue>
  constexpr auto or_else(Rescue&& rescue) const {
    return detail::or_else(*this, std::forward<Rescue>(rescue));
  }

 private:
  std::optional<Error> error_;
};

namespace detail {

template <class R>
inline constexpr bool is_result = false;
template <class T>
inline constexpr bool is_result<Result<T>> = true;

/// By value: what a member of a temporary is must not outlive it as a reference.
template <class Self, class Call>
constexpr auto call_with_value(Self&& self, Call&& call) {
  using Pointer = std::remove_cvref_t<Call>;
  if constexpr (std::is_void_v<typename std::remove_cvref_t<Self>::value_type>)
    return std::forward<Call>(call)();
  else if constexpr (std::is_member_function_pointer_v<Pointer>)
    return ((*std::forward<Self>(self)).*call)();
  else if constexpr (std::is_member_object_pointer_v<Pointer>)
    return (*std::forward<Self>(self)).*call;
  else
    return std::forward<Call>(call)(*std::forward<Self>(self));
}

template <class Self, class Next>
constexpr auto and_then(Self&& self, Next&& next) {
  using Then = decltype(call_with_value(std::forward<Self>(self), std::forward<Next>(next)));
  static_assert(is_result<Then>, "and_then takes what returns a Result; transform takes the rest");
  return self.has_value() ? call_with_value(std::forward<Self>(self), std::forward<Next>(next))
                          : Then(std::forward<Self>(self).error());
}

template <class Self, class Change>
constexpr auto transform(Self&& self, Change&& change) {
  using Value = decltype(call_with_value(std::forward<Self>(self), std::forward<Change>(change)));
  static_assert(!is_result<Value>, "transform would nest a Result in a Result; use and_then");
  if (!self.has_value()) return Result<Value>(std::forward<Self>(self).error());
  if constexpr (std::is_void_v<Value>) {
    call_with_value(std::forward<Self>(self), std::forward<Change>(change));
    return Result<void>();
  } else {
    return Result<Value>(call_with_value(std::forward<Self>(self), std::forward<Change>(change)));
  }
}

template <class Self, class Rescue>
constexpr auto or_else(Self&& self, Rescue&& rescue) {
  using Same = std::remove_cvref_t<Self>;
  static_assert(std::is_same_v<Same, std::remove_cvref_t<decltype(std::forward<Rescue>(rescue)(
                                         std::forward<Self>(self).error()))>>,
                "or_else takes what returns the same Result");
  return self.has_value() ? Same(std::forward<Self>(self))
                          : std::forward<Rescue>(rescue)(std::forward<Self>(self).error());
}

}  // namespace detail

}  // namespace billbyagent
