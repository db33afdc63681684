#include "bindings.hpp"
#include "casters.hpp"
#include "results.hpp"

#include <pybind11/native_enum.h>

namespace billbyagent::python {
namespace {

void raise_in_python(const Error& error) {
  const py::object raised = error_to(error);
  PyErr_SetObject(py::type::handle_of(raised).ptr(), raised.ptr());
}

void translate(std::exception_ptr thrown) {
  try {
    if (thrown) std::rethrow_exception(thrown);
  } catch (const Exception& fault) {
    raise_in_python(fault.error());
  } catch (const InvariantViolation& fault) {
    raise_in_python({Errc::internal, fault.what()});
  }
}

}  // namespace

void bind_errors(py::module_& m) {
  py::native_enum<Errc> codes(m, "Errc", "enum.IntEnum",
                              "Every expected failure, with the number that it has in C.");
  for (const auto& row : errc_table) codes.value(std::string{row.name}.c_str(), row.code);
  codes.finalize();
  m.def(
      "meaning_of", [](Errc code) { return errc_info(code).meaning; }, py::arg("code"),
      "What the code means, for people.");
  m.def("_restored",
        [](const py::object& record, const py::dict& fields) { return record(**fields); });
  py::register_local_exception_translator(&translate);
}

}  // namespace billbyagent::python
