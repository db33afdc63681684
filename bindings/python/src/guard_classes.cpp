// Without this, `cls.__new__(cls)` makes an object with nothing in it, and pybind11 hands out
// memory that nobody wrote as what it holds. Objects come from calling their class, or not at all.

#include "bindings.hpp"

namespace billbyagent::python {
namespace {

/// How many calls of classes the thread is in. A call is what runs `__new__` and `__init__`.
thread_local int calls = 0;

PyTypeObject* usual_metaclass() { return py::detail::get_internals().default_metaclass; }

PyObject* call_class(PyObject* type, PyObject* args, PyObject* kwargs) {
  ++calls;
  PyObject* made = usual_metaclass()->tp_call(type, args, kwargs);
  --calls;
  return made;
}

PyObject* new_in_a_call(PyTypeObject* type, PyObject* args, PyObject* kwargs) {
  if (calls > 0) return py::detail::pybind11_object_new(type, args, kwargs);
  PyErr_Format(PyExc_TypeError, "%s.__new__() alone makes no %s: call the class", type->tp_name,
               type->tp_name);
  return nullptr;
}

py::object metaclass() {
  const py::handle base{reinterpret_cast<PyObject*>(usual_metaclass())};
  const py::handle type{reinterpret_cast<PyObject*>(&PyType_Type)};
  py::dict members;
  members["__slots__"] = py::tuple();
  members["__module__"] = "billbyagent._core";
  py::object made = type("_Class", py::make_tuple(base), members);
  reinterpret_cast<PyTypeObject*>(made.ptr())->tp_call = call_class;
  return made;
}

/// What unpickling and copying call for a class that can tell its state.
py::object restored_from_state(const py::object& cls, const py::object& state) {
  auto* type = reinterpret_cast<PyTypeObject*>(cls.ptr());
  auto made =
      py::reinterpret_steal<py::object>(py::detail::pybind11_object_new(type, nullptr, nullptr));
  made.attr("__setstate__")(state);
  return made;
}

py::object reduce(const py::object& self) {
  const py::object cls = py::type::of(self);
  if (!py::hasattr(cls, "__setstate__"))
    throw py::type_error("cannot pickle '" + cls.attr("__name__").cast<std::string>() + "' object");
  return py::make_tuple(py::module_::import("billbyagent._core").attr("_restored_from_state"),
                        py::make_tuple(cls, self.attr("__getstate__")()));
}

/// An object that is called another class's would be read as what it is not.
py::object fixed_class() {
  const auto refuse = [](const py::object& self, const py::object&) {
    throw py::type_error("the class of a " +
                         py::type::of(self).attr("__name__").cast<std::string>() +
                         " object cannot be changed");
  };
  const py::handle type{reinterpret_cast<PyObject*>(&PyType_Type)};
  const py::handle property{reinterpret_cast<PyObject*>(&PyProperty_Type)};
  return property(type, py::cpp_function(refuse));
}

/// Not by assigning to the class, which would change the class of the class.
void put(py::handle cls, const char* name, const py::object& value) {
  auto* type = reinterpret_cast<PyTypeObject*>(cls.ptr());
  if (PyDict_SetItemString(type->tp_dict, name, value.ptr()) != 0) throw py::error_already_set();
  PyType_Modified(type);
}

}  // namespace

void guard_classes(py::module_& m) {
  m.def("_restored_from_state", &restored_from_state);
  const py::object guarded = metaclass();
  const py::object fixed = fixed_class();
  const py::handle usual{reinterpret_cast<PyObject*>(usual_metaclass())};
  for (const auto& [name, value] : m.attr("__dict__").cast<py::dict>()) {
    if (!py::type::handle_of(value).is(usual)) continue;
    py::setattr(value, "__class__", guarded);
    reinterpret_cast<PyTypeObject*>(value.ptr())->tp_new = new_in_a_call;
    if (!value.attr("__dict__").contains("__reduce__"))
      py::setattr(value, "__reduce__", py::cpp_function(&reduce, py::is_method(value)));
    put(value, "__class__", fixed);
  }
}

}  // namespace billbyagent::python
