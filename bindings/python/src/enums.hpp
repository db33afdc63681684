#pragma once

/// Binds an enumeration with the names that the library has for its values.

#include <pybind11/native_enum.h>
#include <pybind11/pybind11.h>

#include <string>

#include "billbyagent/base/names.hpp"

namespace billbyagent::python {

template <NamedEnum E>
void bind_enum(pybind11::module_& m, const char* name, const char* doc) {
  pybind11::native_enum<E> bound(m, name, "enum.Enum", doc);
  for (const E value : every<E>()) bound.value(std::string{to_string(value)}.c_str(), value);
  bound.finalize();
}

}  // namespace billbyagent::python
