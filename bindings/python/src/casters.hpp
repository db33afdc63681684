#pragma once

/// How the small values cross the border. Every source that binds something includes this header,
/// so that a type is never converted in two ways.
///
///   Date            datetime.date; a datetime is refused, for its day depends on a zone
///   Instant         an aware datetime.datetime, in UTC on the way out
///   Id<...>         str
///   Currency        its own class, or text such as 'USD' on the way in
///   Error           an exception of billbyagent.errors, as a value
///   DecimalText     decimal.Decimal, int or str on the way in; a float is a TypeError
///   Timeout         datetime.timedelta, or seconds
///
/// Threads: with the GIL.

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <chrono>
#include <optional>
#include <string>

#include "billbyagent/base/id.hpp"
#include "billbyagent/domain/currency.hpp"
#include "billbyagent/domain/date.hpp"

namespace billbyagent::python {

namespace py = pybind11;

/// Money on its way in, as exact decimal text.
struct DecimalText {
  std::string text;
};

struct Timeout {
  std::chrono::nanoseconds span{};
};

/// Each false (or empty) when the object is something else.
std::optional<Date> date_from(py::handle object);
py::handle date_to(Date date);
std::optional<Instant> instant_from(py::handle object);
py::handle instant_to(Instant instant);
std::optional<DecimalText> decimal_from(py::handle object);
std::optional<Timeout> timeout_from(py::handle object);
std::optional<Error> error_from(py::handle object);
/// An instance of the class for the error's code.
py::object error_to(const Error& error);

/// `text` as decimal.Decimal.
py::object to_decimal_object(const std::string& text);

}  // namespace billbyagent::python

namespace pybind11::detail {

/// For types that cannot be made from nothing.
template <class T>
class billbyagent_caster {
 public:
  operator T*() { return &*value_; }
  operator T&() { return *value_; }
  operator T&&() && { return std::move(*value_); }
  template <class U>
  using cast_op_type = movable_cast_op_type<U>;

 protected:
  bool take(std::optional<T> value) {
    value_ = std::move(value);
    return value_.has_value();
  }

 private:
  std::optional<T> value_;
};

template <>
class type_caster<billbyagent::Date> : public billbyagent_caster<billbyagent::Date> {
 public:
  static constexpr auto name = const_name("datetime.date");
  bool load(handle source, bool) { return take(billbyagent::python::date_from(source)); }
  static handle cast(billbyagent::Date date, return_value_policy, handle) {
    return billbyagent::python::date_to(date);
  }
};

template <>
class type_caster<billbyagent::Instant> : public billbyagent_caster<billbyagent::Instant> {
 public:
  static constexpr auto name = const_name("datetime.datetime");
  bool load(handle source, bool) { return take(billbyagent::python::instant_from(source)); }
  static handle cast(billbyagent::Instant instant, return_value_policy, handle) {
    return billbyagent::python::instant_to(instant);
  }
};

template <class Tag>
class type_caster<billbyagent::Id<Tag>> : public billbyagent_caster<billbyagent::Id<Tag>> {
 public:
  static constexpr auto name = const_name("str");
  bool load(handle source, bool) {
    if (!PyUnicode_Check(source.ptr())) return false;
    return this->take(billbyagent::Id<Tag>{source.cast<std::string>()});
  }
  static handle cast(const billbyagent::Id<Tag>& id, return_value_policy, handle) {
    return str(id.text()).release();
  }
};

template <>
class type_caster<billbyagent::Currency> : public type_caster_base<billbyagent::Currency> {
  using Base = type_caster_base<billbyagent::Currency>;

 public:
  static constexpr auto name =
      io_name("billbyagent._core.Currency | str", "billbyagent._core.Currency");
  template <class U>
  using cast_op_type = pybind11::detail::cast_op_type<U>;
  bool load(handle source, bool convert) {
    if (!PyUnicode_Check(source.ptr())) return Base::load(source, convert);
    parsed_ = billbyagent::Currency::parse(source.cast<std::string>()).value();
    return true;
  }
  operator billbyagent::Currency*() {
    return parsed_ ? &*parsed_ : Base::operator billbyagent::Currency*();
  }
  operator billbyagent::Currency&() {
    return parsed_ ? *parsed_ : Base::operator billbyagent::Currency&();
  }

 private:
  std::optional<billbyagent::Currency> parsed_;
};

template <>
class type_caster<billbyagent::Error> : public billbyagent_caster<billbyagent::Error> {
 public:
  static constexpr auto name = const_name("billbyagent.errors.Error");
  bool load(handle source, bool) { return take(billbyagent::python::error_from(source)); }
  static handle cast(const billbyagent::Error& error, return_value_policy, handle) {
    return billbyagent::python::error_to(error).release();
  }
};

template <>
class type_caster<billbyagent::python::DecimalText>
    : public billbyagent_caster<billbyagent::python::DecimalText> {
 public:
  static constexpr auto name = const_name("decimal.Decimal | int | str");
  bool load(handle source, bool) { return take(billbyagent::python::decimal_from(source)); }
};

template <>
class type_caster<billbyagent::python::Timeout>
    : public billbyagent_caster<billbyagent::python::Timeout> {
 public:
  static constexpr auto name = const_name("datetime.timedelta | float");
  bool load(handle source, bool) { return take(billbyagent::python::timeout_from(source)); }
  static handle cast(const billbyagent::python::Timeout& timeout, return_value_policy, handle) {
    return float_(std::chrono::duration<double>(timeout.span).count()).release();
  }
};

}  // namespace pybind11::detail
