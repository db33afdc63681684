#pragma once

/// From `Result` to a value or a raised exception.

#include <pybind11/pybind11.h>

#include <string>
#include <utility>

#include "billbyagent/base/result.hpp"

namespace billbyagent::python {

namespace py = pybind11;

/// Throws `Exception`, which the module translates (errors.cpp).
template <class T>
T value(Result<T> result) {
  return std::move(result).value();
}
inline void value(const Result<void>& result) { result.value(); }

/// UTF-8 with what is not UTF-8 escaped: an RMM's texts are bytes.
inline py::str printable_text(const std::string& text) {
  PyObject* made =
      PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "backslashreplace");
  if (!made) throw py::error_already_set();
  return py::reinterpret_steal<py::str>(made);
}

}  // namespace billbyagent::python
